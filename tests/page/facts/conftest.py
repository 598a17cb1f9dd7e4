"""Pages of invented stories, laid out as trees, with a plain guess of the story."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from lxml import etree

from newsarchive.page import facts
from newsarchive.page.grow import grow
from newsarchive.page.marks import Ledger
from tests.claims import lost_claims

URL = "https://www.hillpost.example/news/ice-breaks"


def lay_out(page: str):
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return grow(etree.fromstring(page.encode("utf-8"), parser))


@pytest.fixture
def read():
    """Read a page: every paragraph inside ``<article>`` is the story."""

    def run(page: str, *, url: str | None = URL, captured=None):
        tree = lay_out(page)
        ledger = Ledger(tree)
        found = facts.gather(tree, url=url, captured=captured)
        home = next((e for e, tag in enumerate(tree.tags) if tag == "article"), 0)
        story = [b for b in tree.blocks if tree.inside(b.e, home) and tree.tags[b.e] in {"p", "h2", "blockquote"}]
        facts.settle(found, tree, ledger, story)
        figures = facts.figures(found, tree, ledger, story)
        fields = found.fields()
        assert lost_claims([fields, [figure.block for figure in figures]], ledger.notes()) == []
        left = [b.text for b in story if ledger.free(b)]
        notes = {(note.code, note.rule, note.text.strip()) for note in ledger.notes()}
        return SimpleNamespace(facts=found, figures=figures, notes=notes, left=left, tree=tree, ledger=ledger, **{
            name: fields.get(name) for name in (
                "headline kicker deck byline authors contributors agency publisher dateline published updated first_published section "
                "keywords subjects language dir url identifiers summary lead rights notices paywalled evidence"
            ).split()
        })  # fmt: skip

    return run


@pytest.fixture
def page():
    """Build a page around a story."""

    def build(
        story: str, *, head: str = "", above: str = "<h1>Ice breaks early on Lake Ember</h1>", below: str = ""
    ) -> str:
        filler = (
            "<p>The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say.</p>"
            * 3
        )
        return f"<html lang=en><head>{head}</head><body><main>{above}<article>{story}{filler}</article>{below}</main></body></html>"

    return build
