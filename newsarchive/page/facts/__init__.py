"""Once the tree stands, ask it for the facts: who, when, where from, whose; each from data and from print, with its evidence.

``gather`` reads the head and the data before anything is cleaned; ``settle`` reads the print around the chosen story and
claims it; ``figures`` gives the pictures that ``settle`` found. One fact lives in one file; word lists by language lie in
``data/``.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsarchive.model import Moment
from newsarchive.page.facts import (
    access,
    address,
    byline,
    dateline,
    deck,
    headline,
    kicker,
    language,
    notices,
    page_data,
    pictures,
    published,
    publisher,
    rights,
    sidecar,
    signed,
    topics,
    wire,
)
from newsarchive.page.facts.head import look
from newsarchive.page.facts.linked_data import articles_of, json_ld, types_of
from newsarchive.page.facts.microdata import hnews, microdata
from newsarchive.page.facts.record import Facts, FoundFigure
from newsarchive.page.facts.scene import look_around
from newsarchive.page.marks import Ledger
from newsarchive.page.tree import TextBlock, Tree
from newsarchive.sources.page import Aside

__all__ = ["Facts", "FoundFigure", "figures", "gather", "settle"]


def gather(tree: Tree, *, url: str | None, captured: Moment | None = None, beside: Iterable[Aside] = ()) -> Facts:
    """Read what the page declares about itself: its head, its linked data, its tags; nothing is claimed yet.

    ``url`` is where the page came from, ``captured`` when it was fetched; both may be unknown. ``beside`` is what stood
    beside the page in its source.
    """
    head = look(tree)
    facts = Facts(url=url, captured=captured, head=head)
    facts.base = address.resolve(head.base, url) or url
    nodes = json_ld(head.linked)
    tagged = microdata(tree)
    entry = hnews(tree)
    if entry:
        tagged.append(entry)
    urls = [link for link in (url, head.canonical, head.first("og:url")) if link]
    shown = [" ".join(tree.text_of(e).split()) for e in head.headings[:4] if tree.tags[e] == "h1"]
    titles = [title for title in (head.first("og:title"), head.title, *shown) if title]
    facts.nodes = articles_of(nodes, urls, titles) + articles_of(tagged, urls, titles)
    language.gather(facts)
    publisher.gather(facts, facts.nodes or nodes)
    headline.gather(facts)
    address.gather(facts)
    published.gather(facts)
    byline.gather(facts)
    topics.gather(facts)
    deck.gather(facts)
    rights.gather(facts)
    page_data.gather(facts, titles)
    sidecar.gather(facts, beside)
    facts.page_type = next((kind for node in facts.nodes[:1] for kind in types_of(node.props)), None) or head.first(
        "og:type"
    )
    return facts


def settle(facts: Facts, tree: Tree, ledger: Ledger, story: list[TextBlock]) -> None:
    """Read the print around the chosen story and settle every fact.

    ``story`` are the kept blocks in order, not yet given to the body. What a fact takes out of them is marked in the
    ledger, so the body leaves it out.
    """
    scene = look_around(tree, ledger, story)
    headline.settle(facts, scene)
    language.settle(facts, scene)
    publisher.settle(facts)
    address.settle(facts)
    pictures.settle(facts, scene)
    dateline.settle(facts, scene)
    rights.settle(facts, scene)
    notices.settle(facts, scene)
    signed.settle(facts, scene)
    published.settle(facts, scene)
    byline.settle(facts, scene)
    kicker.settle(facts, scene)
    deck.settle(facts, scene)
    wire.settle(facts)
    topics.settle(facts, scene)
    access.settle(facts, scene)


def figures(facts: Facts, tree: Tree, ledger: Ledger, story: list[TextBlock]) -> list[FoundFigure]:
    """Return the pictures inside the article in document order, their captions and credits claimed.

    The lead picture before the story is not among them: it is the ``lead`` of the facts.
    """
    del tree, ledger, story
    return [figure for figure in facts.found if not figure.lead and figure.e >= 0]
