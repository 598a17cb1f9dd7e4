"""Print the JSON Schema of an article."""

from __future__ import annotations

import argparse

HELP = """Print the JSON Schema (2020-12) of an article, as the format json writes it.

examples:
  newsarchive schema
  newsarchive schema > article.schema.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb: there are none."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    del args
    import json

    from newsarchive.cli.out import put
    from newsarchive.formats.json import schema

    put(json.dumps(schema(), indent=2, ensure_ascii=False).encode() + b"\n")
    return 0
