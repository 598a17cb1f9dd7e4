"""Join what several machines did into one report."""

from __future__ import annotations

import argparse
import os
from collections import Counter

from newsarchive.cli.out import many

HELP = """Join the journals of several machines into one manifest and one report.

examples:
  newsarchive merge share1/ share2/ share3/ --out report/
  newsarchive merge /mnt/node*/records --out report/
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="output folders of `newsarchive convert`")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where the joined journal and its reports go")


def run(args: argparse.Namespace) -> int:
    """Read the journals, write the joined one and its reports, and say what is in them."""
    from newsarchive.batch.merge import merge

    state = merge(args.folders, args.out)
    states: Counter[str] = Counter()
    files = 0
    for done in state.receipts():
        states[done.status] += 1
        files += len(done.outputs)
    print(
        f"{states['done']} done, {states['failed']} failed, {states['filtered']} filtered out, "
        f"{many(len(state.faults), 'fault')} in sources, {many(files, 'file')}; {os.path.join(args.out, 'report.html')}"  # noqa: PTH118
    )
    return 1 if states["failed"] or state.faults else 0
