"""Build the blocks of the article from the words that the story owns, in the structure that the page gives them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from newsarchive.model import (
    Block,
    Cell,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Rule,
    Run,
    Runs,
    Table,
    plain,
)
from newsarchive.model.gate import clean, safe_href
from newsarchive.page.footnotes import footnote_targets
from newsarchive.page.hints import Hint
from newsarchive.page.loose import Caption, cell_runs, loosened
from newsarchive.page.marks import BODY, Ledger
from newsarchive.page.runs import other_language, runs_of_block
from newsarchive.page.tables import is_data_table
from newsarchive.page.tree import XML_LANG, TextBlock, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Placed", "build_body", "provider_of"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FRAMES = frozenset({"ul", "ol", "dl", "li", "dt", "dd", "blockquote", "table", "tr", "td", "th", "caption", "pre"})
_EMBEDS = frozenset({"blockquote", "div", "figure"})
_MAYBE_FRAMES = _FRAMES | _EMBEDS
_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_TABULAR = frozenset({"table", "tr", "td", "th", "caption"})
_BOX_SHARE = 0.7  # of the story: a list that holds more, in long items, is the box around it
_LONG_ITEM = 500  # characters
_EMBEDDED = int(Hint.EMBED)
_LIVE = int(Hint.LIVE)
_MAX_NESTING = 24  # of lists and quotes; no story needs more, and every writer can print it
_MAX_SPAN = 100
_PLACE = itemgetter(0, 1)


class Placed(Struct):
    """A block that has no words of its own on the page's line of text (a figure, an embed), and where it stands."""

    e: int
    block: Block


class _Frame(Struct):
    """An open structural element and the blocks gathered inside it so far."""

    e: int
    tag: str
    blocks: list[Any] = []


def build_body(
    tree: Tree,
    ledger: Ledger,
    story: list[TextBlock],
    placed: list[Placed],
    resolve: Callable[[str], str],
    language: str | None = None,
    others: Mapping[int, str] | None = None,
    pulls: frozenset[int] = frozenset(),
) -> tuple[Block, ...]:
    """Build the story's blocks; ``story`` are the blocks kept, ``placed`` the figures and embeds, both in page order.

    ``resolve`` makes an address absolute. ``language`` is the article's; parts in another one say so,
    by their mark-up or, by block number, by ``others``. ``pulls`` are the elements that hold a pull quote.
    """
    builder = _Builder(tree, ledger, story, resolve, language)
    builder.others = others or {}
    builder.targets = footnote_targets(tree, story)
    builder.notes = frozenset(builder.targets.values())
    builder.pulls = pulls
    things: Sequence[TextBlock | Placed] = story
    if apart := placed + builder.rules(story):
        # before the words at the same place
        events = [(block.first, 1, block) for block in story] + [(tree.tfirst[thing.e], 0, thing) for thing in apart]
        things = [thing for _, _, thing in sorted(events, key=_PLACE)]
    for thing in things:
        builder.add(thing)
    return builder.finish()


