# Set up what newsarchive needs: parts of the system, a virtual environment in .venv, the package in it.
# Sourced by quickstart.sh and tests/run.sh, which say `setup` or `setup test`. POSIX sh; says nothing when all is there.

PACKAGES="python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"

# For the compiled parts, which make reading a page twice as fast; without a compiler it works without them.
TOOLS="gcc libc6-dev python3-dev"

fail() {
    printf 'newsarchive: %s\n' "$1" >&2
    exit 1
}

# A Python that is new enough and can make a virtual environment; Debian ships the second half as python3-venv.
find_python() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            return 0
        fi
    done
    return 1
}

# The libraries that set the pages of a PDF, under the names that Linux and macOS give them.
has_libraries() {
    "$python" - 2>/dev/null <<'END'
import ctypes, ctypes.util, sys
for name, number in (("pango-1.0", 0), ("pangoft2-1.0", 0), ("harfbuzz", 0), ("harfbuzz-subset", 0), ("fontconfig", 1)):
    for found in (f"lib{name}.so.{number}", f"lib{name}.{number}.dylib", ctypes.util.find_library(name)):
        try:
            ctypes.CDLL(found or "")
            break
        except OSError:
            continue
    else:
        sys.exit(1)
END
}

has_compiler() {
    command -v "${CC:-cc}" >/dev/null 2>&1 &&
        "$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
}

# install_packages NAMES
install_packages() {
    if [ "$(id -u)" = 0 ]; then
        as_root=env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    else
        fail "parts of the system are missing; install them and run this again: apt-get install $1"
    fi
    echo "installing parts of the system: $1"
    # shellcheck disable=SC2086 # both are lists of words
    { $as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1; } >>"$log" 2>&1 ||
        fail "apt-get failed: $(grep '^E:' "$log" | tail -n 1); all it said is in $log"
}

missing_parts() {
    if command -v apt-get >/dev/null 2>&1; then
        install_packages "$PACKAGES"
    elif command -v dnf >/dev/null 2>&1; then
        fail "parts of the system are missing; install them and run this again: dnf install python3 pango harfbuzz dejavu-sans-fonts"
    elif command -v pacman >/dev/null 2>&1; then
        fail "parts of the system are missing; install them and run this again: pacman -S python pango harfbuzz ttf-dejavu"
    elif command -v apk >/dev/null 2>&1; then
        fail "parts of the system are missing; install them and run this again: apk add python3 pango harfbuzz-subset font-dejavu"
    elif command -v brew >/dev/null 2>&1; then
        fail "parts of the system are missing; install them and run this again: brew install python pango"
    else
        fail "parts of the system are missing: Python 3.11 or later with venv, Pango and HarfBuzz (see docs/install.md)"
    fi
}

# setup [EXTRA ...]: afterwards $bin is the folder of the programs.
setup() {
    bin=$root/.venv/bin
    sum="$(cksum <"$root/pyproject.toml") $root"
    if ready "$@"; then
        return 0
    fi
    mkdir -p "$root/.venv" || fail "cannot write to $root; is it yours?"
    log=$root/.venv/setup.log
    : >"$log"
    if ! find_python || ! has_libraries; then
        missing_parts
        find_python || fail "no Python 3.11 or later with venv was found; name yours with PYTHON=/path/to/python3"
        has_libraries || fail "the libraries of Pango and HarfBuzz are still not found; all that was said is in $log"
    fi
    # the tests hold the compiled parts against the plain ones; whoever only converts pages may do without
    if ! has_compiler && [ "${1:-}" = test ] && command -v apt-get >/dev/null 2>&1; then
        install_packages "$TOOLS"
    fi
    echo "setting up .venv (the first time takes a minute or two)"
    "$python" -m venv "$root/.venv" >>"$log" 2>&1 ||
        fail "no virtual environment could be made: $(tail -n 1 "$log"); all it said is in $log"
    extras=$(echo "$*" | tr ' ' ',')
    "$bin/python" -m pip install --disable-pip-version-check -q -e "$root${extras:+[$extras]}" >>"$log" 2>&1 ||
        fail "pip failed: $(grep -i 'error: ' "$log" | tail -n 1 | sed 's/^ *//'); is the network there? all it said is in $log"
    for extra in package "$@"; do
        printf '%s' "$sum" >"$root/.venv/ready-$extra"
    done
}

# ready [EXTRA ...]: the package and these extras were set up from this pyproject.toml, in this place.
ready() {
    for extra in package "$@"; do
        [ -f "$root/.venv/ready-$extra" ] && [ "$(cat "$root/.venv/ready-$extra")" = "$sum" ] || return 1
    done
    [ -x "$bin/newsarchive" ]
}
