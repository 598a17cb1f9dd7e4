"""Say in words what a line of joined letters holds: in many scripts the glyphs of a line do not tell its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

__all__ = ["spoken_lines"]

_DRAW = "draw_first_line"
# Scripts whose letters change places or melt into one glyph: Devanagari to Sinhala, Tibetan, Burmese, Khmer and their neighbours.
_JOINED = re.compile("[\u0900-\u0dff\u0f00-\u109f\u1700-\u17ff\u1900-\u1cff\ua800-\uabff\U00011000-\U00011fff]")


@contextmanager
def spoken_lines() -> Iterator[None]:
    """Mark each such line with its text (``/ActualText``, ISO 32000-1, 14.9.4) while weasyprint draws.

    weasyprint tells one text for each glyph, whatever syllable it stands in, so a reader that copies, searches or reads aloud would
    lose vowels. It has no hook here: where a later release draws in another way, the lines are as they were.
    """
    from weasyprint.draw import text

    draw = getattr(text, _DRAW, None)
    if draw is None:
        yield
        return

    def spoken(stream: Any, textbox: Any, *rest: Any) -> Any:
        words = textbox.text
        if not isinstance(words, str) or not _JOINED.search(words):
            return draw(stream, textbox, *rest)
        stream.begin_marked_content("Span", property_list=pydyf.Dictionary({"ActualText": pydyf.String(words)}))
        try:
            return draw(stream, textbox, *rest)
        finally:
            stream.end_marked_content()

    setattr(text, _DRAW, spoken)
    try:
        yield
    finally:
        setattr(text, _DRAW, draw)
