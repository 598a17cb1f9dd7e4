"""Hold a story as typed blocks, in the order in which it is read."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from newsarchive.model.inline import Direction, Runs

__all__ = [
    "Block",
    "Cell",
    "Credit",
    "Embed",
    "Figure",
    "Footnote",
    "Heading",
    "Item",
    "Listing",
    "Media",
    "MediaKind",
    "Paragraph",
    "Preformatted",
    "Quote",
    "Row",
    "Rule",
    "Table",
]

MediaKind: TypeAlias = Literal["image", "video", "audio"]


class Paragraph(Struct, frozen=True, gc=False, tag="paragraph", omit_defaults=True):
    """A paragraph. ``role`` marks the time line of a live-blog entry and the question of an interview."""

    runs: Runs
    role: Literal["timestamp", "question"] | None = None
    lang: str | None = None
    dir: Direction | None = None


class Heading(Struct, frozen=True, gc=False, tag="heading", omit_defaults=True):
    """A subhead inside the story, level 2 to 6; the headline itself is level 1 and never a block."""

    runs: Runs
    level: int = 2
    lang: str | None = None
    dir: Direction | None = None


class Quote(Struct, frozen=True, gc=False, tag="quote", omit_defaults=True):
    """A quotation set apart. A pull quote repeats words of the story for display."""

    blocks: tuple[Block, ...]
    kind: Literal["block", "pull"] = "block"
    attribution: Runs = ()
    cite: str | None = None
    lang: str | None = None
    dir: Direction | None = None


class Item(Struct, frozen=True, gc=False, tag="item", omit_defaults=True):
    """One item of a list; a nested list is a Listing among its blocks."""

    blocks: tuple[Block, ...]


class Listing(Struct, frozen=True, gc=False, tag="listing", omit_defaults=True):
    """A list, ordered (numbered from ``start``) or not."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    lang: str | None = None
    dir: Direction | None = None


class Credit(Struct, frozen=True, gc=False, omit_defaults=True):
    """Who made and who supplied a picture: as printed, and the reading apart."""

    printed: str
    photographer: str | None = None
    agency: str | None = None


class Media(Struct, frozen=True, gc=False, omit_defaults=True):
    """One picture, video or sound.

    ``url`` is absolute where the page's address is known. ``alt`` is None where the page gives none, and ""
    where it says that the picture is decoration. ``sha256`` (hex) and ``media_type`` are there once the bytes
    were had; width and height are in pixels.
    """

    url: str
    kind: MediaKind = "image"
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    title: str | None = None


class Figure(Struct, frozen=True, gc=False, tag="figure", omit_defaults=True):
    """One or more pictures with one caption; ``caption`` is without the credit."""

    media: tuple[Media, ...]
    caption: Runs = ()
    credit: Credit | None = None
    lang: str | None = None
    dir: Direction | None = None


class Cell(Struct, frozen=True, gc=False, omit_defaults=True):
    """One cell of a table. ``scope`` is given for header cells."""

    runs: Runs
    header: bool = False
    scope: Literal["col", "row"] | None = None
    colspan: int = 1
    rowspan: int = 1


class Row(Struct, frozen=True, gc=False, omit_defaults=True):
    """One row of a table."""

    cells: tuple[Cell, ...]


class Table(Struct, frozen=True, gc=False, tag="table", omit_defaults=True):
    """A table of facts. The first ``head`` rows are its head."""

    rows: tuple[Row, ...]
    head: int = 0
    caption: Runs = ()
    lang: str | None = None
    dir: Direction | None = None


class Embed(Struct, frozen=True, gc=False, tag="embed", omit_defaults=True):
    """A post, video or other thing that lives elsewhere: its address, and the words that the page shows of it."""

    url: str | None = None
    provider: str | None = None
    blocks: tuple[Block, ...] = ()
    title: str | None = None


class Preformatted(Struct, frozen=True, gc=False, tag="preformatted", omit_defaults=True):
    """Text whose white space means something; ``code`` names the programming language where known."""

    text: str
    code: str | None = None
    lang: str | None = None
    dir: Direction | None = None


class Rule(Struct, frozen=True, gc=False, tag="rule"):
    """A break between parts of the story."""


class Footnote(Struct, frozen=True, gc=False, tag="footnote", omit_defaults=True):
    """A footnote, found by the ``note`` of the run that refers to it; ``label`` is its mark as printed."""

    id: str
    blocks: tuple[Block, ...]
    label: str = ""
    lang: str | None = None
    dir: Direction | None = None


Block: TypeAlias = Paragraph | Heading | Quote | Listing | Figure | Table | Embed | Preformatted | Rule | Footnote
