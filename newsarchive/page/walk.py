"""Walk a parsed page once, and write down what stands where; ``native/walk.pyx`` does the same in compiled code."""

from __future__ import annotations

from functools import cache

from lxml import etree

from newsarchive.page.hints import TAG_HINTS, Hint, hints_of
from newsarchive.page.sections import SECTION_HINTS, section_rule
from newsarchive.page.tree import BREAK, ENTRY_HINTS, INLINE, PROSE, SKIPPED, TELLING, TextBlock, Tree

__all__ = ["HOLDS_STORY", "NAMES_ITSELF", "kind_of", "kinds", "passing_rule", "walk"]

_OTHER_TAGS = "html head body title meta link p div dt dd hr thead tbody tr td th center".split()
# What the walk does at an element: text flows on (with a link, with a line break), or a new block begins (and the inside is
# skipped). Numbers, in this order: they are compared twice an element.
_INLINE, _LINK, _BREAK, _BLOCK, _SKIP = range(5)
_NAV = Hint.NAV
_NOT_MENU = Hint.BODY | Hint.MAIN | Hint.ARTICLE
_MENU_TAGS = frozenset({"div", "ul", "ol", "nav", "header", "menu", "section"})
_SECTION_TAGS = frozenset({"div", "ul", "ol", "section", "aside", "form", "footer"})
_PASSED_RULES = frozenset(
    {"comments", "related-stories", "popular-list", "share-bar", "newsletter-prompt", "cookie-prompt", "advertising"}
)
# What only an element with one of these hints can be: a menu, or a section that names itself.
NAMES_ITSELF = _NAV | SECTION_HINTS
# What shows that a passed-over element is more than it says: a menu that was never closed holds paragraphs as well.
HOLDS_STORY = dict.fromkeys(_PASSED_RULES, ("h1",)) | {"navigation": ("h1", "p", "article", "main")}


def walk(root: etree._Element, skipped_tags: frozenset[str], *, passing: bool) -> Tree:
    """Lay a page out flat; the inside of ``skipped_tags`` is left out, with ``passing`` that of menus and named sections as well."""
    tree = Tree()
    els = tree.els
    tags, names, parent, end = tree.tags, tree.names, tree.parent, tree.end
    tfirst, tlast, hints, context = tree.tfirst, tree.tlast, tree.hints, tree.context
    texts, tel, links = tree.texts, tree.tel, tree.links
    known = kinds(skipped_tags)
    kind_at: list[int] = []  # of each element

    at = -1  # the innermost open element
    boxes: list[int] = []  # open block-level elements
    anchors: list[int] = [-1]  # open <a> elements
    anchor = -1  # the last of them
    first = 0  # first text node of the open block
    breaks = 0  # line breaks seen since the last word
    wordless = True  # the open block holds no word yet, and so no text node either

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            tag, kind, own = known.get(element.tag) or kind_of(element.tag, skipped_tags)
            e = len(els)
            els.append(element)
            tags.append(tag)
            kind_at.append(kind)
            parent.append(at)
            end.append(0)
            tlast.append(0)
            get = element.get
            name = get("class") or ""
            if eid := get("id"):
                name = f"{name} {eid}" if name else eid
            if name:
                own |= hints_of(name)
            if own & SECTION_HINTS:
                tree.sectioned.append(e)
            if get("itemprop") is not None or get("typeof") is not None:
                tree.marked.append(e)
            if tag in TELLING:
                tree.telling.append(e)
            if own & ENTRY_HINTS and name:
                tree.entries.append(e)
            names.append(name)
            hints.append(own)
            context.append(own | context[at] if at >= 0 else own)
            at = e
            if kind == _BREAK:
                if not wordless:
                    breaks += 1
                    if breaks == 2:
                        _close(tree, first, boxes)
                        wordless = True
                    else:
                        texts.append(BREAK)
                        tel.append(e)
                        links.append(anchor)
            elif kind == _LINK:
                anchors.append(e)
                anchor = e
            elif kind >= _BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.append(e)
                skips = kind == _SKIP
                if passing and not skips and own & NAMES_ITSELF and (rule := passing_rule(tree, tag, name, own)):
                    # one with a headline inside never is passed over
                    skips = next(element.iter(*HOLDS_STORY[rule]), None) is None
                    if skips:
                        tree.passed[e] = rule
                if skips:
                    walker.skip_subtree()
                    tree.skipped.append(e)
                    tfirst.append(len(texts))
                    continue
            tfirst.append(len(texts))
            text = element.text
        else:
            end[at] = len(els)
            tlast[at] = len(texts)
            kind = kind_at[at]
            if kind >= _BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.pop()
            elif kind == _LINK:
                anchors.pop()
                anchor = anchors[-1]
            at = parent[at]
            if at < 0:
                break
            text = element.tail
        if text:
            if not text.isspace():
                if wordless:
                    first, wordless = len(texts), False
                texts.append(text)
                breaks = 0
            elif wordless:
                continue
            else:
                texts.append(" ")
            tel.append(at)
            links.append(anchor)
    return tree


@cache
def kinds(skipped_tags: frozenset[str]) -> dict[object, tuple[str, int, int]]:
    """Return for each tag of HTML what ``_kind_of`` says: a page asks hundreds of times, for a few dozen of them."""
    return {tag: kind_of(tag, skipped_tags) for tag in (*INLINE, *SKIPPED, *TAG_HINTS, *_OTHER_TAGS)}


def kind_of(tag: object, skipped_tags: frozenset[str]) -> tuple[str, int, int]:
    """Return the name of a tag without prefix and namespace, its kind, and the hints that it gives."""
    if not isinstance(tag, str):
        return "!", _SKIP, 0  # a comment or an instruction: its text is not page text
    tag = tag.rpartition("}")[2].rpartition(":")[2]
    if tag in INLINE:
        kind = _BREAK if tag == "br" else _LINK if tag == "a" else _INLINE
    else:
        kind = _SKIP if tag in skipped_tags else _BLOCK
    return tag, kind, TAG_HINTS.get(tag, 0)


def passing_rule(tree: Tree, tag: str, name: str, own: int) -> str | None:
    """Return the rule by which an element may be passed over, or None; ``tree`` holds what stands before it."""
    if tag == "nav" or (own & _NAV and not own & _NOT_MENU and tag in _MENU_TAGS):
        return None if own & Hint.CRUMBS else "navigation"
    if not (own & SECTION_HINTS and tag in _SECTION_TAGS):
        return None
    rule = section_rule(name)
    if rule not in _PASSED_RULES:
        return None
    if rule == "comments" and not any(block.length - block.linked >= PROSE for block in tree.blocks):
        return None  # a page that is marked so before its story begins
    return rule


def _close(tree: Tree, first: int, boxes: list[int]) -> None:
    """End the open block: the text nodes from ``first`` on, directly inside the innermost open box."""
    texts, links = tree.texts, tree.links
    last = len(texts)
    if last - first == 1:
        text = " ".join(texts[first].split())
        length = len(text) - text.count(" ")
        linked = length if links[first] >= 0 else 0
    else:
        text = " ".join("".join(texts[first:last]).split())
        length = len(text) - text.count(" ")
        linked = 0
        for t in range(first, last):
            if links[t] >= 0:
                linked += sum(map(len, texts[t].split()))
    tree.blocks.append(TextBlock(len(tree.blocks), boxes[-1] if boxes else 0, first, last, text, length, linked))
