"""The law: body + claimed + removed = page, compared on text without white space."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings

from newsarchive import inspect
from newsarchive.model.gate import clean
from newsarchive.model.walk import text_of
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


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages())
def test_reading_twice_gives_the_same(page: str) -> None:
    first, second = inspect(page.encode()), inspect(page.encode())
    assert first.article == second.article
    assert list(first.account) == list(second.account)
