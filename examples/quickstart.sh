#!/bin/sh
# Set up what is missing, then turn a page into NewsML-G2, EPUB and PDF and say what was removed.
# usage: sh examples/quickstart.sh [PAGE]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=examples/setup.sh
. "$root/examples/setup.sh"
setup

page=${1:-$root/examples/pages/wire-story.html}
out=$root/out/quickstart
"$bin/newsarchive" convert "$page" --to newsml-g2,epub,pdf --out "$out" --progress none
echo "The records are in $out:"
(cd "$out" && find . -type f \( -name '*.xml' -o -name '*.epub' -o -name '*.pdf' \) | sort | sed 's|^\./|  |')
"$bin/newsarchive" inspect "$page" --show "$out/painted.html" 2>/dev/null
echo "The page in colour, what was kept, claimed and removed, is beside them: painted.html"
echo
"$bin/newsarchive" inspect "$page" --part facts --part removed
echo
echo "The program is $bin/newsarchive; for this shell: . $bin/activate"
