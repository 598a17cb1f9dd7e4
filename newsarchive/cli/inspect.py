"""Show what was kept, claimed and removed, and why."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.errors import UsageError

if TYPE_CHECKING:
    from newsarchive.page.read import Reading

HELP = """Show how a page was read: its facts with their sources, the story, what was removed by which rule, and what is odd.

examples:
  newsarchive inspect page.html
  newsarchive inspect page.html --show page-painted.html
  newsarchive inspect page.html --why "Would you like to subscribe"
  newsarchive inspect page.html --json
  newsarchive inspect page.html --keep read-more --drop "Listen now"
"""

_LONGEST = 900  # pixels of the longer side of a picture on a painted page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the input and the options of this verb."""
    parser.add_argument(
        "input", metavar="INPUT", help="a page, a plain-text scrape, any format that is read, or - for standard input"
    )
    parser.add_argument("--url", metavar="URL", help="where the page came from")
    rules = parser.add_argument_group("rules of your own")
    rules.add_argument(
        "--sites", metavar="FOLDER", action="append", default=[],
        help="read the page by the site rules in this folder; of several folders the first counts most",
    )  # fmt: skip
    rules.add_argument(
        "--keep", metavar="WHAT", action="append", default=[],
        help="spare what a rule takes, or what a selector finds, or the block with some words; may be given several times",
    )  # fmt: skip
    rules.add_argument(
        "--drop", metavar="WHAT", action="append", default=[],
        help="remove what a selector finds, or the block with some words; may be given several times",
    )  # fmt: skip
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="the article and its account as one JSON object")
    how.add_argument(
        "--show", metavar="FILE", help="paint the page into an HTML file: kept, claimed and removed in colour"
    )
    how.add_argument("--why", metavar="WORDS", help="say what became of these words of the page")
    how.add_argument(
        "--part", action="append", metavar="PART", choices=["facts", "body", "claimed", "removed", "notes"],
        help="show only this part: facts, body, claimed, removed or notes; may be given several times",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Read the input and show what was asked for."""
    import newsarchive

    sites = overrides = None
    if args.sites or args.keep or args.drop:
        from newsarchive.page.site import read_sites, typed

        sites = read_sites([Path(folder) for folder in args.sites]) if args.sites else None
        overrides = typed(args.keep, args.drop) if args.keep or args.drop else None
    reading = newsarchive.inspect(Path(args.input), url=args.url, sites=sites, overrides=overrides)
    if args.json:
        return _json(reading)
    if args.show:
        return _show(reading, args.input, args.show)
    if args.why:
        return _why(reading, args.why)
    from newsarchive.cli.account import PARTS, parts_of
    from newsarchive.cli.out import show

    show(parts_of(reading.article, reading.account, args.part or PARTS))
    return 0


def _json(reading: Reading) -> int:
    from newsarchive.cli.out import put
    from newsarchive.formats.json import encode

    whole = {"article": json.loads(encode(reading.article)), "account": [note.as_dict() for note in reading.account]}
    put(json.dumps(whole, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return 0


def _show(reading: Reading, source: str, target: str) -> int:
    if reading.ledger is None:
        raise UsageError(
            f"{source} is not a page, so there is nothing to paint; --show takes HTML and plain-text scrapes"
        )
    from newsarchive.batch.write import write_whole
    from newsarchive.cli.out import say
    from newsarchive.page.show import paint

    painted = paint(reading.ledger, title=reading.article.headline or source, picture=_Pictures(reading))
    write_whole(Path(target), painted.encode("utf-8", "replace"))
    say(f"painted: {target}")
    return 0


class _Pictures:
    """Give the pictures that were saved with the page as data, decoded to be sure and made small."""

    def __init__(self, reading: Reading) -> None:
        self._bytes = reading.page.resources

    def __call__(self, address: str) -> str | None:
        from base64 import b64encode

        from newsarchive.errors import NewsArchiveError
        from newsarchive.sources.pictures import scaled, verified

        data = self._bytes(address)
        if data is None:
            return None
        try:
            picture = scaled(verified(data, what=address), longest=_LONGEST)
        except NewsArchiveError:
            return None
        return f"data:{picture.media_type};base64,{b64encode(picture.data).decode('ascii')}"


def _why(reading: Reading, words: str) -> int:
    """Say where the words are now; 1 when they are not on the page as they were given."""
    from newsarchive.cli.account import excerpt
    from newsarchive.model.walk import whole_text_of

    wanted = _folded(words)
    if not wanted:
        raise UsageError("--why needs some words of the page")
    found = 0
    for note in reading.account:
        if note.kind in {"removed", "claimed"} and wanted in _folded(note.text):
            found += 1
            as_what = f" as {note.fact}" if note.kind == "claimed" and note.fact else ""
            print(f"{note.kind}{as_what} by {note.rule} ({note.code}): {note.reason}")
            print(f"  {excerpt(note.text)}")
            if note.path:
                print(f"  at {note.path}")
    for number, block in enumerate(reading.article.body, 1):
        text = whole_text_of((block,))
        if wanted in _folded(text):
            found += 1
            print(f"kept in block {number} of the body\n  {excerpt(text)}")
    if not found:
        print("not on the page in one piece; give fewer words, as they stand on the page")
    return 0 if found else 1


def _folded(text: str) -> str:
    """Return the text so that it is found whatever its white space and case."""
    return "".join(text.split()).casefold()
