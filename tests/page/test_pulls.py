from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import inspect
from newsarchive.model import Paragraph, Quote
from newsarchive.page.pulls import _words

STORY = """<html lang="en"><head><title>Harbour wall</title></head><body><article><h1>Harbour wall gives way in the night</h1>
<p>The harbour wall of Port Larch gave way on Tuesday night after three days of storm, and nobody was hurt, the council said.</p>
{box}
<p>“We have asked for a new wall for eleven years and nobody has listened to us,” said Ada Wren, who keeps the boatyard.</p>
<p>The council will meet on Friday to decide whether the boats can go back into the harbour before the end of the month.</p>
</article></body></html>"""
AGAIN = "We have asked for a new wall for eleven years and nobody has listened"


def _read(box: str):
    return inspect(STORY.format(box=box).encode())


@pytest.mark.parametrize(
    "box",
    [
        f"<blockquote><p>“{AGAIN}”</p></blockquote>",
        f'<div class="pull-quote">{AGAIN}<br>Ada Wren</div>',
        f'<figure class="pullquote"><blockquote><p>{AGAIN} to us</p></blockquote></figure>',
    ],
)
def test_words_told_a_second_time_are_a_pull_quote(box):
    reading = _read(box)
    quotes = [block for block in reading.article.body if isinstance(block, Quote)]
    assert [quote.kind for quote in quotes] == ["pull"]
    assert reading.article.text.count("for eleven years") == 1
    (note,) = [note for note in reading.account if note.rule == "pull-quote"]
    assert (note.code, AGAIN in note.text) == ("NA302", True)


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ('<blockquote class="pull-quote"><p>“The sea takes what it wants, and we watch it,” the poet wrote of the place.</p></blockquote>', "block"),
        (f"<p>“{AGAIN}”</p>", None),
    ],
)  # fmt: skip
def test_other_quotations_stay_in_the_text(box, kind):
    reading = _read(box)
    block = reading.article.body[1]
    assert isinstance(block, Paragraph) if kind is None else (isinstance(block, Quote) and block.kind == kind)
    assert not any(note.rule == "pull-quote" for note in reading.account)
    assert "for eleven years" in reading.article.text


@given(st.text(st.characters(max_codepoint=127)))
def test_words_of_plain_letters_are_those_of_any_letters(text):
    assert [*_words(text), "é"] == _words(f"{text} É")
