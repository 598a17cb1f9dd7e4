"""List the rules by which words leave a page; list, begin, import and test those of single sites."""

from __future__ import annotations

import argparse
import json

from newsarchive.cli.out import columns
from newsarchive.errors import UsageError
from newsarchive.notes import RULES, kind_of

HELP = """List the rules by which words leave a page, and begin, import and test rules of your own for single sites.

examples:
  newsarchive rules
  newsarchive rules subscribe-prompt
  newsarchive rules NA203
  newsarchive rules list --sites rules/ --json
  newsarchive rules new hillpost.example --out rules/
  newsarchive rules import hillpost.example.txt
  newsarchive rules test rules/
"""

# The options that a word has a use for.
_OPTIONS = {"list": ("json", "sites"), "new": ("out",), "import": ("out",), "test": ("accept",)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="WHAT",
        help="names or codes of rules to explain, or: list [RULE…], new HOST, import FILE…, test FOLDER…",
    )
    parser.add_argument("--json", action="store_true", help="list: as JSON, for programs")
    parser.add_argument(
        "--sites", metavar="FOLDER", action="append", default=[], help="list: the site files in this folder as well"
    )
    parser.add_argument(
        "--out", metavar="FOLDER", help="new, import: write the file into this folder, not to the terminal"
    )
    parser.add_argument("--accept", action="store_true", help="test: write what is read now as what is expected")


def run(args: argparse.Namespace) -> int:
    """Do what the first word says; without one that is known, print the table of rules."""
    word, *rest = args.names or ["list"]
    if word not in _OPTIONS:
        word, rest = "list", args.names
    for option in ("json", "sites", "out", "accept"):
        if getattr(args, option) and option not in _OPTIONS[word]:
            raise UsageError(
                f"rules {word}: --{option} is for {', '.join(w for w, o in _OPTIONS.items() if option in o)}"
            )
    if word == "list":
        return _list(rest, args)
    from newsarchive.cli import site_rules

    if not rest or (word == "new" and len(rest) > 1):
        wanted = {
            "new": "one host, such as hillpost.example",
            "import": "files to read",
            "test": "a folder of site files",
        }
        raise UsageError(f"rules {word}: name {wanted[word]}")
    if word == "new":
        return site_rules.begin(rest[0], args.out)
    if word == "import":
        return site_rules.bring_in(rest, args.out)
    return site_rules.tested(rest, accept=args.accept)


def _list(names: list[str], args: argparse.Namespace) -> int:
    codes = {code for code, _ in RULES.values()}
    unknown = [name for name in names if name not in RULES and name not in codes]
    if unknown:
        raise UsageError(f"there is no rule {unknown[0]!r}; `newsarchive rules` lists all")
    wanted = sorted(rule for rule in RULES if not names or rule in names or RULES[rule][0] in names)
    if args.json:
        rows = [
            {"rule": name, "code": RULES[name][0], "kind": kind_of(RULES[name][0]), "says": RULES[name][1]}
            for name in wanted
        ]
        print(json.dumps(_with_sites(rows, args.sites), indent=2, ensure_ascii=False))
        return 0
    print(columns([("rule", "code", "what it says"), *((name, *RULES[name]) for name in wanted)]))
    if args.sites:
        from newsarchive.cli.site_rules import table

        print(f"\n{table(args.sites)}")
    return 0


def _with_sites(rows: list[dict[str, str]], folders: list[str]) -> object:
    if not folders:
        return rows
    from newsarchive.cli.site_rules import described

    return {"rules": rows, "sites": described(folders)}
