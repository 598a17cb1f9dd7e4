"""The trip as a whole: what is made at once, and what only when it is asked for."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import newsarchive as na
from newsarchive.model.walk import text_of
from newsarchive.page import read
from newsarchive.page.marks import FREE, Ledger
from newsarchive.page.tree import Tree

STORY = "".join(
    f"<p>The ferry ran aground {place} on Monday, the mayor said, and nobody of the {count} on board was hurt.</p>"
    for count, place in enumerate(
        ("off the quay", "near Larch Point", "below the bridge", "at the mouth of the river"), 20
    )
)
PAGE = f"<title>Ferry aground</title><nav>Menu</nav><h1>Ferry aground</h1><article>{STORY}</article>".encode()


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that grows each time the words outside the story are given their names."""
    calls: list[str] = []
    known: Callable[..., None] = read.name_leftovers

    def spy(*args: Any) -> None:
        calls.append("named")
        known(*args)

    monkeypatch.setattr(read, "name_leftovers", spy)
    return calls


def test_who_wants_the_article_does_not_wait_for_the_account(named: list[str]) -> None:
    assert "aground" in na.loads(PAGE).text
    assert not named


def test_the_account_is_put_together_once(named: list[str]) -> None:
    reading = na.inspect(PAGE)
    assert not named
    account = reading.account
    assert account is reading.account
    assert {note.rule for note in account.of("removed")} == {"navigation"}
    assert named == ["named"]


def test_the_ledger_is_whole_whenever_it_is_seen(named: list[str]) -> None:
    ledger = na.inspect(PAGE).ledger
    assert ledger is not None
    assert FREE not in ledger.owner
    assert named == ["named"]


def test_a_note_added_to_the_account_stays() -> None:
    reading = na.inspect(PAGE)
    before = len(reading.account)
    reading.account.lost("deck", "no place for it")
    assert len(reading.account) == before + 1


def test_the_reading_of_a_news_document_has_no_ledger_and_travels() -> None:
    reading = na.inspect(na.dumps(na.loads(PAGE), "ninjs"))
    assert reading.ledger is None
    copy = pickle.loads(pickle.dumps(reading))
    assert (copy.article, list(copy.account)) == (reading.article, list(reading.account))


@pytest.fixture
def collector() -> Iterator[None]:
    on = gc.isenabled()
    yield
    (gc.enable if on else gc.disable)()


@pytest.mark.usefixtures("collector")
def test_a_page_leaves_no_tree_behind_for_the_collector() -> None:
    na.loads(PAGE)
    gc.collect()
    gc.disable()
    before = sum(isinstance(thing, Tree | Ledger) for thing in gc.get_objects())
    na.loads(PAGE)
    assert sum(isinstance(thing, Tree | Ledger) for thing in gc.get_objects()) == before


def test_a_class_that_speaks_of_a_registration_asks_nobody_to_sign_up() -> None:
    page = f"<h1>Ferry aground</h1><article>{STORY}</article><div class='registration-data'>The boat HP-7 of the ferry company</div>"
    account = na.inspect(page.encode()).account
    assert "reader-prompt" not in {note.rule for note in account}


def test_the_links_at_the_foot_of_an_arabic_page_ask_for_no_cookies() -> None:
    links = "<footer><a href=/p>سياسة الخصوصية</a> <a href=/t>شروط الاستخدام</a> <a href=/c>اتصل بنا</a></footer>"
    account = na.inspect(f"<html lang=ar><h1>Ferry aground</h1><article>{STORY}</article>{links}".encode()).account
    assert {note.rule for note in account if "سياسة" in str(note.text)} == {"page-footer"}


def test_the_cookie_table_of_a_consent_tool_is_no_story() -> None:
    row = "<tr class=cookielawinfo-row><td class=cookielawinfo-column-1>ferry_{0}</td><td class=cookielawinfo-column-4>{1}</td></tr>"
    said = "The cookie is used to tell visitors from each other, and to store what they have seen of the site so far."
    table = f"<div><table class=cookielawinfo-classic>{''.join(row.format(n, said) for n in range(8))}</table></div>"
    reading = na.inspect(f"<h1>Ferry aground</h1><article>{STORY}</article>{table}".encode())
    assert "cookie" not in reading.article.text
    assert {note.rule for note in reading.account if "ferry_0" in str(note.text)} == {"cookie-prompt"}


@given(
    st.sampled_from(
        ["https://a.example/b/c?d#e", "http://A.example", "https://a.example:80/b/", "ftp://a.example/b", "", "b/c"]
    ),
    st.text('az./:?#;=@%~-_ \t\\"<', max_size=20),
)
@example("https://a.example/b/c", "/d/../e")
@example("https://a.example/b/c", "/.d")
@example("https://a.example/b/c", "//d.example")
@example("https://a.example/b/c", "/d?")
def test_addresses_are_joined_as_browsers_do(base: str, href: str) -> None:
    assert read._resolver(base)(href) == urljoin(base, href)


UNHEARD_OF = """<!doctype html><html lang="en"><head><title>Ferry Nordlys runs aground off Port Larch – The Kelsey Lantern</title>
</head><body><x-shell><x-bar><x-item>Home</x-item><x-item>Weather 4°C</x-item><x-item>Sign in</x-item></x-bar><x-grid>
<x-col style="order:2"><b>Most read</b><x-row>1. Harbour fees to rise in spring</x-row><x-row>2. Kelsey 70, Port Larch 44</x-row></x-col>
<x-col style="order:1"><x-cap>HARBOUR</x-cap><x-big>Ferry Nordlys runs aground off Port Larch</x-big>
<x-small>By Ada Wren · 3 February 2026, 18.40</x-small>
<x-t>PORT LARCH – The ferry <i>Nordlys</i> ran aground on the northern bar on Tuesday evening with forty-one people on board,
the harbour office said. Nobody was hurt.</x-t>
<x-t>The ship had left the islands an hour late because of fog, and took the inner channel, which pilots avoid at low water. “We felt a
long shudder, and then it was very quiet,” said Tomas Osei, who was on his way home from work.</x-t><x-ad>Advertisement</x-ad>
<x-t>Would you like to subscribe to our newsletter? Delivered to your inbox every morning.</x-t>
<x-t>Two lifeboats took the passengers off before midnight. The captain and four of the crew stayed on board to wait for the tide,
which is due at six in the morning.</x-t><x-t>Read also: Harbour fees to rise in spring</x-t>
<x-t>The owners, Larch &amp; Kelsey Lines, said that the ferry would be inspected in the dry dock before it sails again. Buses will run by
the bridge until then, every forty minutes.</x-t><x-t>— 30 —</x-t></x-col></x-grid>
<x-foot>© 2026 The Kelsey Lantern. All rights reserved. Contact us · Privacy</x-foot></x-shell></body></html>"""


def test_a_page_of_elements_that_nobody_has_heard_of() -> None:
    reading = na.inspect(UNHEARD_OF.encode())
    article = reading.article
    assert article.headline == "Ferry Nordlys runs aground off Port Larch"
    assert (article.kicker, [person.name for person in article.authors]) == ("HARBOUR", ["Ada Wren"])
    assert article.dateline is not None
    assert article.dateline.place == "Port Larch"
    assert [text.split()[0] for text in text_of(article.body).split("\n\n")] == ["The", "The", "Two", "The"]
    removed = {note.rule: note.text.strip() for note in reading.account.of("removed")}
    assert removed["title-suffix"] == "– The Kelsey Lantern"
    assert removed["read-more"] == "Read also: Harbour fees to rise in spring"
    assert removed["end-mark"] == "— 30 —"
