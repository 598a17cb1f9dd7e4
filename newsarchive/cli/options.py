"""The options of ``convert``: what may be typed, and what each value must be."""

from __future__ import annotations

import argparse

__all__ = ["REPORT_FROM", "add_arguments"]

REPORT_FROM = 10  # a handful of pages needs no report beside them: what is to say is said on standard error


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="files, folders, globs, .warc(.gz), .wacz, .zip, .mhtml, .jsonl, or - for standard input",
    )
    parser.add_argument(
        "--from-file", metavar="LIST", help="read more inputs from a file, one a line (- is standard input)"
    )
    where = parser.add_argument_group("what comes out")
    where.add_argument(
        "--to",
        metavar="FORMATS",
        help="formats, with commas: newsml-g2,epub,pdf,json … (`newsarchive formats` lists them)",
    )
    where.add_argument("--out", metavar="FOLDER", help="write one file an article and format below this folder")
    where.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write one page to this file, whose name tells the format; - is standard output (with --to)",
    )
    where.add_argument("--notes", metavar="FILE", help="write the account of every page as JSON lines")
    where.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FORMAT.OPTION=VALUE",
        help="an option of a format, such as newsml-g2.content=nitf, ninjs.version=2.1, pdf.paper=letter (each format's page names its own)",
    )
    where.add_argument(
        "--report",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=f"manifest.csv, failures.jsonl, timings.csv, report.html (default: from {REPORT_FROM + 1} pages on)",
    )
    where.add_argument("--strict", action="store_true", help="exit with 1 where a format could not say everything")
    reading = parser.add_argument_group("what goes in")
    reading.add_argument(
        "--from",
        dest="format",
        metavar="FORMAT",
        help="the format of the input, where it should not be told by its bytes",
    )
    reading.add_argument("--url", help="the address a page came from, where its source does not say")
    reading.add_argument(
        "--sites",
        action="append",
        default=[],
        metavar="FOLDER",
        help="read pages by the site rules in this folder; of several folders the first counts most",
    )
    reading.add_argument(
        "--json-field",
        action="append",
        default=[],
        metavar="PART=NAME",
        help="in JSON lines, the field that holds html, text, url, captured, headline, byline, published, rights …",
    )
    reading.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="RULE",
        help="take only pages of host:example.org, date:2021-02, date:2020..2021, lang:fr",
    )
    reading.add_argument("--exclude", action="append", default=[], metavar="RULE", help="leave out such pages")
    reading.add_argument("--limit", type=_positive, metavar="N", help="end after N pages")
    reading.add_argument("--sample", type=_positive, metavar="N", help="take one page in N, the same ones each time")
    reading.add_argument(
        "--shard",
        type=_shard,
        default=(1, 1),
        metavar="I/N",
        help="take the I-th of N shares, for running on several machines",
    )
    reading.add_argument(
        "--near-duplicates",
        choices=("link", "skip"),
        help="pages with almost the words of an earlier one: name it in the manifest, or leave them out",
    )
    reading.add_argument("--dry-run", action="store_true", help="list the pages and write nothing")
    pictures = parser.add_argument_group("pictures")
    pictures.add_argument(
        "--pictures",
        choices=("inside", "beside", "none"),
        default="inside",
        help="where pictures go that were saved with the page: into the file, as files beside it (html, markdown), or nowhere (default: inside)",
    )
    pictures.add_argument(
        "--no-pictures", action="store_const", const="none", dest="pictures", help="the same as --pictures none"
    )
    pictures.add_argument("--picture-folder", metavar="FOLDER", help="look for pictures in this folder as well")
    pictures.add_argument(
        "--fetch", action="store_true", help="fetch pictures that are found nowhere else from the network (needs httpx)"
    )
    pictures.add_argument(
        "--fetch-bytes",
        type=_positive,
        default=16 << 20,
        metavar="N",
        help="size of one fetched picture (default: 16 MiB)",
    )
    pictures.add_argument(
        "--fetch-seconds",
        type=_seconds,
        default=10.0,
        metavar="S",
        help="seconds one fetched picture may take (default: 10)",
    )
    pictures.add_argument(
        "--fetch-count", type=_positive, default=20, metavar="N", help="pictures fetched for one page (default: 20)"
    )
    running = parser.add_argument_group("how it runs")
    running.add_argument("--jobs", type=_positive, default=1, metavar="N", help="worker processes (default: 1)")
    running.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="where pages are converted: here, or on a Ray cluster",
    )
    running.add_argument(
        "--ray-address", metavar="ADDRESS", help="of the cluster, such as auto (default: start one here)"
    )
    running.add_argument(
        "--shards",
        type=_positive,
        default=16,
        metavar="N",
        help="tasks to cut the run into, with --engine ray (default: 16)",
    )
    running.add_argument(
        "--resume", action="store_true", help="go on where an earlier run into the same folder stopped"
    )
    running.add_argument(
        "--timeout", type=_seconds, default=50.0, metavar="S", help="seconds one page may take (default: 50)"
    )
    running.add_argument(
        "--memory",
        type=_megabytes,
        default=2048,
        metavar="MB",
        help="memory one page may take, 0 for no limit (default: 2048; Linux)",
    )
    running.add_argument(
        "--max-bytes",
        type=_positive,
        default=64 << 20,
        metavar="N",
        help="size of one page once unpacked (default: 64 MiB)",
    )
    running.add_argument(
        "--progress", choices=("auto", "plain", "json", "none"), default="auto", help="how to show how far it is"
    )


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number, not {text!r}") from None


def _positive(text: str) -> int:
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _megabytes(text: str) -> int:
    number = _whole(text)
    if number and number < 128:
        raise argparse.ArgumentTypeError("must be 0, or 128 or more")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, not {text!r}") from None
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


def _shard(text: str) -> tuple[int, int]:
    share, slash, shares = text.partition("/")
    if not slash or not share.isdigit() or not shares.isdigit() or not 1 <= int(share) <= int(shares):
        raise argparse.ArgumentTypeError("must be I/N with 1 <= I <= N, such as 3/16")
    return int(share), int(shares)
