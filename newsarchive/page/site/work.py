"""Do what the rules for one page say: find its story, drop and keep, read its facts. The page itself is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsarchive.model import Organisation
from newsarchive.page.choose import Choice
from newsarchive.page.facts.byline import parse_byline
from newsarchive.page.facts.dates import parse_date
from newsarchive.page.marks import Cut, Ledger, Mark
from newsarchive.page.passes.chain import Chain, Pass

if TYPE_CHECKING:
    from newsarchive.page.facts import Facts
    from newsarchive.page.site.rules import Layout, Site, Sites, Target
    from newsarchive.page.tree import Tree

__all__ = ["Rules", "check_selector", "rules_for", "selected"]

_NUMBER = "data-newsarchive-number"
_TRUST = 0.97  # of a fact that the rules of the site point at
_SURE = 0.95  # that the story is where the rules of the site say
_A_DAY = len("2021-02-17")
_LONGEST_FACT = 500
_SETTLED = ("headline", "deck", "authors", "published", "updated", "publisher")
_CLAIMS = {"headline": "headline", "deck": "deck", "byline": "byline", "published": "date-line", "updated": "date-line"}
_MAX_SELECTOR = 2000


def check_selector(select: str) -> str | None:
    """Say what is wrong with a selector, or None."""
    try:
        _compiled(select)
    except (etree.XPathError, ValueError, SyntaxError, RuntimeError) as error:
        # RuntimeError: a pseudo-class that cssselect does not know, or a selector nested too deeply for it.
        return str(error) or type(error).__name__
    return None


def selected(tree: Tree, select: str) -> list[int]:
    """Return the elements of the page that a selector finds, in document order; text and attributes are no elements."""
    found = _found(tree, select)
    index = tree.index()
    return sorted({index[id(thing)] for thing in found if etree.iselement(thing) and id(thing) in index})


@dataclass(slots=True)
class Rules:
    """The rules that hold for one page: its site's layout of that day, and what the user says about this page."""

    tree: Tree
    site: Site | None
    layouts: tuple[tuple[str, Layout], ...]  # who says so, and what
    places: list[tuple[str, int]] = field(default_factory=list)  # of facts: name and element

    @property
    def name(self) -> str | None:
        """The name of the file with the site's rules."""
        return PurePath(self.site.source).name if self.site and self.site.source else None

    def offer(self, facts: Facts) -> None:
        """Put forward the facts that the rules point at; they are believed before others."""
        if self.site and self.site.publisher:
            facts.offer("publisher", Organisation(self.site.publisher), "site-rule", _TRUST, "the site's rules")
        for _, layout in self.layouts:
            for fact, select in layout.facts:
                for thing in _found(self.tree, select)[:1]:
                    words = "".join(map(str, thing.itertext())) if etree.iselement(thing) else str(thing)
                    text = " ".join(words.split())
                    told = 0 < len(text) <= _LONGEST_FACT and _offer(facts, fact, text, select)
                    if told and etree.iselement(thing) and (e := self.tree.index().get(id(thing))) is not None:
                        self.places.append((fact, e))

    def settle(self, facts: Facts, ledger: Ledger) -> None:
        """Let the facts stand as the rules say, and claim their words where nothing else did."""
        for fact in _SETTLED:
            said = next((offer for offer in facts.offered(fact) if offer.source == "site-rule"), None)
            if said is not None and facts.values.get(fact) != said.value:
                facts.choose(fact, said)
        for fact, e in self.places:
            for block in self.tree.blocks_in(e):
                if ledger.free(block):
                    mark = Mark("NA301", _CLAIMS[fact], "where the rules point", block.e, fact, "site-rule", _TRUST)
                    ledger.take_block(mark, block)

    def chain(self, passes: Chain) -> Chain:
        """Return the passes with what the rules drop before them, and none of them taking what is kept."""
        kept = [target for _, layout in self.layouts for target in layout.keep]
        spared = {target.rule for target in kept if not target.select and not target.text}
        spans = self._kept_spans()
        guarded = [(name, _sparing(propose, spared, spans)) for name, propose in passes]
        return Chain((("site", _sparing(self._drops, spared, spans)), *guarded))

    def choice(self, ledger: Ledger, choice: Choice) -> Choice:
        """Return the story that the rules point at, with what they keep; the given choice where they say nothing."""
        tree = self.tree
        kept = {block.b for block in choice.story}
        rates = list(choice.rates)
        story = self._story()
        inside = [block for e in story for block in tree.blocks_in(e) if ledger.free(block)]
        if inside:
            kept = {block.b for block in inside if tree.tags[block.e] != "h1"}
            rates = [float(block.b in kept) for block in tree.blocks]
        for first, last in self._kept_spans():
            for block in tree.blocks:
                if first <= block.first and block.last <= last and ledger.free(block):
                    kept.add(block.b)
                    rates[block.b] = 1.0
        confidence = max(choice.confidence, _SURE) if inside else choice.confidence
        return Choice([block for block in tree.blocks if block.b in kept], rates, confidence)

    def _story(self) -> list[int]:
        for _, layout in self.layouts:
            for select in layout.story:
                if found := selected(self.tree, select):
                    return found
        return []

    def _kept_spans(self) -> list[tuple[int, int]]:
        """Return the stretches of text nodes that are kept whatever any rule says."""
        tree = self.tree
        spans: list[tuple[int, int]] = []
        for _, layout in self.layouts:
            for target in layout.keep:
                if target.select:
                    spans += [(tree.tfirst[e], tree.tlast[e]) for e in selected(tree, target.select)]
                elif target.text:
                    spans += [(block.first, block.last) for block in tree.blocks if _holds(block.text, target.text)]
        return spans

    def _drops(self, tree: Tree, facts: Facts) -> Iterator[Cut]:
        del facts
        for who, layout in self.layouts:
            for target in layout.drop:
                yield from _dropped(tree, target, who)
            if layout.clean is not None:
                yield from _cleaned_away(tree, layout.clean, who)


