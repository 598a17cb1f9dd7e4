#!/bin/sh
# Set up what is missing, then run the tests; with COVERAGE=1 in the environment, measured.
# usage: sh tests/run.sh [what pytest takes]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=examples/setup.sh
. "$root/examples/setup.sh"
setup test

cd "$root"
if [ $# -eq 0 ]; then
    set -- -q -n auto
fi
if [ -n "${COVERAGE:-}" ]; then
    set -- coverage run -m pytest "$@"
else
    set -- pytest "$@"
fi
exec "$bin/python" -m "$@"
