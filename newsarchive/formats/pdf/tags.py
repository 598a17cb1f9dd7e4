"""Add to the structure tree what weasyprint leaves out: the language of a part, and that running heads are no content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

__all__ = ["Tagging"]

_BUILDER = "_build_box_tree"


class Tagging:
    """What was learnt while weasyprint built the structure tree of one document.

    ``margins`` names the marked content of page margins as (page index, MCID). weasyprint tags it without putting
    it into the tree; ISO 14289-1, section 7.1, wants it to be an artifact.
    """

    def __init__(self) -> None:
        self.margins: set[tuple[int, int]] = set()
        self._in_margin = 0
        self._notes = 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the one function that turns boxes into structure elements, and put it back afterwards.

        weasyprint has no hook here. Where a later release builds its tree in another way, the file loses
        ``/Lang`` on parts in another language, and nothing else.
        """
        from weasyprint.pdf import tags

        build = getattr(tags, _BUILDER, None)
        if build is None:
            yield
            return

        def listen(
            box: Any, parent: Any, pdf: Any, page_number: int, nums: Any, annotations: Any, marks: Any
        ) -> Iterator[Any]:
            margin = type(getattr(box, "_box", box)).__name__ == "MarginBox"
            if margin or self._in_margin:
                self.margins.update((page_number, mark["mcid"]) for mark in _marks_below(box, marks))
            self._in_margin += margin
            try:
                for element in build(box, parent, pdf, page_number, nums, annotations, marks):
                    lang = self._language(box)
                    if lang and not self._in_margin:
                        element["Lang"] = pydyf.String(lang)
                    self._name(box, element)
                    yield element
            finally:
                self._in_margin -= margin

        setattr(tags, _BUILDER, listen)
        try:
            yield
        finally:
            setattr(tags, _BUILDER, build)

    def _name(self, box: Any, element: Any) -> None:
        """Name what weasyprint calls NonStruct and ISO 32000-1 (14.8.4) has a word for; a Note has an ID (ISO 14289-1, 7.9)."""
        source = getattr(getattr(box, "_box", box), "element", None)
        if source is None or element["S"] != "/NonStruct":
            return
        if source.tag == "aside" and source.get("class") == "footnote":
            self._notes += 1
            element["S"], element["ID"] = "/Note", pydyf.String(f"note-{self._notes}")
        elif source.tag == "code":
            element["S"] = "/Code"

    @staticmethod
    def _language(box: Any) -> str | None:
        """Return the language that the box's own element declares (ISO 32000-1, 14.9.2)."""
        element = getattr(getattr(box, "_box", box), "element", None)
        lang = element.get("lang") if element is not None and element.tag not in ("html", "body") else None
        return str(lang) if lang else None


def _marks_below(box: Any, marks: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if box in marks:
        yield marks[box]
    for child in getattr(box, "children", ()):
        yield from _marks_below(child, marks)