def rules_for(
    tree: Tree, facts: Facts, *, url: str | None, sites: Sites | None = None, overrides: Layout | None = None
) -> Rules | None:
    """Return the rules for a page, or None; the page's own date picks the layout, else the day it was fetched."""
    site = sites.of(url) if sites is not None else None
    layout = site.layout(_day_of(facts)) if site else None
    found: list[tuple[str, Layout]] = []
    if overrides is not None:
        found.append(("the user", overrides))
    if site and layout:
        found.append((PurePath(site.source).name or "the site's rule", layout))
    return Rules(tree, site, tuple(found)) if found or site else None


def _day_of(facts: Facts) -> date | None:
    stated = [offer.value for offer in facts.offered("published")]
    for moment in (*stated, facts.captured):
        if moment is not None and len(moment.iso) >= _A_DAY:
            return date.fromisoformat(moment.iso[:_A_DAY])
    return None


def _offer(facts: Facts, fact: str, text: str, select: str) -> bool:
    """Offer what the words say; False where they say nothing of the kind."""
    name = fact
    said: object = text
    if fact == "byline":
        name, said = "authors", tuple(parse_byline(text, trusted=True))
    elif fact in {"published", "updated"}:
        said = parse_date(text, facts.language, facts.captured)
    facts.offer(name, said, "site-rule", _TRUST, f"the site's rule {select}", text)
    return bool(said)


def _dropped(tree: Tree, target: Target, who: str) -> Iterator[Cut]:
    if target.select:
        for e in selected(tree, target.select):
            yield Cut(target.rule, f"{who} drops {target.select}", e, sure=True)
        return
    for block in tree.blocks:
        if _holds(block.text, target.text):
            yield Cut(target.rule, f"{who} drops what says “{target.text}”", block=block)


def _holds(text: str, wanted: str) -> bool:
    return " ".join(wanted.split()).casefold() in text.casefold()


def _sparing(propose: Pass, rules: set[str], spans: list[tuple[int, int]]) -> Pass:
    """Return a pass that leaves alone what the user keeps."""
    if not rules and not spans:
        return propose

    def spared(tree: Tree, facts: Facts) -> Iterable[Cut]:
        for cut in propose(tree, facts):
            first, last = (cut.block.first, cut.block.last) if cut.block else (tree.tfirst[cut.e], tree.tlast[cut.e])
            if cut.rule not in rules and not any(a < last and first < b for a, b in spans):
                yield cut

    return spared


def _cleaned_away(tree: Tree, clean: Callable[[Any], object], who: str) -> Iterator[Cut]:
    """Let a function clean a BeautifulSoup copy of the page, and propose to cut what it took away."""
    from bs4 import BeautifulSoup

    root = tree.els[0]
    copy = deepcopy(root)
    index = tree.index()
    for original, twin in zip(root.iter(), copy.iter(), strict=True):
        if isinstance(twin.tag, str) and id(original) in index:
            twin.set(_NUMBER, str(index[id(original)]))
    soup = BeautifulSoup(etree.tostring(copy, method="html", encoding="unicode"), "lxml")
    before = _numbers(soup)
    clean(soup)
    gone = before - _numbers(soup)
    for e in sorted(gone):
        if tree.parent[e] not in gone:
            yield Cut("site-rule", f"{who} takes <{tree.tags[e]}> away", e, sure=True)


def _numbers(soup: Any) -> set[int]:
    return {int(tag[_NUMBER]) for tag in soup.find_all(attrs={_NUMBER: True})}


def _found(tree: Tree, select: str) -> list[Any]:
    if not tree.els:
        return []
    try:
        found = _compiled(select)(tree.els[0].getroottree())
    except etree.XPathError:
        return []  # a function that is unknown shows only when it is asked
    return found if isinstance(found, list) else [found]


@lru_cache(maxsize=512)
def _compiled(select: str) -> etree.XPath:
    if len(select) > _MAX_SELECTOR:
        raise ValueError("longer than any selector")
    if select.lstrip().startswith(("/", "(", "./", "string(", "normalize-space(", "concat(", "substring")):
        return etree.XPath(select)
    from lxml.cssselect import CSSSelector

    return CSSSelector(select, translator="html")
