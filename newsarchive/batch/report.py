"""Tell what a whole run did: a manifest of every file, the failures, the timings, and a page to read.

All is made from the journal alone. Two runs over the same pages give the same bytes, whatever the order in which
their pages were finished; only the timings differ, and they stand in files of their own: a table, and a picture that
the page shows.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from newsarchive.batch.journal import JOURNAL, entries_of
from newsarchive.batch.report_page import SLOWEST, page_of
from newsarchive.batch.slowest import SHOWN, slowest
from newsarchive.batch.state import State, collect
from newsarchive.batch.store import get, put_pieces
from newsarchive.batch.sums import Sums
from newsarchive.sources.remote import is_address

__all__ = ["REPORTS", "reports_of", "write_reports"]

REPORTS = ("manifest.csv", "failures.jsonl", "timings.csv", "report.html", SLOWEST)
_PIECE = 1 << 16
# What makes a spreadsheet take a cell for a formula; it passes over tabs and line ends before it (CWE-1236).
_FORMULA = frozenset("=+-@\t\r\n")


def write_reports(out: str, state: State | None = None) -> State:
    """Write manifest.csv, failures.jsonl, timings.csv and report.html into an output folder or store, from its journal.

    Raises:
        OutputError: the folder cannot be written.
        VersionConflict: the journal cannot be read.
    """
    if state is None and is_address(out):
        state = State()
        for entry in entries_of(get(out, JOURNAL) or b""):
            state.take(entry)
    state = collect([os.path.join(out, JOURNAL)], folder=out) if state is None else state
    for name, content in reports_of(state).items():
        put_pieces(out, name, content)
    return state


def reports_of(state: State) -> dict[str, Iterator[bytes]]:
    """Return the reports by name, each in pieces."""
    sums = Sums(state)
    contents = (_manifest(sums), _failures(sums), _timings(sums), iter((page_of(sums),)), iter((_slowest(sums),)))
    return dict(zip(REPORTS, contents, strict=True))


def _csv(header: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        # A spreadsheet runs what begins like a formula (CWE-1236).
        writer.writerow([f"'{cell}" if str(cell)[:1] in _FORMULA else cell for cell in row])
        if text.tell() > _PIECE:
            yield text.getvalue().encode("utf-8", "backslashreplace")
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode("utf-8", "backslashreplace")


def _manifest(sums: Sums) -> Iterator[bytes]:
    header = (
        "path", "format", "bytes", "sha256", "source", "url", "source_sha256", "date", "language", "publisher", "headline", "words",
        "same_text_as", "key",
    )  # fmt: skip
    decode = msgspec.msgpack.Decoder(list[str | int]).decode
    rows = (decode(line) for _, line in sums.files)
    return _csv(header, ((*row[:-1], sums.later.get(str(row[-1]), ""), row[-1]) for row in rows))


def _failures(sums: Sums) -> Iterator[bytes]:
    return (line + b"\n" for _, line in sums.failures)


def _times(sums: Sums) -> Iterator[tuple[str, int, dict[str, float]]]:
    decode = msgspec.msgpack.Decoder(tuple[str, int, dict[str, float]]).decode
    return (decode(row) for _, row in sums.times)


def _slowest(sums: Sums) -> bytes:
    return slowest((name, sum(seconds.values())) for name, _, seconds in islice(_times(sums), SHOWN) if seconds)


def _timings(sums: Sums) -> Iterator[bytes]:
    stages = sorted(sums.stages, key=lambda stage: (stage != "read", stage))
    rows = (
        (name, size, round(sum(seconds.values()), 4), *(seconds.get(stage, "") for stage in stages))
        for name, size, seconds in _times(sums)
    )
    return _csv(("source", "bytes", "cpu_seconds", *stages), rows)
