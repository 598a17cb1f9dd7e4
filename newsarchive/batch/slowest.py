"""Draw the slowest pages of a run: the report shows the picture, so that its own bytes do not depend on a clock."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from newsarchive.model.gate import clean

__all__ = ["SHOWN", "slowest"]

SHOWN = 20
_WIDTH, _ROW, _BAR, _NAME = 960, 24, 380, 62


def slowest(pages: Iterable[tuple[str, float]]) -> bytes:
    """Return an SVG picture of bars for the slowest of the pages, each a name and its seconds of CPU time."""
    rows = sorted(pages, key=lambda page: (-page[1], page[0]))[:SHOWN]
    most = max((seconds for _, seconds in rows), default=0) or 1
    lines = [_row(number, name, seconds, most) for number, (name, seconds) in enumerate(rows)]
    height = _ROW * max(1, len(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" role="img">'
        "<title>The slowest pages, in seconds of CPU time</title>"
        "<style>text{font:14px system-ui,sans-serif;fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}rect{fill:#4a7ebb}</style>"
        f"{''.join(lines)}</svg>\n"
    ).encode()


def _row(number: int, name: str, seconds: float, most: float) -> str:
    top = _ROW * number
    shown = clean(name.encode("utf-8", "backslashreplace").decode())
    short = shown if len(shown) <= _NAME else f"…{shown[1 - _NAME :]}"
    return (
        f'<g><title>{escape(shown)}</title><text x="0" y="{top + 16}">{escape(short)}</text>'
        f'<text x="545" y="{top + 16}" text-anchor="end">{seconds:.3f}</text>'
        f'<rect x="560" y="{top + 5}" width="{max(1.0, _BAR * seconds / most):.1f}" height="13" rx="2"/></g>'
    )
