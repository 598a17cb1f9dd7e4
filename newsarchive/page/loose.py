"""Put blocks where only words fit, and free what lost its frame: an item without its list, a cell without its row."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from newsarchive.model import (
    Cell,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Run,
    Runs,
    Table,
)

__all__ = ["Caption", "cell_runs", "loosened"]


class Caption(Struct):
    """The caption of a table that is still open."""

    runs: Runs


_MAYBE_LOOSE = frozenset({Item, Cell, Row, Caption, Figure})


def cell_runs(blocks: list[Any]) -> Runs:
    """Return the runs of the blocks of a cell, a line break between blocks."""
    runs: list[Run] = []
    for block in loosened(blocks):
        inner: Runs = ()
        if isinstance(block, Paragraph | Heading):
            inner = block.runs
        elif isinstance(block, Listing):
            inner = cell_runs([b for item in block.items for b in item.blocks])
        elif isinstance(block, Quote):
            inner = cell_runs([*block.blocks, Paragraph(block.attribution)])
        elif isinstance(block, Embed | Footnote):
            inner = cell_runs(list(block.blocks))
        elif isinstance(block, Preformatted):
            inner = (Run(block.text),) if block.text else ()
        elif isinstance(block, Table):
            rows = [Paragraph(_side_by_side(row)) for row in block.rows]
            inner = cell_runs([Paragraph(block.caption), *rows])
        if inner:
            if runs:
                runs.append(Run("\n"))
            runs.extend(inner)
    return tuple(runs)


def _side_by_side(row: Row) -> Runs:
    """Return the runs of the cells of a row, a space between cells."""
    runs: list[Run] = []
    for cell in row.cells:
        if cell.runs:
            runs += [Run(" "), *cell.runs] if runs else cell.runs
    return tuple(runs)


def loosened(blocks: list[Any]) -> list[Any]:
    """Free what lost its frame: an item without its list, a cell without its row."""
    if _MAYBE_LOOSE.isdisjoint(map(type, blocks)):
        return list(blocks)
    out: list[Any] = []
    for block in blocks:
        if isinstance(block, Item):
            out.append(Listing((block,)))
        elif isinstance(block, Cell):
            if block.runs:
                out.append(Paragraph(block.runs))
        elif isinstance(block, Row):
            out.extend(Paragraph(cell.runs) for cell in block.cells if cell.runs)
        elif isinstance(block, Caption):
            out.append(Paragraph(block.runs))
        elif isinstance(block, Figure) and not (block.media or block.caption or block.credit):
            continue
        else:
            out.append(block)
    return out
