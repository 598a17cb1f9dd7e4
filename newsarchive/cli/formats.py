"""List the formats."""

from __future__ import annotations

import argparse
import json

from newsarchive import registry
from newsarchive.cli.out import columns

HELP = """List the formats: what is read, what is written, the file names that stand for each.

examples:
  newsarchive formats
  newsarchive formats --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def run(args: argparse.Namespace) -> int:
    """Print the table of formats."""
    if args.json:
        rows = [
            {
                "name": format_.name,
                "title": format_.title,
                "reads": format_.reads is not None,
                "writes": format_.writes is not None,
                "binds": format_.binds is not None,
                "extensions": list(format_.extensions),
                "media_type": format_.media_type,
            }
            for format_ in registry.FORMATS
        ]
        print(json.dumps(rows, indent=2))
        return 0
    table = [("name", "reads", "writes", "many in one", "file names", "what it is")]
    table += [
        (
            format_.name,
            _tick(format_.reads),
            _tick(format_.writes),
            _tick(format_.binds),
            " ".join(format_.extensions),
            format_.title,
        )
        for format_ in registry.FORMATS
    ]
    print(columns(table))
    print("\nRead besides: news pages as HTML, and plain-text scrapes of whole pages.")
    return 0


def _tick(where: str | None) -> str:
    return "yes" if where else "-"
