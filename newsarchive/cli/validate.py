"""Check files of our formats, offline: against the published schemas that are shipped, and against our own rules."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from newsarchive import registry
from newsarchive.cli.out import line, many
from newsarchive.errors import NewsArchiveError, UnknownFormat, UnreadableInput, UsageError

HELP = """Check files of our formats, offline: against the shipped schemas and the rules that no schema states.

examples:
  newsarchive validate story.newsml.xml
  newsarchive validate records/ --json
  newsarchive validate feed.xml --format nitf

A folder stands for every file in it whose name is one of a format (see `newsarchive formats`); reports of runs and painted
pages in it are passed over.
exit status: 0 all are valid, 1 some are not, 3 nothing could be read
"""

Check: TypeAlias = Callable[[bytes], list[str]]

# Each check takes the bytes and returns its findings, one sentence each; none is good news.
CHECKS: dict[str, str] = {
    "newsml-g2": "formats.newsml_g2.validate:check",
    "nitf": "formats.nitf.validate:check",
    "ninjs": "formats.ninjs:check",
    "jsonld": "formats.jsonld:check",
    "json": "formats.json:check",
    "html": "formats.html:check",
    "markdown": "formats.markdown:check",
    "epub": "formats.epub:check",
    "pdf": "formats.pdf:check",
}

# The pages that our verbs write for people to look at; they stand beside records and are none.
_FOR_EYES = re.compile(rb"<title>(?:newsarchive: report of a run|[^<]* painted by newsarchive)</title>")
_HEAD = 1 << 13


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the inputs and options of this verb."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input")
    parser.add_argument("--format", metavar="NAME", help="take every input for this format instead of looking")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, for programs")


def run(args: argparse.Namespace) -> int:
    """Check each input and say what was found."""
    if args.format is not None:
        try:
            registry.get(args.format)
        except UnknownFormat as error:
            raise UsageError(f"validate: {error}") from error
        if args.format not in CHECKS:
            raise UsageError(f"validate: {args.format} has no rules to check; formats that have: {', '.join(CHECKS)}")
    read = bad = 0
    for name in _files(args.inputs):
        try:
            data = _bytes(name)
        except UnreadableInput as error:
            bad += 1
            _report(name, None, [str(error)], as_json=args.json)
            continue
        read += 1
        format_, findings = _check(data, args.format)
        bad += bool(findings)
        _report(name, format_, findings, as_json=args.json)
    if not read:
        return 3
    return 1 if bad else 0


def check_of(name: str) -> Check:
    """Load the check of a format."""
    module, _, function = CHECKS[name].partition(":")
    check: Check = getattr(import_module(f"newsarchive.{module}"), function)
    return check


def _check(data: bytes, name: str | None) -> tuple[str | None, list[str]]:
    found = name or registry.sniff(data)
    if found not in CHECKS:
        what = "a news page" if found == "page" else "plain text"
        return None, [f"looks like {what}, not like one of our formats; name it with --format"]
    try:
        return found, check_of(found)(data)
    except NewsArchiveError as error:
        return found, [str(error)]


def _files(inputs: list[str]) -> Iterator[str]:
    for name in inputs:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if file.is_file() and _ours(file.name) and not _for_eyes(file)
            )
            if not inside:
                yield name  # refused by name below, as a file that cannot be read
            yield from map(str, inside)
        else:
            yield name


def _ours(name: str) -> bool:
    format_ = registry.format_of_name(name)
    return format_ is not None and format_.name in CHECKS


def _for_eyes(file: Path) -> bool:
    if file.suffix.lower() != ".html":
        return False
    try:
        with file.open("rb") as opened:
            return _FOR_EYES.search(opened.read(_HEAD)) is not None
    except OSError:
        return False  # said below, by name


def _bytes(name: str) -> bytes:
    if name == "-":
        import sys

        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise UnreadableInput("no file in the folder has a name that stands for a format")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInput("there is no such file; is the name right?") from error
    except OSError as error:
        raise UnreadableInput(f"cannot be read ({error.strerror or error})") from error


def _report(name: str, format_: str | None, findings: list[str], *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {"file": name, "format": format_, "valid": not findings, "findings": findings}, ensure_ascii=False
            )
        )
    elif not findings:
        print(f"{line(name)}: valid {format_}")
    else:
        print(f"{line(name)}: not valid{f' {format_}' if format_ else ''}, {many(len(findings), 'finding')}")
        for finding in findings:
            print(f"  {line(' '.join(finding.split()))}")
