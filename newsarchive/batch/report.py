"""Tell what a whole run did: a manifest of every file, the failures, the timings, and a page to read.

All is made from the journal alone. Two runs over the same pages give the same bytes, whatever the order in which
their pages were finished; only the timings differ, and they stand in files of their own: a table, and a picture that
the page shows.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

import msgspec
from msgspec.structs import replace

from newsarchive.batch.alike import earlier_of
from newsarchive.batch.journal import JOURNAL, Entry, entries_of, read_journal
from newsarchive.batch.slowest import slowest
from newsarchive.batch.store import get, put
from newsarchive.batch.task import Done
from newsarchive.sources.remote import is_address

__all__ = ["REPORTS", "State", "collect", "reports_of", "write_reports"]

# The picture is part of the page and nothing to be opened by itself: it is hidden, as the state of a run is.
_SLOWEST = ".newsarchive-slowest.svg"
REPORTS = ("manifest.csv", "failures.jsonl", "timings.csv", "report.html", _SLOWEST)
_THIN = 50

_LISTED = 200
# What makes a spreadsheet take a cell for a formula; it passes over tabs and line ends before it (CWE-1236).
_FORMULA = frozenset("=+-@\t\r\n")


@dataclass(slots=True)
class State:
    """The last word about each page and each fault, from one journal or several."""

    done: dict[str, Done] = field(default_factory=dict)
    faults: dict[tuple[str, int | None, int | None], str] = field(default_factory=dict)
    skipped: dict[tuple[str, str], int] = field(default_factory=dict)
    runs: int = 0

    def take(self, entry: Entry) -> None:
        """Add an entry: a later receipt of a page completes or replaces an earlier one."""
        match entry.kind:
            case "run":
                self.runs += 1
            case "done" if entry.done is not None:
                known = self.done.get(entry.done.key)
                done = replace(entry.done, row=b"") if entry.done.row else entry.done
                self.done[done.key] = _joined(known, done) if known and known.rules == done.rules else done
            case "fault" if entry.fault is not None:
                fault = entry.fault
                self.faults[(fault.name, fault.start, fault.end)] = fault.reason
            case "skipped" if entry.skipped is not None:
                self.skipped[(entry.skipped.name, entry.skipped.reason)] = entry.skipped.count
            case _:
                pass


def _joined(old: Done, new: Done) -> Done:
    fresh = {output.format for output in new.outputs}
    left_out = any(failure.kind == "Alike" for failure in new.failures)
    kept = () if left_out else tuple(output for output in old.outputs if output.format not in fresh)
    outputs = kept + new.outputs
    whole = {output.format for output in outputs}
    failures = new.failures or tuple(
        failure for failure in old.failures if failure.format and failure.format not in whole
    )
    return replace(
        new,
        outputs=outputs,
        failures=failures,
        status="failed" if failures and new.status != "filtered" else new.status,
    )


def collect(journals: Iterable[str]) -> State:
    """Read journals into the state they leave.

    Raises:
        VersionConflict: a journal cannot be read.
    """
    state = State()
    for path in journals:
        for entry in read_journal(path):
            state.take(entry)
    return state


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
    state = collect([os.path.join(out, JOURNAL)]) if state is None else state
    for name, content in reports_of(state).items():
        put(out, name, content)
    return state


def reports_of(state: State) -> dict[str, bytes]:
    """Return the reports by name."""
    receipts = sorted(state.done.values(), key=lambda done: (done.name, done.key))
    slow = slowest((done.name, sum(done.seconds.values())) for done in receipts if done.seconds)
    contents = (_manifest(receipts), _failures(receipts, state), _timings(receipts), _page(receipts, state), slow)
    return dict(zip(REPORTS, contents, strict=True))


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    # A spreadsheet runs what begins like a formula (CWE-1236).
    writer.writerows(tuple(f"'{cell}" if str(cell)[:1] in _FORMULA else cell for cell in row) for row in rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def _manifest(receipts: list[Done]) -> bytes:
    later = earlier_of(receipts)
    rows = sorted(
        (
            output.path,
            output.format,
            output.size,
            output.sha256,
            done.name,
            done.url or "",
            done.sha256,
            done.date or "",
            done.language or "",
            done.publisher or "",
            done.headline or "",
            done.words,
            later.get(done.key, ""),
            done.key,
        )
        for done in receipts
        for output in done.outputs
    )
    header = (
        "path", "format", "bytes", "sha256", "source", "url", "source_sha256", "date", "language", "publisher", "headline", "words",
        "same_text_as", "key",
    )  # fmt: skip
    return _csv(header, rows)


def _failures(receipts: list[Done], state: State) -> bytes:
    lines: list[dict[str, object]] = []
    for done in receipts:
        if done.status == "failed":
            for failure in done.failures:
                line = {
                    "source": done.name,
                    "url": done.url,
                    "format": failure.format,
                    "kind": failure.kind,
                    "reason": failure.reason,
                }
                lines.append({key: value for key, value in line.items() if value})
    for (name, start, end), reason in state.faults.items():
        fault: dict[str, object] = {"source": name, "kind": "Source", "reason": reason}
        lines.append(fault if start is None else {**fault, "start": start, "end": end})
    lines.sort(
        key=lambda line: (str(line["source"]), str(line.get("format", "")), str(line.get("start", "")).zfill(20))
    )
    return b"".join(msgspec.json.encode(line) + b"\n" for line in _encodable(lines))


def _encodable(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    return [
        {
            key: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
            for key, value in line.items()
        }
        for line in lines
    ]


def _timings(receipts: list[Done]) -> bytes:
    stages = sorted({stage for done in receipts for stage in done.seconds}, key=lambda stage: (stage != "read", stage))
    rows = (
        (
            done.name,
            done.bytes_in,
            round(sum(done.seconds.values()), 4),
            *(done.seconds.get(stage, "") for stage in stages),
        )
        for done in sorted(receipts, key=lambda done: -sum(done.seconds.values()))
    )
    return _csv(("source", "bytes", "cpu_seconds", *stages), rows)


_LINKS = (
    f'<h2>The slowest pages</h2><p><img src="{_SLOWEST}" alt="The slowest pages are drawn in {_SLOWEST}, beside this report."></p>'
    '<p>Seconds of CPU time; those of every page and stage stand in <a href="timings.csv">timings.csv</a>, every file in '
    '<a href="manifest.csv">manifest.csv</a>, every failure in <a href="failures.jsonl">failures.jsonl</a>.</p></body></html>\n'
)
_STYLE = """
:root{color-scheme:light dark;--bar:#4a7ebb;--line:#8884}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.b{width:40%}td.b div{background:var(--bar);height:.8em;border-radius:2px;min-width:1px}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem}dt{font-size:.85rem;opacity:.75}dd{margin:0;font-size:1.4rem}
img{width:100%;height:auto}
"""


def _page(receipts: list[Done], state: State) -> bytes:
    done = [receipt for receipt in receipts if receipt.status == "done"]
    failed = [receipt for receipt in receipts if receipt.status == "failed"]
    filtered = sum(receipt.status == "filtered" for receipt in receipts)
    files = Counter(output.format for receipt in receipts for output in receipt.outputs)
    sizes: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    removed_pages: Counter[str] = Counter()
    for receipt in receipts:
        for output in receipt.outputs:
            sizes[output.format] += output.size
        removed.update(receipt.removed)
        removed_pages.update(receipt.removed.keys())
    reasons = Counter(_reason(failure.format, failure.reason) for receipt in failed for failure in receipt.failures)
    reasons.update(_reason("", reason) for reason in state.faults.values())
    skipped: Counter[str] = Counter()
    for (_, reason), count in state.skipped.items():
        skipped[reason] += count
    thin = [receipt for receipt in done if receipt.words < _THIN]
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>newsarchive: report of a run</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>Report of a run</h1><dl>',
        *(
            f"<div><dt>{name}</dt><dd>{value:,}</dd></div>"
            for name, value in (
                ("pages done", len(done)),
                ("pages failed", len(failed)),
                ("faults in sources", len(state.faults)),
                ("left out by filters", filtered),
                ("files written", sum(files.values())),
                ("words kept", sum(receipt.words for receipt in receipts)),
                ("words removed", sum(removed.values())),
                ("pages with the text of another", len(earlier_of(receipts))),
            )
        ),
        "</dl>",
        _table("Files", ("format", "files", "bytes"), [(name, files[name], sizes[name]) for name in sorted(files)]),
        _bars("Why pages or formats failed", "reason", reasons),
        _bars("What the sources hold besides pages", "what", skipped),
        _bars("Words removed, by rule", "rule", removed, extra=("pages", removed_pages)),
        _bars("Pages by month", "month", Counter((receipt.date or "no date")[:7] for receipt in done), by_name=True),
        _bars("Pages by language", "language", Counter(receipt.language or "not known" for receipt in done)),
        _bars("Pages by publisher", "publisher", Counter(receipt.publisher or "not known" for receipt in done)),
        _table(
            f"Pages with fewer than {_THIN} words",
            ("page", "words", "headline"),
            [
                (receipt.name, receipt.words, receipt.headline or "")
                for receipt in sorted(thin, key=lambda r: (r.words, r.name))[:_LISTED]
            ],
        ),
        _table(
            "Pages that failed",
            ("page", "why"),
            [
                (receipt.name, "; ".join(_reason(f.format, f.reason) for f in receipt.failures))
                for receipt in failed[:_LISTED]
            ],
        ),
        _LINKS,
    ]
    return "".join(parts).encode("utf-8", "backslashreplace")


def _reason(format_: str, reason: str) -> str:
    return f"{format_}: {reason}" if format_ else reason


def _table(title: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th{_numeric(cell)}>{escape(name)}</th>" for name, cell in zip(header, rows[0], strict=True))
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


def _bars(
    title: str, what: str, counts: Counter[str], *, by_name: bool = False, extra: tuple[str, Counter[str]] | None = None
) -> str:
    if not counts:
        return ""
    rows = sorted(counts.items(), key=lambda item: (item[0],) if by_name else (-item[1], item[0]))[:_LISTED]
    most = max(*counts.values(), 1)
    more = f"<th class=n>{escape(extra[0])}</th>" if extra else ""
    body = "".join(
        f"<tr><td>{escape(name[:300])}</td>{_cell(count)}{_cell(extra[1][name]) if extra else ''}"
        f'<td class=b><div style="width:{100 * count / most:.1f}%"></div></td></tr>'
        for name, count in rows
    )
    return f"<h2>{escape(title)}</h2><table><tr><th>{escape(what)}</th><th class=n>count</th>{more}<th></th></tr>{body}</table>"


def _numeric(cell: object) -> str:
    return " class=n" if isinstance(cell, int) else ""


def _cell(cell: object) -> str:
    if isinstance(cell, int):
        return f"<td class=n>{cell:,}</td>"
    return f"<td>{escape(str(cell)[:1000])}</td>"
