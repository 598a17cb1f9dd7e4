"""Set tables so that a reader who hears them can follow: with header cells, or as lines where there is nothing to head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from newsarchive.model import Block, Embed, Footnote, Item, Listing, Paragraph, Quote, Row, Table
from newsarchive.model.walk import blocks_of
from newsarchive.notes import Account

__all__ = ["with_headed_tables"]


def with_headed_tables(blocks: tuple[Block, ...], notes: Account) -> tuple[Block, ...]:
    """Return the blocks with their tables headed (WCAG 2.2, 1.3.1; ISO 14289-1, 7.5).

    A table without any header cell gets its first row as header; one of a single row or column becomes paragraphs.
    Both are notes (NA402), since the source does not say so.
    """
    if not any(isinstance(block, Table) and not _headed(block) for block in blocks_of(blocks)):
        return blocks
    return tuple(_walk(blocks, notes))


def _walk(blocks: Iterable[Block], notes: Account) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Table() if not _headed(block):
                yield from _treated(block, notes)
            case Quote() | Embed() | Footnote():
                yield replace(block, blocks=tuple(_walk(block.blocks, notes)))
            case Listing():
                items = tuple(Item(tuple(_walk(item.blocks, notes))) for item in block.items)
                yield replace(block, items=items)
            case _:
                yield block


def _headed(table: Table) -> bool:
    return any(cell.header for row in table.rows for cell in row.cells)


def _treated(table: Table, notes: Account) -> Iterator[Block]:
    rows = [row for row in table.rows if row.cells]
    if len(rows) < 2 or max(len(row.cells) for row in rows) < 2:
        notes.lost(
            "table", "a table of a single row or column and without header cells is set as paragraphs", code="NA402"
        )
        caption = (Paragraph(table.caption, lang=table.lang, dir=table.dir),) if table.caption else ()
        yield from caption
        for row in rows:
            yield from (Paragraph(cell.runs, lang=table.lang, dir=table.dir) for cell in row.cells if cell.runs)
        return
    notes.lost("table", "a table without header cells; its first row is set as its head", code="NA402")
    first = Row(tuple(replace(cell, header=True, scope="col") for cell in table.rows[0].cells))
    yield replace(table, rows=(first, *table.rows[1:]), head=max(1, table.head))
