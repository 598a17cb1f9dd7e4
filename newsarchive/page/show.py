"""Paint a page that was read: what was kept, claimed and removed, in place and in colour, with the reason of each.

The painting is one file without a script and without anything to load: its own two kinds of box (``div`` and ``span``), the words of
the page escaped, and pictures only as the data that the caller hands in. Nothing of the page's own markup passes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from newsarchive.notes import Kind, kind_of
from newsarchive.page.marks import BODY, FREE, Ledger
from newsarchive.page.tree import INLINE, SKIPPED, Tree

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["paint"]

# How the boxes of the painting look; anything else is a plain div or span.
_LOOKS = frozenset(
    "a address aside article b blockquote button caption cite code dd del dl dt em figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr i ins kbd li main mark nav ol p pre q s section small strike strong sub sup table tbody td tfoot th thead time title "
    "tr u ul".split()
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_EXCERPT = 240  # characters of a removal that the list beside the page quotes


def paint(ledger: Ledger, *, title: str, picture: Callable[[str], str | None] = lambda _: None) -> str:
    """Return the painted page as one HTML file.

    ``picture`` turns the address of a picture, as the page writes it, into a ``data:`` address, or into None.
    """
    painter = _Painter(ledger, picture)
    page = "".join(painter.page())
    style = files(__package__).joinpath("show.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} – painted by newsarchive</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        '<input type="checkbox" id="only-story"><input type="checkbox" id="with-hidden">\n'
        f'<div class="sheet"><div class="page" dir="auto">{page}</div></div>\n'
        f'<aside class="account">{"".join(painter.account(title))}</aside>\n</body>\n</html>\n'
    )


class _Painter:
    def __init__(self, ledger: Ledger, picture: Callable[[str], str | None]) -> None:
        self.ledger = ledger
        self.tree = ledger.tree
        self.picture = picture
        self.kinds: list[Kind | None] = [kind_of(mark.code) if mark.code else None for mark in ledger.marks]
        self.anchored: set[int] = set()  # marks that already have their place on the page
        self.hidden: dict[int, int] = {e: n for n, mark in enumerate(ledger.marks) for e in mark.skipped}
        self.same, self.several = _same_rules(ledger)
        self.whole = _whole_owners(self.tree, ledger, self.same)
        self.story = _story_boxes(self.tree, ledger, self.kinds)

    def page(self) -> Iterator[str]:
        """Yield the page as boxes, in document order; no recursion, since pages nest without limit."""
        tree = self.tree
        if not tree.els:
            return
        # (element, who paints it already, closing tag or "" before it is open)
        todo: list[tuple[int, int, str]] = [(0, -1, "")]
        at = 0  # the next text node
        inside: list[int] = []  # owners of the open boxes
        while todo:
            e, around, closing = todo.pop()
            if closing:
                yield from self._texts(at, tree.tlast[e], around)
                at = max(at, tree.tlast[e])
                yield closing
                inside.pop()
                if tree.parent[e] >= 0:
                    stop = self._next_start(e)
                    yield from self._texts(at, stop, inside[-1] if inside else -1)
                    at = max(at, stop)
                continue
            new = self._box(e, around)
            if tree.tags[e] == "!" or e in self.hidden or tree.end[e] == 0:
                opening, end = self._hidden(e), " "
            else:
                opening, end = self._open(e, new if new != around else -1)
            yield opening
            inside.append(new)
            todo.append((e, new, end))
            children = list(self._children(e))
            first = tree.tfirst[children[0]] if children else tree.tlast[e]
            # a line break keeps its text just before itself
            yield from self._texts(at, first, new)
            at = max(at, first)
            todo.extend((child, new, "") for child in reversed(children))

    def _children(self, e: int) -> Iterator[int]:
        child, end = e + 1, self.tree.end[e]
        while child < end:
            yield child
            child = max(self.tree.end[child], child + 1)

    def _next_start(self, e: int) -> int:
        """Return the text node at which the next sibling of ``e`` begins, or at which its parent ends."""
        tree = self.tree
        up = tree.parent[e]
        following = max(tree.end[e], e + 1)
        return tree.tfirst[following] if following < tree.end[up] else tree.tlast[up]

    def _box(self, e: int, around: int) -> int:
        """Return whose box the element is: a mark's, the story's (which is painted block by block), or the one around it."""
        if self.tree.tags[e] in INLINE:
            return around
        owner = self.whole[e]
        if owner > BODY:
            return owner
        return BODY if e in self.story else around

    def _open(self, e: int, owner: int) -> tuple[str, str]:
        tag = self.tree.tags[e]
        if tag == "br":
            return "<br>", " "
        if tag == "img":
            return self._img(e), " "
        box = "span" if tag in INLINE else "div"
        classes = [f"t-{tag}"] if tag in _LOOKS else []
        return f"<{box}{self._paint(owner, classes, box=True)}{self._language(e)}>", f"</{box}>"

    def _language(self, e: int) -> str:
        direction, language = self.tree.attr(e, "dir").lower(), self.tree.attr(e, "lang")
        said = f' dir="{direction}"' if direction in {"ltr", "rtl", "auto"} else ""
        return said + (f' lang="{language}"' if _LANGUAGE.fullmatch(language) else "")

    def _paint(self, owner: int, classes: list[str], *, box: bool = False) -> str:
        if owner == BODY:
            return f' class="{" ".join([*classes, "kept"])}"'
        if owner > BODY:
            mark, kind = self.ledger.marks[owner], str(self.kinds[owner])
            classes = [*classes, kind]
            name = mark.fact if kind == "claimed" and mark.fact else mark.rule
            painted = f' class="{" ".join(classes)}" data-rule="{escape(name)}"'
            if box and owner in self.several:
                return painted
            anchor = "" if owner in self.anchored else f' id="m{owner}"'
            self.anchored.add(owner)
            return f'{anchor}{painted} data-why="{self._why(owner)}"'
        return f' class="{" ".join(classes)}"' if classes else ""

    def _texts(self, first: int, last: int, around: int) -> Iterator[str]:
        ledger, texts = self.ledger, self.tree.texts
        for t in range(first, last):
            text, owner = texts[t], ledger.owner[t]
            at = 0
            for begin, end, number in ledger.parts.get(t, ()):
                yield self._stretch(text[at:begin], owner, around)
                yield self._stretch(text[begin:end], number, around)
                at = end
            yield self._stretch(text[at:], owner, around)

    def _stretch(self, text: str, owner: int, around: int) -> str:
        if not text or text.isspace() or (owner == around and around not in self.several):
            return escape(text)
        if self.same[owner] == around:
            # the box around it is painted for the same rule
            if owner in self.anchored:
                return escape(text)
            self.anchored.add(owner)
            why = f' data-why="{self._why(owner)}"' if around in self.several else ""
            return f'<span id="m{owner}"{why}>{escape(text)}</span>'
        if owner == FREE:
            return f'<span class="free" data-why="nobody accounts for this">{escape(text)}</span>'
        return f"<span{self._paint(owner, [])}>{escape(text)}</span>"

    def _why(self, owner: int) -> str:
        mark = self.ledger.marks[owner]
        return escape(f"{self.kinds[owner]} by {mark.rule}: {mark.reason}")

    def _img(self, e: int) -> str:
        source, alt = self.tree.attr(e, "src"), self.tree.attr(e, "alt").strip()
        data = self.picture(source) if source else None
        if data is not None and data.startswith("data:image/"):
            return f'<img src="{escape(data)}" alt="{escape(alt)}">'
        return f'<span class="picture">{escape(alt) or "picture"}</span>'

    def _hidden(self, e: int) -> str:
        """Return an element whose inside was not walked: its words where a reader sees them, its name where not."""
        number = self.hidden.get(e)
        if number is None:
            return ""
        if e in self.tree.passed:
            return f"<div{self._paint(number, ['flat'])}>{escape(_shown_words(self.tree, e))}</div>"
        anchor = "" if number in self.anchored else f' id="m{number}"'
        self.anchored.add(number)
        return f'<span class="unseen"{anchor} data-why="{self._why(number)}">{escape(self.tree.tags[e])}</span>'

    def account(self, title: str) -> Iterator[str]:
        """Yield the legend, the sum, the claimed facts and the removals by rule."""
        sizes = self._sizes()
        whole = sum(sizes.values())
        said = "every one accounted for" if not sizes["free"] else "not every one accounted for"
        yield f'<h1 dir="auto">{escape(title)}</h1><p class="sum">{whole:,} characters on the page, {said}:</p><ul class="legend">'
        for kind, words in (
            ("kept", "the story"),
            ("claimed", "became a fact"),
            ("removed", "not the story"),
            ("free", "unaccounted for"),
        ):
            if sizes[kind] or kind != "free":
                share = 100 * sizes[kind] / (whole or 1)
                yield f'<li><b class="{kind}">{kind}</b> {words} <i>{sizes[kind]:,} · {share:.0f} %</i></li>'
        yield '</ul><p class="switches"><label for="only-story">hide what was removed</label><label for="with-hidden">show hidden parts</label></p>'
        yield '<p class="sum">Scripts and other parts that the page does not show are in the account, and not counted here.</p>'
        claimed = [n for n in self._numbers() if self.kinds[n] == "claimed"]
        if claimed:
            yield "<h2>Claimed</h2><dl>"
            for n in claimed:
                mark = self.ledger.marks[n]
                yield f'<dt>{escape(mark.fact or mark.rule)}</dt><dd dir="auto">{self._link(n, mark.reason)}</dd>'
            yield "</dl>"
        rules: dict[str, list[int]] = defaultdict(list)
        for n in self._numbers():
            if self.kinds[n] == "removed":
                rules[self.ledger.marks[n].rule].append(n)
        yield "<h2>Removed</h2>"
        for rule, numbers in sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])):
            yield f"<details><summary>{escape(rule)} <i>{len(numbers)}</i></summary><ol>"
            for n in numbers:
                mark = self.ledger.marks[n]
                yield f'<li dir="auto">{self._link(n, mark.reason)}<small>{escape(mark.reason)} · {escape(self._path(n))}</small></li>'
            yield "</ol></details>"

    def _link(self, n: int, reason: str) -> str:
        words = " ".join(self.ledger.words_of(n).split())
        shown = words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…"
        return f'<a href="#m{n}" title="{escape(reason)}">{escape(shown) or "(no words)"}</a>'

    def _path(self, n: int) -> str:
        e = self.ledger.marks[n].e
        return self.tree.path(e) if e >= 0 else ""

    def _numbers(self) -> list[int]:
        marks = self.ledger.marks
        return sorted((n for n in range(2, len(marks)) if marks[n].spans), key=lambda n: (marks[n].spans[0], n)) + [
            n for n in range(2, len(marks)) if marks[n].skipped and not marks[n].spans
        ]

    def _sizes(self) -> dict[str, int]:
        """Count the characters (white space aside) of the words that the page shows, by what became of them."""
        sizes = dict.fromkeys(("kept", "claimed", "removed", "free"), 0)
        ledger = self.ledger
        for t, text in enumerate(self.tree.texts):
            rest = _size(text)
            for begin, end, number in ledger.parts.get(t, ()):
                size = _size(text[begin:end])
                sizes[str(self.kinds[number])] += size
                rest -= size
            owner = ledger.owner[t]
            sizes[{FREE: "free", BODY: "kept"}.get(owner) or str(self.kinds[owner])] += rest
        for e in self.hidden.keys() & self.tree.passed.keys():
            sizes["removed"] += _size(_shown_words(self.tree, e))
        return sizes


def _size(text: str) -> int:
    return sum(map(len, text.split()))


def _shown_words(tree: Tree, e: int) -> str:
    """Return the words that a reader sees of an element whose inside was not walked, its parts set apart by spaces."""
    words: list[str] = []
    todo: list[etree._Element | str] = [tree.els[e]]
    while todo:
        element = todo.pop()
        if isinstance(element, str):
            words.extend(element.split())
        elif element.tag.__class__ is str and element.tag not in SKIPPED:
            inside: list[etree._Element | str] = [element.text or ""]
            for child in element:
                inside += [child, child.tail or ""]
            todo.extend(reversed(inside))
    return " ".join(words)


def _same_rules(ledger: Ledger) -> tuple[list[int], set[int]]:
    """Return, for each mark, the first mark of the same rule: side by side they are painted as one box.

    Beside them the first marks whose rule has several reasons: their box cannot tell one reason for all.
    """
    first: dict[tuple[str, str, str | None], int] = {}
    same = [first.setdefault((mark.code, mark.rule, mark.fact), number) for number, mark in enumerate(ledger.marks)]
    several = {
        number for mark, number in zip(ledger.marks, same, strict=True) if mark.reason != ledger.marks[number].reason
    }
    return same, several


def _whole_owners(tree: Tree, ledger: Ledger, same: list[int]) -> list[int]:
    """Return, for each element, the one owner of all its words, or -1 where there are none or several."""
    none, several = -2, -1
    whole = [none] * len(tree.els)
    for t, text in enumerate(tree.texts):
        if text.isspace():
            continue
        e = tree.tel[t]
        owner = several if t in ledger.parts else same[ledger.owner[t]]
        if whole[e] == none:
            whole[e] = owner
        elif whole[e] != owner:
            whole[e] = several
    for e in range(len(tree.els) - 1, 0, -1):
        up = tree.parent[e]
        if up < 0 or whole[e] == none:
            continue
        if whole[up] == none:
            whole[up] = whole[e]
        elif whole[up] != whole[e]:
            whole[up] = several
    return [max(owner, several) for owner in whole]


def _story_boxes(tree: Tree, ledger: Ledger, kinds: list[Kind | None]) -> set[int]:
    """Return the elements whose own words are the story's, apart from what became a fact."""
    owners: dict[int, set[str]] = defaultdict(set)
    for block in tree.blocks:
        for t in range(block.first, block.last):
            if not tree.texts[t].isspace():
                owner = ledger.owner[t]
                owners[block.e].add("body" if owner == BODY else str(kinds[owner]))
    return {e for e, found in owners.items() if "body" in found and found <= {"body", "claimed"}}
