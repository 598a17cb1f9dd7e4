"""The facts of whole pages, with data and without."""

from __future__ import annotations

import inspect

from newsarchive.model import Article
from newsarchive.page import facts
from newsarchive.page.marks import Ledger

from .conftest import lay_out

SCRAPE = [
    "Ferry towns brace for an early thaw on Lake Ember | Hill Post | The North Valley's News Source",
    "Subscribe",
    "Ferry towns brace for an early thaw on Lake Ember",
    "A ferry lies in the ice near Port Ember, February 20, 2017. Towns on the lake expect the thaw this week. THE CANADIAN PRESS/Ana Example",
    "OTTAWA - Towns along the shore of Lake Ember expect the ice to break this week, three weeks before its time.",
    "The harbour masters have met twice, and they do not agree about the date, which is nothing new on this shore.",
    "“We have seen this before,” said one of them on Monday, and she has kept the harbour for more than thirty years now.",
    "This report by The Canadian Press was first published Feb. 17, 2021.",
    "News from © The Canadian Press, 2021",
    "The Canadian Press",
]


def scrape(lines):
    body = "".join(f'<p data-newsarchive-line="{n}">{line}</p>' for n, line in enumerate(lines, 1))
    tree = lay_out(f"<html><body>{body}</body></html>")
    ledger = Ledger(tree)
    found = facts.gather(tree, url="https://hillpost.example/a")
    story = [block for block in tree.blocks if block.text in lines[4:7]]
    facts.settle(found, tree, ledger, story)
    return found, tree, ledger, story


def test_a_plain_text_scrape_gives_the_facts_of_marked_up_text():
    found, tree, ledger, story = scrape(SCRAPE)
    fields = found.fields()
    assert fields["headline"] == SCRAPE[2]
    assert "deck" not in fields
    assert fields["dateline"].printed == "OTTAWA - "
    assert fields["dateline"].place == "Ottawa"
    assert fields["agency"].name == "The Canadian Press"
    assert fields["first_published"].date.iso == "2021-02-17"
    assert fields["rights"].notice == "News from © The Canadian Press, 2021"
    assert (fields["rights"].holder, fields["rights"].year) == ("The Canadian Press", 2021)
    lead = fields["lead"]
    assert lead.media == ()
    assert lead.credit.printed == "THE CANADIAN PRESS/Ana Example"
    assert (lead.credit.photographer, lead.credit.agency) == ("Ana Example", "The Canadian Press")
    assert lead.caption[0].text.startswith("A ferry lies")
    assert [ledger.free(block) for block in story] == [True, True, True]
    del tree


def test_the_fields_are_those_of_an_article():
    found, *_ = scrape(SCRAPE)
    assert Article(body=(), **found.fields()).headline == SCRAPE[2]
    assert set(found.fields()) <= set(inspect.signature(Article).parameters)


def test_each_choice_is_on_the_account_with_the_losers(read, page):
    head = '<meta property="og:title" content="Ice breaks early on Lake Ember | Hill Post"><meta property="og:site_name" content="Hill Post">'
    head += (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"You will not believe this ice"}</script>'
    )
    seen = read(page("", head=head))
    assert seen.headline == "Ice breaks early on Lake Ember"
    codes = {(note.code, note.fact, note.text) for note in seen.facts.notes}
    assert ("NA351", "headline", "Ice breaks early on Lake Ember") in codes
    assert ("NA352", "headline", "You will not believe this ice") in codes


def test_an_empty_page_has_no_facts(read):
    seen = read("<html><body></body></html>", url=None)
    assert (seen.headline, seen.authors, seen.published, seen.figures) == (None, None, None, [])
