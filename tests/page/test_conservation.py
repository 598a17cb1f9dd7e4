"""The law: body + claimed + removed = page, compared on text without white space."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings

from newsarchive import inspect
from newsarchive.model.gate import clean
from newsarchive.model.walk import blocks_of, text_of
from newsarchive.page.parse import parse_html
from newsarchive.page.read import Reading
from tests.page.pages import pages

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "pages").glob("*.*"))


def letters(text: str) -> Counter[str]:
    return Counter("".join(clean(text).split()))


def shares(reading: Reading) -> Counter[str]:
    taken = "".join(note.text for note in reading.account.of("removed", "claimed") if note.rule != "pull-quote")
    return letters(text_of(reading.article.body)) + letters(taken)


def text_of_page(page: str) -> Counter[str]:
    """The text of a page by a parser that is not ours."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return letters("".join(tree.itertext()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages())
def test_every_word_of_any_page_has_one_owner(page: str) -> None:
    assert shares(inspect(page.encode())) == text_of_page(page)


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.suffix == ".html"], ids=lambda path: path.name)
def test_every_word_of_the_examples_has_one_owner(path: Path) -> None:
    assert shares(inspect(path)) == text_of_page(path.read_text("utf-8"))


LOOSE = "Between the cells"
TABLES = {
    "words between cells": f"<table><tr>{LOOSE}<td>one<td>two<tr>{LOOSE}<tr><td>three<td>four</table>",
    "a second caption": f"<table><caption>Ships</caption><caption>{LOOSE}</caption><tr><th>a<th>b<tr><td>1<td>2</table>",
    "who is quoted in a cell": "<table><tr><th>Who<th>What<tr><td>Ada<td><blockquote><p>It was dark and cold that night on the pier."
    "</p><p>— Ada Wren</p></blockquote><tr><td>Osei<td>five</table>",
    "a table in a cell": "<table><tr><th>Ship<th>Crew<tr><td>Ada<td><table><tr><td>1<td>2<tr><td>3<td>4</table><tr><td>Osei<td>5</table>",
    "a list in a caption": "<table><caption><ul><li>First<li>words</ul></caption><tr><th>a<th>b<tr><td>1<td>2</table>",
    "a table in a term": "<dl><dt>Term<table><tr><td>a<td>b<tr><td>c<td>d</table><dd>what it is<dl><dt>x<dd>y</dl></dl>",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_lose_no_word(table: str) -> None:
    story = "".join(
        f"<p>The ferry ran aground off Port Larch on {day} with forty passengers on board, the harbour said.</p>"
        for day in ("Monday", "Tuesday", "Friday")
    )
    page = f"<!DOCTYPE html><title>Ferry aground</title><article><h1>Ferry aground</h1>{story}{table}{story}</article>"
    reading = inspect(page.encode())
    assert "Table" in {type(block).__name__ for block in blocks_of(reading.article.body)}
    assert shares(reading) == letters("".join(parse_html(page.encode(), []).itertext()))


def test_a_picture_in_a_cell_stands_below_the_table() -> None:
    story = (
        "<p>The ferry ran aground off Port Larch on Monday with forty passengers on board, the harbour said.</p>" * 3
    )
    cells = "<tr><th>Ship<th>Crew<tr><td><figure><img src=/a.jpg width=800 height=600><figcaption>The pier at night</figcaption></figure><td>2"
    page = f"<!DOCTYPE html><title>Ferry aground</title><article><h1>Ferry aground</h1>{story}<table>{cells}</table>{story}</article>"
    article = inspect(page.encode()).article
    assert [picture.caption for picture in article.images] == ["The pier at night"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages())
def test_reading_twice_gives_the_same(page: str) -> None:
    first, second = inspect(page.encode()), inspect(page.encode())
    assert first.article == second.article
    assert list(first.account) == list(second.account)
