"""The ledger gives each word one owner."""

from __future__ import annotations

from newsarchive.page.grow import grow
from newsarchive.page.marks import BODY, Ledger, Mark
from newsarchive.page.parse import parse_html


def ledger(page: str) -> Ledger:
    return Ledger(grow(parse_html(page.encode(), [])))


def mark(rule: str = "dateline") -> Mark:
    return Mark("NA301", rule, "because", 0)


def test_a_span_may_cross_inline_elements() -> None:
    book = ledger("<p><b>OTT</b>AWA  - It rained.</p>")
    (block,) = book.tree.blocks
    assert book.take_span(mark(), block, 0, len("OTTAWA - "))
    book.keep(block)
    assert "".join(book.words_of(2).split()) == "OTTAWA-"
    assert [book.owner[t] for t in range(block.first, block.last)] == [2, BODY]
    assert book.tree.texts[1][slice(*book.gaps(1)[0])].strip() in {"", "AWA", "It rained."}
    assert book.parts[1][0][2] == 2


def test_what_has_an_owner_keeps_it() -> None:
    book = ledger("<p>OTTAWA - It rained.</p>")
    (block,) = book.tree.blocks
    assert book.take_span(mark(), block, 0, 9)
    assert not book.take_span(mark("other"), block, 5, 12)
    assert book.take_block(mark("rest"), block) == 1
    assert [book.words_of(n).strip() for n in (2, 3)] == ["OTTAWA -", "It rained."]
    assert book.take_block(mark("too late"), block) == 0


def test_notes_come_in_page_order_with_path_and_words() -> None:
    book = ledger("<p>one</p><p>two</p>")
    first, second = book.tree.blocks
    book.take_block(Mark("NA211", "b", "later", second.e), second)
    book.take_block(Mark("NA211", "a", "sooner", first.e), first)
    assert [(note.rule, note.text, note.path) for note in book.notes()] == [
        ("a", "one", "/html/body/p[1]"),
        ("b", "two", "/html/body/p[2]"),
    ]
