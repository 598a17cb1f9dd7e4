"""List the rules by which words leave a page."""

from __future__ import annotations

import argparse
import json

from newsarchive.cli.out import columns
from newsarchive.errors import UsageError
from newsarchive.notes import RULES, kind_of

HELP = """List the rules by which words leave a page: the name that the account uses, the code, and what each says.

examples:
  newsarchive rules
  newsarchive rules subscribe-prompt
  newsarchive rules --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument("names", nargs="*", metavar="RULE", help="only these rules")
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def run(args: argparse.Namespace) -> int:
    """Print the table of rules."""
    unknown = [name for name in args.names if name not in RULES]
    if unknown:
        raise UsageError(f"there is no rule {unknown[0]!r}; `newsarchive rules` lists all")
    wanted = sorted(args.names or RULES)
    if args.json:
        rows = [
            {"rule": name, "code": RULES[name][0], "kind": kind_of(RULES[name][0]), "says": RULES[name][1]}
            for name in wanted
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print(columns([("rule", "code", "what it says"), *((name, *RULES[name]) for name in wanted)]))
    return 0
