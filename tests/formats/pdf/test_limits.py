"""What the renderer is spared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsarchive.formats import furniture
from newsarchive.formats.pdf.limits import within_limits
from newsarchive.model import (
    Article,
    Block,
    Cell,
    Embed,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    plain,
)
from newsarchive.model.walk import runs_of, whole_text_of
from newsarchive.notes import Account
from tests.rich import rich_article


def kept(*blocks: Block) -> tuple[Article, Account]:
    notes = Account()
    return within_limits(Article(headline="H", body=blocks), notes), notes


def squeezed(blocks: tuple[Block, ...]) -> str:
    return "".join(letter for letter in whole_text_of(blocks) if letter.isalnum())


def test_an_ordinary_article_is_untouched() -> None:
    notes = Account()
    article = rich_article()
    assert within_limits(article, notes) is article
    assert len(notes) == 0


def test_an_endless_word_may_break() -> None:
    article, notes = kept(Paragraph((Run("x" * 5000), Run("y" * 40, ("em",)))))
    words = plain(tuple(runs_of(article.body)))
    assert words.replace("\u200b", "") == "x" * 5000 + "y" * 40
    assert max(map(len, words.split("\u200b"))) <= 60
    assert [note.code for note in notes] == ["NA404"]


def test_an_endless_word_of_many_runs_may_break() -> None:
    article, _ = kept(Paragraph(tuple(Run("x" * 7, ("em",) if at % 2 else ()) for at in range(300))))
    assert max(map(len, plain(tuple(runs_of(article.body))).split("\u200b"))) <= 60


def test_chinese_needs_no_help() -> None:
    article, notes = kept(Paragraph((Run("港町" * 3000),)))
    assert "\u200b" not in plain(tuple(runs_of(article.body)))
    assert len(notes) == 0


CELL = Cell((Run("c1"),))


@pytest.mark.parametrize(
    "block",
    [
        Table(tuple(Row((CELL,) * 5) for _ in range(3000)), head=1),
        Table(tuple(Row((CELL,) * 90) for _ in range(9))),
        Listing(tuple(Item((Paragraph((Run(f"item{at}"),)),)) for at in range(9000))),
    ],
)
def test_what_is_too_large_goes_on_as_plain_text(block: Block) -> None:
    article, notes = kept(Heading((Run("Before"),)), block, Paragraph((Run("After"),)))
    assert squeezed(article.body) == squeezed((Heading((Run("Before"),)), block, Paragraph((Run("After"),))))
    assert "NA404" in {note.code for note in notes}
    assert sum(1 for _ in article.body) < 40


def test_what_is_far_too_large_stops_with_a_word() -> None:
    article, notes = kept(*(Paragraph((Run("It rained in Port Sel. " * 40),)),) * 9000)
    assert article.body[-1] == Paragraph((Run("[…]"),))
    assert any("are not printed" in note.reason for note in notes)


def test_facts_are_printed_to_a_limit() -> None:
    notes = Account()
    article = within_limits(Article(headline="word " * 3000, keywords=("k",) * 1000), notes)
    assert len(article.headline or "") <= 2001
    assert len(article.keywords) == 200
    assert sorted(note.fact or "" for note in notes) == ["headline", "keywords"]


@pytest.mark.parametrize(
    "nest", [lambda inner: Embed("https://example.org/", blocks=(inner,)), lambda inner: Quote((inner,))]
)
def test_deep_nesting_is_written_side_by_side(nest: Callable[[Block], Block]) -> None:
    block: Block = Paragraph((Run("deep inside"),))
    for _ in range(60):
        block = nest(block)
    notes = Account()
    written = furniture.body(Article(body=(block,)), notes=notes, picture=lambda _: None, flavour="pdf")
    assert "deep inside" in written
    assert {note.code for note in notes} == {"NA404"}


def test_what_is_no_word_leaves_room_for_the_story() -> None:
    article, notes = kept(Paragraph((Run("&" * 500_000),)), Paragraph((Run("It rained in Port Sel."),)))
    assert article.body[1] == Paragraph((Run("It rained in Port Sel."),))
    assert len(plain(tuple(runs_of(article.body)))) < 5000
    assert any("of 500000 letters" in note.reason for note in notes)


def test_an_endless_stretch_of_signs_is_cut_with_a_note() -> None:
    notes = Account()
    story = Article(headline="Dots", body=(Paragraph((Run("Before. " + ". ! ? " * 10_000 + "After."),)),))
    printed = within_limits(story, notes)
    assert len(printed.text) < 5_000
    assert printed.text.startswith("Before.")
    assert printed.text.endswith("After.")
    assert [note.code for note in notes] == ["NA404"]