class _Builder:
    def __init__(
        self, tree: Tree, ledger: Ledger, story: list[TextBlock], resolve: Callable[[str], str], language: str | None
    ) -> None:
        self.tree = tree
        self.ledger = ledger
        self.resolve = resolve
        self.language = (language or "").lower()
        self.others: Mapping[int, str] = {}  # block number -> a language that is not the article's
        self.frames: list[_Frame] = [_Frame(-1, "")]
        self.pulls: frozenset[int] = frozenset()  # elements that tell words of the story a second time
        self.targets: dict[str, int] = {}  # id of a footnote -> the element that holds it
        self.notes: frozenset[int] = frozenset()  # those elements
        # What was found out for an element holds for all that stands in it; the blocks of a story share most of the way up.
        self.homes: dict[int, tuple[tuple[int, ...], str | None, Any]] = {}
        self.around: dict[int, tuple[int, ...]] = {-1: ()}
        self.chains: dict[tuple[int, ...], tuple[int, ...]] = {(): ()}
        self.open: tuple[int, ...] = ()  # the elements of the frames that are open
        self.languages: dict[int, tuple[str | None, str | None]] = {0: (None, None)}
        self.settings: dict[tuple[str | None, str | None], tuple[str | None, Any]] = {(None, None): (None, None)}
        self.tables: dict[int, bool] = {}
        self.lists: dict[int, bool] = {}
        self.firsts = [block.first for block in story]
        self.lengths = [0, *accumulate([block.length for block in story])]  # of the story before each of its blocks

    def rules(self, story: list[TextBlock]) -> list[Placed]:
        if len(story) < 2:
            return []
        tree, first, last = self.tree, story[0].first, story[-1].first
        return [Placed(e, Rule()) for e in tree.find("hr") if first < tree.tfirst[e] <= last]

    def add(self, thing: TextBlock | Placed) -> None:
        frames = self.frames
        chain, lang, direction = self._home(thing.e)
        if chain is not self.open:
            self.open = chain
            keep = 1
            while keep < len(frames) and keep <= len(chain) and frames[keep].e == chain[keep - 1]:
                keep += 1
            while len(frames) > keep:
                self._close()
            for at in chain[keep - 1 :]:
                frames.append(_Frame(at, "note" if at in self.notes else self.tree.tags[at]))
        if isinstance(thing, Placed):
            frames[-1].blocks.append(thing.block)
        elif (block := self._leaf(thing, lang, direction)) is not None:
            frames[-1].blocks.append(block)

    def _home(self, e: int) -> tuple[tuple[int, ...], str | None, Any]:
        """Return what holds at an element: the structural elements around it, the language and the direction."""
        tree, homes = self.tree, self.homes
        if (home := homes.get(e)) is not None:
            return home
        tag = tree.tags[e]
        framed = tag in _FRAMES or (tag in _EMBEDS and tree.hints[e] & _EMBEDDED)
        if not framed and e > 0 and not (e in self.pulls or e in self.notes or tree.speaks(e)):
            e = tree.parent[e]  # a paragraph adds nothing to what holds around it
            if (home := homes.get(e)) is not None:
                return home
        home = homes[e] = (self._chain(e), *self._language(e))
        return home

    def _chain(self, e: int) -> tuple[int, ...]:
        """Return the structural elements around an element, the outermost first."""
        tree, known = self.tree, self.around
        found = known.get(e)
        if found is None:
            trail = [e]
            while (up := known.get(tree.parent[trail[-1]])) is None:
                trail.append(tree.parent[trail[-1]])
            found = up
            for at in reversed(trail):
                if self._is_structural(at):
                    found = (*found, at)
                known[at] = found
        if (chain := self.chains.get(found)) is None:
            inside = [at for i, at in enumerate(found) if tree.tags[at] not in _ITEMS or self._in_list(found, i)]
            chain = self.chains[found] = tuple(inside[:_MAX_NESTING])
        return chain

    def _is_structural(self, e: int) -> bool:
        tag = self.tree.tags[e]
        if tag not in _MAYBE_FRAMES and e not in self.pulls and e not in self.notes:
            return False
        if e in self.notes:
            return True
        if tag in _TABULAR:
            return self._is_data(e)
        if tag in _LISTS:
            return self._is_list(e)
        embedded = self.tree.hints[e] & _EMBEDDED != 0 and tag in _EMBEDS
        return tag in _FRAMES or e in self.pulls or embedded

    def _in_list(self, chain: tuple[int, ...], i: int) -> bool:
        """Tell whether an item stands directly in a list; one inside another item was never closed, or has no list."""
        return chain[i] in self.notes or (i > 0 and self.tree.tags[chain[i - 1]] in _LISTS)

    def _is_list(self, e: int) -> bool:
        """Tell whether a list is one, rather than the box that the whole story stands in."""
        if e not in self.lists:
            tree = self.tree
            first, last = (bisect_left(self.firsts, at) for at in (tree.tfirst[e], tree.tlast[e]))
            held = self.lengths[last] - self.lengths[first]
            self.lists[e] = held < _BOX_SHARE * self.lengths[-1] or held < _LONG_ITEM * max(self._items(e), 1)
        return self.lists[e]

    def _items(self, e: int) -> int:
        """Count the items that stand directly in a list."""
        tree = self.tree
        return sum(tree.tags[i] in _ITEMS and tree.parent[i] == e for i in range(e + 1, tree.end[e]))

    def _is_data(self, e: int) -> bool:
        """Tell whether the table around an element holds facts, rather than the layout of the page."""
        tree = self.tree
        while e >= 0 and tree.tags[e] != "table":
            e = tree.parent[e]
        if e < 0:
            return False
        if e not in self.tables:
            self.tables[e] = is_data_table(tree, e)
        return self.tables[e]

    def _leaf(self, block: TextBlock, lang: str | None, direction: Any) -> Block | None:
        tree = self.tree
        tag = tree.tags[block.e]
        frame = self.frames[-1].tag
        if frame == "pre" or tag == "pre":
            return Preformatted(clean(self._raw(block)).strip("\n")) if block.text else None
        runs = runs_of_block(tree, self.ledger, block, self.resolve, targets=self.targets, language=self.language)
        if not runs:
            return None
        if lang is None and self.others:
            lang = self.others.get(block.b)
        if tag in _HEADINGS:
            return Heading(runs, max(2, int(tag[1])), lang, direction)
        role: Literal["timestamp"] | None = None
        if tree.context[block.e] & _LIVE and self._is_timestamp(block):
            role = "timestamp"
        return Paragraph(runs, role, lang, direction)

    def _is_timestamp(self, block: TextBlock) -> bool:
        """Tell the time of an entry of a live blog: a line of its own that is all inside a ``time`` element."""
        tree = self.tree
        words = [t for t in range(block.first, block.last) if not tree.texts[t].isspace()]
        return all("time" in (tree.tags[tree.tel[t]], tree.tags[tree.parent[tree.tel[t]]]) for t in words)

    def _raw(self, block: TextBlock) -> str:
        ledger = self.ledger
        return "".join(
            self.tree.texts[t][a:b]
            for t in range(block.first, block.last)
            if ledger.owner[t] == BODY
            for a, b in ledger.gaps(t)
        )

    def _language(self, e: int) -> tuple[str | None, Any]:
        tree, known = self.tree, self.languages
        trail = []
        while (said := known.get(e)) is None:
            trail.append(e)
            e = tree.parent[e]
        speaking = tree.speaking
        for at in reversed(trail):
            if (at in speaking) if speaking is not None else tree.speaks(at):
                get = tree.els[at].get
                if tree.tags[at] not in {"html", "body"} and (own := get("lang") or get(XML_LANG)) is not None:
                    said = own, said[1]
                if (own := get("dir")) is not None:
                    said = said[0], own
            known[at] = said
        if (found := self.settings.get(said)) is None:
            lang, direction = said[0], (said[1] or "").lower()
            found = other_language(lang, self.language), direction if direction in {"ltr", "rtl"} else None
            self.settings[said] = found
        return found

    def _close(self) -> None:
        frame = self.frames.pop()
        into = self.frames[-1].blocks
        blocks = frame.blocks
        match frame.tag:
            case "li" | "dd" | "dt":
                if frame.tag == "dt":
                    blocks = [_strengthened(block) for block in blocks]
                if blocks:
                    into.append(Item(tuple(loosened(blocks))))
            case "ul" | "ol" | "dl" if blocks and all(isinstance(block, Footnote) for block in blocks):
                into.extend(blocks)  # the list only numbers the footnotes
            case "ul" | "ol" | "dl":
                items = tuple(block if isinstance(block, Item) else Item((block,)) for block in blocks)
                notes = [block for item in items for block in item.blocks]
                if notes and all(isinstance(block, Footnote) for block in notes):
                    into.extend(notes)  # the list is how the page numbers its notes
                elif items:
                    into.append(Listing(items, frame.tag == "ol", self._start(frame.e)))
            case "blockquote":
                self._close_quote(frame, into)
            case _ if frame.e in self.pulls:
                self._close_quote(frame, into)
            case "note":
                if blocks:
                    into.append(self._footnote(frame, blocks))
            case "td" | "th":
                into.append(self._cell(frame))
                into.extend([block for block in blocks if isinstance(block, Figure)])  # a cell holds words alone
            case "tr":
                cells = tuple(cell for cell in blocks if isinstance(cell, Cell))
                into.extend([block for block in blocks if not isinstance(block, Cell)])  # stands between the cells
                if cells:
                    into.append(Row(cells))
            case "table":
                into.extend(self._table(blocks))
            case "caption":
                into.append(Caption(cell_runs(blocks)))
            case _ if self.tree.hints[frame.e] & _EMBEDDED:
                self._close_embed(frame, into)
            case _:
                into.extend(loosened(blocks))

    def _close_quote(self, frame: _Frame, into: list[Any]) -> None:
        if self.tree.hints[frame.e] & _EMBEDDED and self._embed_address(frame.e):
            self._close_embed(frame, into)
            return
        blocks = loosened(frame.blocks)
        attribution: Runs = ()
        if (
            len(blocks) > 1
            and isinstance(blocks[-1], Paragraph)
            and (words := plain(blocks[-1].runs))
            and len(words) < 120
        ) and words.lstrip().startswith(("—", "–", "― ", "- ")):
            attribution = blocks.pop().runs
        if blocks:
            cite = safe_href(self.tree.attr(frame.e, "cite"))
            into.append(Quote(tuple(blocks), "pull" if frame.e in self.pulls else "block", attribution, cite))

    def _embed_address(self, e: int) -> str | None:
        tree = self.tree
        for name in ("cite", "data-instgrm-permalink", "data-href", "data-url"):
            if address := safe_href(tree.attr(e, name)):
                return address
        address = None
        for i in range(e, tree.end[e]):
            if tree.tags[i] == "a" and (href := safe_href(tree.attr(i, "href"))) and "/hashtag/" not in href:
                address = href  # the last link of a post is the post's own
        return address

    def _close_embed(self, frame: _Frame, into: list[Any]) -> None:
        blocks = loosened(frame.blocks)
        if not blocks:
            return
        address = self._embed_address(frame.e) if self.tree.tags[frame.e] == "blockquote" else None
        if address:
            into.append(Embed(address, provider_of(address), tuple(blocks)))
        else:
            into.extend(blocks)

    def _footnote(self, frame: _Frame, blocks: list[Any]) -> Footnote:
        eid = self.tree.attr(frame.e, "id")
        return Footnote(eid, tuple(loosened(blocks)))

    def _start(self, e: int) -> int:
        value = self.tree.attr(e, "start")
        return int(value) if re.fullmatch(r"\d{1,6}", value) else 1

    def _cell(self, frame: _Frame) -> Cell:
        tree, e = self.tree, frame.e
        header = frame.tag == "th"
        scope = tree.attr(e, "scope").lower()
        if header and scope not in {"col", "row"}:
            parent = tree.parent[e]
            alone = sum(1 for i in range(parent + 1, tree.end[parent]) if tree.tags[i] == "td")
            scope = "row" if alone else "col"
        return Cell(
            cell_runs(frame.blocks),
            header,
            scope if header else None,  # type: ignore[arg-type]
            _span(tree.attr(e, "colspan")),
            _span(tree.attr(e, "rowspan")),
        )

    def _table(self, blocks: list[Any]) -> list[Block]:
        rows = tuple(block for block in blocks if isinstance(block, Row))
        captions = [block for block in blocks if isinstance(block, Caption)]
        caption = captions[0].runs if captions else ()
        loose: list[Block] = loosened([block for block in blocks if not isinstance(block, Row | Caption)])
        loose += [Paragraph(other.runs) for other in captions[1:]]
        if not rows:
            return [*([Paragraph(caption)] if caption else []), *loose]
        head = 0
        while head < len(rows) - 1 and all(cell.header for cell in rows[head].cells):
            head += 1
        return [Table(rows, head, caption), *loose]

    def finish(self) -> tuple[Block, ...]:
        while len(self.frames) > 1:
            self._close()
        return tuple(loosened(self.frames[0].blocks))


def provider_of(address: str) -> str | None:
    """Name the host that an embedded thing lives at.

    >>> provider_of("https://www.video.example/v/1")
    'video.example'
    """
    host = address.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0].rpartition("@")[2].partition(":")[0].lower()
    return host.removeprefix("www.") or None


def _strengthened(block: Any) -> Any:
    """Mark the term of a definition as strong."""
    if isinstance(block, Paragraph):
        runs = tuple(
            Run(r.text, tuple(sorted({*r.marks, "strong"})), r.href, r.lang, r.dir, r.note) for r in block.runs
        )
        return Paragraph(runs, block.role, block.lang, block.dir)
    return block


def _span(value: str) -> int:
    return max(1, min(int(value), _MAX_SPAN)) if value and re.fullmatch(r"\d{1,4}", value) else 1
