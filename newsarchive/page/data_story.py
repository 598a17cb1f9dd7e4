"""Find the story in a page's data where the page itself shows none: sites that write their text with a script.

The data is a tree of anything. What makes a story in it is prose: the strings that share a path, list places aside, and hold
the most running text. They are put back as paragraphs into the page's own tree, so that they are read as any story is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsarchive.page.facts.page_data import states

if TYPE_CHECKING:
    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["MARK", "put_story_back"]

MARK = "data-newsarchive-data"  # the attribute of the element that holds what was put back
_SHOWN = 600  # characters of running text: a page that shows more shows its story
_TIMES = 3  # the data must hold so many times what is shown
_ENOUGH = 400
_PROSE = 80
_DEPTH, _VALUES = 60, 200_000
_SHORT_PIECE = 60  # characters: pieces shorter than this on average are parts of lines
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote|strong|em|a|span|figure)\b", re.IGNORECASE)
_SPACED = re.compile(r"\s")
_UNSPACED = re.compile("[぀-ヿ㐀-鿿]")
# The last key of a path that speaks about the story, or about another one, and is not the story.
_ABOUT = frozenset(
    "description summary excerpt teaser abstract subtitle subheadline headline title name caption alt alttext credit copyright url src "
    "href bio biography authorbio disclaimer metadescription ogdescription seodescription lead dek deck".split()
)

_Path = tuple[str, ...]
_Place = tuple[int, ...]


def put_story_back(tree: Tree, facts: Facts) -> str | None:
    """Put the story into the page's tree where only its data holds it; return the place in the data, None where nothing was done.

    The page must be read again then, from the same root.
    """
    head = facts.head
    if head is None:
        return None
    shown = sum(block.length for block in tree.blocks if block.length - block.linked >= _PROSE)
    if shown >= _SHOWN:
        return None
    stories = [_story_in(value) for value in states(head.scripts)]
    bodies = (node.props.get("articleBody") for node in facts.nodes[:1])
    stories += [("articleBody", [body]) for body in bodies if isinstance(body, str)]
    place, pieces = max(stories, key=lambda story: sum(map(len, story[1])), default=("", []))
    size = sum(len(_TAG.sub("", piece)) for piece in pieces)
    if size < max(_ENOUGH, _TIMES * shown):
        return None
    home = etree.SubElement(tree.els[0], "article")
    home.set(MARK, place)
    for piece in pieces:
        _paragraphs(home, piece)
    return place


def _story_in(value: Any) -> tuple[str, list[str]]:
    """Return the path of the most prose in a tree of data, as a reader would write it, and the pieces in order."""
    found: dict[_Path, list[tuple[_Place, str]]] = {}
    left = _VALUES
    stack: list[tuple[Any, _Path, _Place]] = [(value, (), ())]
    while stack and left:
        left -= 1
        thing, path, place = stack.pop()
        if isinstance(thing, str):
            text = thing.strip()
            if (
                text
                and (not path or path[-1].lower() not in _ABOUT)
                and not text.startswith(("http", "/", "{", "data:"))
            ):
                found.setdefault(path, []).append((place, thing))
        elif len(path) < _DEPTH and isinstance(thing, dict):
            stack.extend((inner, (*path, str(name)), place) for name, inner in reversed(thing.items()))
        elif len(path) < _DEPTH and isinstance(thing, list):
            stack.extend((inner, (*path, "*"), (*place, i)) for i, inner in reversed(list(enumerate(thing))))
    stories = [(path, _lines(path, pieces)) for path, pieces in found.items()]
    path, lines = max(stories, key=lambda story: _prose_in(story[1]), default=((), []))
    return (".".join(path), lines) if _prose_in(lines) else ("", [])


def _prose_in(lines: list[str]) -> int:
    return sum(len(line) for line in lines if _is_prose(line))


def _is_prose(text: str) -> bool:
    if _UNSPACED.search(text):
        return len(text) >= _PROSE // 2
    return len(text) >= _PROSE and len(_SPACED.findall(text)) >= _PROSE // 12


def _lines(path: _Path, pieces: list[tuple[_Place, str]]) -> list[str]:
    """Join what an editor's format cut inside a line: pieces whose last but one list is the same, where pieces are short."""
    average = sum(len(text) for _, text in pieces) / len(pieces)
    if path.count("*") < 2 or average >= _SHORT_PIECE:
        return [text for _, text in pieces]
    lines: dict[_Place, list[str]] = {}
    for place, text in pieces:
        lines.setdefault(place[:-1], []).append(text)
    return ["".join(texts) for texts in lines.values()]


def _paragraphs(home: etree._Element, piece: str) -> None:
    """Put a piece, mark-up or plain lines, into the page as paragraphs."""
    if _TAG.search(piece):
        try:
            parsed = etree.fromstring(f"<div>{piece}</div>", etree.HTMLParser(no_network=True, remove_comments=True))
        except (etree.LxmlError, ValueError):
            return
        body = parsed.find("body") if parsed is not None else None
        for box in list(body) if body is not None else []:
            if box.text and box.text.strip():
                etree.SubElement(home, "p").text = box.text
            home.extend(list(box))
        return
    for line in piece.splitlines():
        if line.strip():
            paragraph = etree.SubElement(home, "p")
            try:
                paragraph.text = line
            except ValueError:  # signs that no mark-up may hold
                home.remove(paragraph)
