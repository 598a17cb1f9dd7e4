"""Draw the report of a run as a page to read."""

from __future__ import annotations

from collections import Counter
from html import escape

from newsarchive.batch.sums import LISTED, THIN, Sums

__all__ = ["SLOWEST", "page_of"]

# The picture is part of the page and nothing to be opened by itself: it is hidden, as the state of a run is.
SLOWEST = ".newsarchive-slowest.svg"
_LINKS = (
    f'<h2>The slowest pages</h2><p><img src="{SLOWEST}" alt="The slowest pages are drawn in {SLOWEST}, beside this report."></p>'
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


def page_of(sums: Sums) -> bytes:
    """Return the report as one page of HTML."""
    skipped: Counter[str] = Counter()
    for (_, reason), count in sums.state.skipped.items():
        skipped[reason] += count
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>newsarchive: report of a run</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>Report of a run</h1><dl>',
        *(
            f"<div><dt>{name}</dt><dd>{value:,}</dd></div>"
            for name, value in (
                ("pages done", sums.status["done"]),
                ("pages failed", sums.status["failed"]),
                ("faults in sources", len(sums.state.faults)),
                ("left out by filters", sums.status["filtered"]),
                ("files written", sum(sums.formats.values())),
                ("words kept", sums.words),
                ("words removed", sum(sums.removed.values())),
                ("pages with the text of another", len(sums.later)),
            )
        ),
        "</dl>",
        _table(
            "Files",
            ("format", "files", "bytes"),
            [(name, sums.formats[name], sums.sizes[name]) for name in sorted(sums.formats)],
        ),
        _bars("Why pages or formats failed", "reason", sums.reasons),
        _bars("What the sources hold besides pages", "what", skipped),
        _bars("Words removed, by rule", "rule", sums.removed, extra=("pages", sums.removed_pages)),
        _bars("Pages by month", "month", sums.months, by_name=True),
        _bars("Pages by language", "language", sums.languages),
        _bars("Pages by publisher", "publisher", sums.publishers),
        _table(
            f"Pages with fewer than {THIN} words",
            ("page", "words", "headline"),
            [(name, words, headline) for words, name, _, headline in sums.thin],
        ),
        _table("Pages that failed", ("page", "why"), [(name, why) for name, _, why in sums.failed]),
        _LINKS,
    ]
    return "".join(parts).encode("utf-8", "backslashreplace")


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
    rows = sorted(counts.items(), key=lambda item: (item[0],) if by_name else (-item[1], item[0]))[:LISTED]
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
