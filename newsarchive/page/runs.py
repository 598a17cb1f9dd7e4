"""Turn the words of one block into runs: white space collapsed, marks, links, language and direction as the page gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsarchive.model import Mark, Run, Runs
from newsarchive.model.gate import clean, safe_href
from newsarchive.page.marks import BODY, Ledger
from newsarchive.page.tree import BREAK, TextBlock, Tree

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["other_language", "runs_of_block"]

_MARKS: dict[str, Mark] = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em", "u": "underline",
    "ins": "underline", "s": "strike", "strike": "strike", "del": "strike", "sub": "sub", "sup": "sup", "code": "code",
    "kbd": "code", "samp": "code", "tt": "code", "mark": "mark",
}  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_PLAIN: tuple[Any, ...] = ((), None, None, None, None)
_DROP_CAP = re.compile(r"drop-?_?cap|initial-?letter|first-?letter|lettrine", re.IGNORECASE)


def runs_of_block(
    tree: Tree,
    ledger: Ledger | None,
    block: TextBlock,
    resolve: Callable[[str], str],
    *,
    owner: int = BODY,
    targets: dict[str, int] | None = None,
    language: str = "",
) -> Runs:
    """Return the words of a block that ``owner`` owns (all of them without a ledger) as runs, white space collapsed."""
    texts, tel, first, border = tree.texts, tree.tel, block.first, block.e
    if (
        block.last - first == 1
        and tel[first] == border
        and (ledger is None or (ledger.owner[first] == owner and first not in ledger.parts))
        and ((raw := texts[first]).isprintable() or clean(raw) is raw)
    ):
        return (Run(block.text),) if block.text else ()  # most paragraphs: the block has squeezed its words already
    said: list[str] = []  # of each run
    looks: list[tuple[Any, ...]] = []
    known: dict[int, tuple[Any, ...]] = {}
    space = True  # the text so far ends with white space, or there is none yet
    drop_cap = False
    for t in range(first, block.last):
        raw = texts[t]
        e = tel[t]
        if ledger is not None:
            if ledger.owner[t] != owner:
                continue
            if t in ledger.parts:
                raw = "".join([raw[a:b] for a, b in ledger.gaps(t)])
        if raw is BREAK or (raw == BREAK and tree.tags[e] == "br"):
            if said:
                said[-1] = said[-1].rstrip(" ")
                said.append("\n")
                looks.append(_PLAIN)
            space = True
            continue
        # What is printable has no white space but spaces, and nothing that the gate stops.
        text = raw if raw.isprintable() and "  " not in raw else _squeezed(clean(raw))
        if space or (drop_cap and text[1:2].islower()):
            text = text.lstrip(" ")
        drop_cap = False
        if not text:
            continue
        if e == border:
            look = _PLAIN
        elif (cached := known.get(e)) is not None:
            look = cached
        else:
            look = known[e] = _look(tree, e, border, resolve, targets or {}, language)
        space = text[-1] == " "
        if looks and looks[-1] == look:
            said[-1] += text
        else:
            said.append(text)
            looks.append(look)
        if len(text) == 1 and len(said) == 1 and text.isupper() and _DROP_CAP.search(tree.names[e]):
            drop_cap = True
    while said and not (trimmed := said[-1].rstrip()):
        said.pop()
    if said:
        said[-1] = trimmed
    start = 0
    while start < len(said) and not said[start].strip():
        start += 1
    return tuple([Run(said[i], *looks[i]) for i in range(start, len(said)) if said[i]])


def _squeezed(text: str) -> str:
    """Return a text with each stretch of white space as one space, one at an end that has some."""
    squeezed = " ".join(text.split())
    if len(squeezed) == len(text):
        return squeezed
    if text[:1].isspace():
        squeezed = f" {squeezed}"
    return f"{squeezed} " if text[-1:].isspace() and squeezed != " " else squeezed


def _look(
    tree: Tree, e: int, border: int, resolve: Callable[[str], str], targets: dict[str, int], language: str
) -> tuple[Any, ...]:
    """Return the marks, link, language, direction and footnote of text in an element inside its block."""
    marks: set[Mark] = set()
    href = lang = direction = note = None
    tags, parent, speaking = tree.tags, tree.parent, tree.speaking
    while e > border:
        tag = tags[e]
        if (mark := _MARKS.get(tag)) is not None:
            marks.add(mark)
        elif tag == "a" and href is None and note is None:
            raw = tree.els.attribute(e, "href").strip()
            if raw[:1] == "#":
                note = raw[1:] if raw[1:] in targets else None
            elif raw:
                href = safe_href(resolve(raw))
        if (e in speaking) if speaking is not None else tree.speaks(e):
            element = tree.els[e]
            lang = lang or element.get("lang")
            direction = direction or element.get("dir")
        e = parent[e]
    if direction not in {"ltr", "rtl"}:
        direction = None
    ordered = tuple(sorted(marks)) if len(marks) > 1 else tuple(marks)
    return ordered, href, other_language(lang, language) if lang else None, direction, note


def other_language(lang: str | None, language: str) -> str | None:
    """Return a language tag where it says something that the article's own does not."""
    if not lang or not _LANGUAGE.fullmatch(lang.strip()):
        return None
    lang = lang.strip().replace("_", "-")
    return None if lang.lower().split("-")[0] == language.split("-", maxsplit=1)[0] else lang
