"""Draw a cover from the facts: words on paper, nothing fetched, the same every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from newsarchive.formats.markup import attributes, escape
from newsarchive.model.gate import squeeze

__all__ = ["cover_svg"]

_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 120
_SERIF = "'Source Serif 4', 'Noto Serif', 'Noto Naskh Arabic', 'Noto Serif CJK JP', Georgia, serif"
_SANS = "'Source Sans 3', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans CJK JP', Arial, sans-serif"
_SIZES = (124, 104, 88, 74, 62, 52)
_MOST_LINES = 9


def cover_svg(*, title: str, above: str, below: str, language: str, direction: str) -> bytes:
    """Return the cover as SVG: ``above`` (who), the title as large as it fits, ``below`` (when)."""
    size, lines = _fitted(squeeze(title))
    right = direction == "rtl"
    x = _WIDTH - _MARGIN if right else _MARGIN
    # In right-to-left text "start" is the right end (SVG 2, 11.8.1 and CSS writing modes).
    words = [_line(squeeze(above)[:60], x, 300, 40, _SANS, "#8a1f11", bold=True)] if squeeze(above) else []
    y = 470
    for line in lines:
        words.append(_line(line, x, y, size, _SERIF, "#161616", bold=True))
        y += round(size * 1.18)
    if squeeze(below):
        words.append(_line(squeeze(below)[:60], x, y + 60, 44, _SANS, "#4a4a4a"))
    tongue = attributes(xml__lang=language, direction=direction)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"{tongue}>\n'
        f"<title>{escape(squeeze(title))}</title>\n"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#f6f4ef"/>\n'
        f'<rect x="{_MARGIN}" y="350" width="{_WIDTH - 2 * _MARGIN}" height="8" fill="#8a1f11"/>\n'
        + "\n".join(words)
        + "\n</svg>\n"
    ).encode()


def _line(text: str, x: int, y: int, size: int, family: str, colour: str, *, bold: bool = False) -> str:
    look = attributes(font_family=family, font_size=size, font_weight="600" if bold else None, fill=colour)
    return f'<text x="{x}" y="{y}"{look}>{escape(text)}</text>'


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which the title fits, and its lines; a title too long for any ends in an ellipsis."""
    lines: list[str] = []
    for size in _SIZES:
        lines = list(_wrapped(title, (_WIDTH - 2 * _MARGIN) / size))
        if len(lines) * size * 1.18 <= _HEIGHT - 800 and len(lines) <= _MOST_LINES:
            return size, lines
    kept = lines[:_MOST_LINES]
    return _SIZES[-1], [*kept[:-1], kept[-1].rstrip() + "…"]


def _wrapped(text: str, width: float) -> Iterator[str]:
    """Yield lines at most ``width`` em wide, by estimate: a reading system measures with fonts that we do not know."""
    line, used = "", 0.0
    for piece in _pieces(text, width):
        size = sum(map(_em, piece))
        if line and used + sum(map(_em, piece.rstrip())) > width:
            yield line.rstrip()
            line, used = "", 0.0
        line, used = line + piece, used + size
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, width: float) -> Iterator[str]:
    """Yield what must not be divided: words with their space, single letters of scripts that break anywhere."""
    piece = ""
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        if wide and piece:
            yield piece
            piece = ""
        piece += letter
        if letter == " " or wide or sum(map(_em, piece)) > width - 1:
            yield piece
            piece = ""
    if piece:
        yield piece


def _em(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.7 if letter.isupper() else 0.3 if letter in " .,:;'’ilj|!()" else 0.56
