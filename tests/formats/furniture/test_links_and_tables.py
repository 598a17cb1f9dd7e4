"""Addresses that validators take, tables that can be heard."""

from __future__ import annotations

import pytest

from newsarchive.formats.furniture import url_of, with_valid_links
from newsarchive.formats.furniture.tables import with_headed_tables
from newsarchive.model import Cell, Item, Listing, Paragraph, Row, Run, Table
from newsarchive.notes import Account


@pytest.mark.parametrize(
    "address, url",
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/a b|c", "https://example.org/a%20b%7Cc"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("HTTPS://example.org/[x]?[y]", "https://example.org/%5Bx%5D?%5By%5D"),
        ("https://éxample.org/ü", "https://xn--xample-9ua.org/%C3%BC"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("mailto:desk@example.org?subject=a b", "mailto:desk@example.org?subject=a%20b"),
    ],
)
def test_an_address_becomes_a_url(address: str, url: str) -> None:
    assert url_of(address) == url
    assert url_of(url) == url


def test_only_absolute_addresses_change() -> None:
    markup = '<a href="#fn1">1</a><a href="https://example.org/?a=1&amp;b=[2]">x</a><blockquote cite="http://example.org/">y</blockquote>'
    assert with_valid_links(markup) == (
        '<a href="#fn1">1</a><a href="https://example.org/?a=1&amp;b=%5B2%5D">x</a><blockquote>y</blockquote>'
    )


def test_a_link_that_cannot_be_seen_is_none() -> None:
    assert (
        with_valid_links('a<a href="https://example.org/"> \ufeff</a>b<a href="#fn1">\u200b</a>')
        == 'a \ufeffb<a href="#fn1">\u200b</a>'
    )


def table(rows: int, columns: int, *, header: bool = False) -> Table:
    return Table(tuple(Row(tuple(Cell((Run(f"{r}{c}"),), header=header) for c in range(columns))) for r in range(rows)))


def test_a_table_without_a_head_gets_its_first_row() -> None:
    notes = Account()
    (made,) = with_headed_tables((table(3, 2),), notes)
    assert isinstance(made, Table)
    assert made.head == 1
    assert [cell.scope for cell in made.rows[0].cells] == ["col", "col"]
    assert not any(cell.header for row in made.rows[1:] for cell in row.cells)
    assert [note.code for note in notes] == ["NA402"]


@pytest.mark.parametrize("shape", [(1, 3), (3, 1)])
def test_a_single_row_or_column_is_no_table(shape: tuple[int, int]) -> None:
    notes = Account()
    item = Listing((Item((table(*shape),)),))
    (made,) = with_headed_tables((item,), notes)
    assert isinstance(made, Listing)
    assert [type(block) for block in made.items[0].blocks] == [Paragraph] * 3
    assert len(notes) == 1


def test_a_headed_table_is_left_alone() -> None:
    blocks = (table(2, 2, header=True), Paragraph((Run("x"),)))
    assert with_headed_tables(blocks, Account()) is blocks
