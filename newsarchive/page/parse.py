"""Parse a page into an lxml tree, and prove that the parser lost nothing on the way.

libxml2 stops without a word at a nesting of some 2,000 elements, and puts what follows ``</html>`` beside the document. A
sentinel element at the end of the source shows whether the end was reached; where it was not, the page is read again with
BeautifulSoup over Python's own parser, which loses nothing and costs 12 to 38 times as much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newsarchive.model.gate import clean
from newsarchive.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup

__all__ = ["MAX_ATTRIBUTES", "MAX_DEPTH", "parse_html"]

MAX_ATTRIBUTES = 512  # of one tag; libxml2 compares each with all others before it
MAX_DEPTH = 1500  # of the second parser's tree; libxml2 itself stops at 2,048
_SENTINEL = "newsarchive-end"
_SENTINEL_MARKUP = b"<newsarchive-end></newsarchive-end>"
_UNSEEN = frozenset({"script", "style", "template"})
_RAW = frozenset({"script", "style"})
_IN_HEAD = frozenset("title meta link script style base noscript template basefont bgsound object isindex".split())
_LONG_TAG = 16_384
_TAG = re.compile(rb"<[A-Za-z][^<>]*\Z")
_ATTRIBUTE = re.compile(rb"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?""")


def parse_html(data: bytes, notes: list[Note]) -> etree._Element:
    """Parse UTF-8 bytes of a page; what had to be done about it is added to ``notes``.

    The answer is the ``html`` element of a tree that has one, whatever the bytes are.
    """
    data = _without_endless_tags(data.replace(b"\0", b""), notes)
    root = _lxml(data)
    if root is None or not _whole(root):
        # An unclosed script or comment swallows the sentinel in every parser: nothing was lost then.
        closed = _without_open_comment(data)
        again = _lxml(closed) if len(closed) < len(data) else None
        if again is not None and _whole(again):
            root = again
        elif root is None or not _swallowed(root, data):
            rescued = _rescued(closed)
            if root is None or _size(rescued) > _size(root):
                notes.append(Note("NA102", "second-parser", "the fast parser did not reach the end of the page"))
                return rescued
            _forget_sentinel(root)
    _out_of_head(root)
    return root


def _lxml(data: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data + _SENTINEL_MARKUP, parser)
    except etree.LxmlError:
        return None
    if root is None or not isinstance(root.tag, str):
        return None
    return root


def _whole(root: etree._Element) -> bool:
    """Take the sentinel out, bring what stands after ``</html>`` back in; tell whether the sentinel was there."""
    if root.getnext() is not None and _brought_back(root):
        return True
    last: etree._Element = root
    while len(last):
        last = last[-1]
    if last.tag != _SENTINEL:
        return False
    up = last.getparent()
    if up is not None:
        up.remove(last)
    return True


def _brought_back(root: etree._Element) -> bool:
    """Bring what stands beside the root into the body; tell whether the sentinel was there."""
    found = False
    body = root.find("body")
    home = root if body is None else body
    for other in list(root.itersiblings()):
        for child in list(other):
            if child.tag == _SENTINEL:
                found = True
            else:
                home.append(child)  # takes its tail along
        if other.text and other.text.strip():
            stray = etree.SubElement(home, "span")
            stray.text = other.text
    return found


def _out_of_head(root: etree._Element) -> None:
    """Move what is no part of a head to the body (HTML, section 13.2.6.4.4).

    libxml2 knows no ``article``, ``main`` or ``section``: where a page leaves its body tag out, the story stays in the head.
    """
    head = root.find("head")
    stray = [child for child in head if child.tag not in _IN_HEAD] if head is not None else []
    if not stray:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, child in enumerate(stray):
        body.insert(place, child)  # takes its tail along


def _without_open_comment(data: bytes) -> bytes:
    """Cut a comment at the end that never closes: browsers do not show it, Python's parser takes it for text."""
    start = data.rfind(b"<!--")
    if start < 0 or data.find(b"-->", start) >= 0:
        return data
    before = data[:start].lower()
    # inside a script it is the old way to hide it from browsers that knew none: the page goes on behind it
    hides_script = before.rfind(b"<script") > before.rfind(b"</script")
    return data if hides_script and b"</script" in data[start:].lower() else data[:start]


def _swallowed(root: etree._Element, data: bytes) -> bool:
    """Tell whether the last element is a script or a style sheet that never closes, and take the sentinel out of it.

    Every parser reads on to the end of the page then (HTML standard, sections 13.2.5.2 and 13.2.5.3: raw text ends at its own end tag).
    """
    last = root
    while len(last):
        last = last[-1]
    if last.tag not in _RAW or last.tail:
        return False
    text = (last.text or "").encode("utf-8", "surrogatepass")
    if not text.endswith(_SENTINEL_MARKUP) or not data.endswith(text.removesuffix(_SENTINEL_MARKUP)):
        return False
    if f"</{last.tag}".encode() in text.lower():
        return False
    _forget_sentinel(last)
    return True


def _forget_sentinel(root: etree._Element) -> None:
    """Take the sentinel out of a script, style sheet or title that was never closed and swallowed it as text."""
    markup = _SENTINEL_MARKUP.decode()
    for element in root.iter():
        if element.text and markup in element.text:
            # libxml2 reads characters that it does not let anybody write, such as what ``&#1;`` stands for
            element.text = clean(element.text.replace(markup, ""))


def _size(root: etree._Element) -> int:
    """Count the letters that a reader could see: parsers differ about where a broken script ends."""
    size = 0
    for element in root.iter():
        if element.tag not in _UNSEEN:
            size += len((element.text or "").strip())
        size += len((element.tail or "").strip())
    return size


def _without_endless_tags(data: bytes, notes: list[Note]) -> bytes:
    """Cut tags with hundreds of attributes down: libxml2 takes quadratic time over them."""
    pieces: list[bytes] = []
    done = 0
    for start, end in _long_stretches(data):
        tag = _TAG.search(data, max(data.rfind(b"<", start, end), start), end)
        if tag is None or tag[0].count(b"=") + tag[0].count(b" ") <= MAX_ATTRIBUTES:
            continue
        attributes = _ATTRIBUTE.findall(tag[0][1:])
        if len(attributes) > MAX_ATTRIBUTES:
            pieces += data[done : tag.start()], b"<", b" ".join(attributes[:MAX_ATTRIBUTES])
            done = end
    if not pieces:
        return data
    notes.append(
        Note("NA106", "attributes-over-limit", f"a tag has more than {MAX_ATTRIBUTES} attributes; the rest is unread")
    )
    return b"".join([*pieces, data[done:]])


def _long_stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the stretches of at least _LONG_TAG bytes without ">", by looking at one byte in thousands."""
    size, start = len(data), 0
    while size - start >= _LONG_TAG:
        # The last ">" of the window: no stretch that begins before it is long.
        last = data.rfind(b">", start, start + _LONG_TAG)
        if last >= 0:
            start = last + 1
            continue
        end = data.find(b">", start)
        end = size if end < 0 else end
        yield start, end
        start = end + 1


def _rescued(data: bytes) -> etree._Element:
    """Read the page with BeautifulSoup and rebuild it as an lxml tree, nesting cut at MAX_DEPTH."""
    import warnings

    from bs4 import BeautifulSoup, ParserRejectedMarkup

    text = data.decode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(text, "html.parser")
        except ParserRejectedMarkup:
            # Python's parser gives up over ``<![`` before a word that SGML does not know; to HTML it is a comment up
            # to the next ``>`` (HTML standard, section 13.2.5.42), as this is to Python's parser.
            soup = BeautifulSoup(text.replace("<![", "<! ["), "html.parser")
    return _rebuilt(soup)


def _rebuilt(soup: BeautifulSoup) -> etree._Element:
    from bs4.element import NavigableString, PreformattedString, Tag

    root = etree.Element("html")
    # (where it goes, how deep that is, what is still to come); no recursion, the page may be 100,000 deep
    stack: list[tuple[etree._Element, int, list[object]]] = [(root, 1, list(reversed(soup.contents)))]
    while stack:
        home, depth, todo = stack[-1]
        if not todo:
            stack.pop()
            continue
        node = todo.pop()
        if isinstance(node, Tag):
            if node.name == "html":
                child = root
            elif depth >= MAX_DEPTH:
                child = home
            else:
                child = etree.SubElement(home, _name(node.name))
            for key, value in list(node.attrs.items())[:MAX_ATTRIBUTES]:
                _set(child, key, " ".join(value) if isinstance(value, list) else str(value))
            stack.append((child, depth + (child is not home), list(reversed(node.contents))))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            _add_text(home, str(node))
    return root


def _add_text(home: etree._Element, text: str) -> None:
    text = "".join(c for c in text if c >= " " or c in "\t\n\r")
    try:
        if len(home):
            home[-1].tail = (home[-1].tail or "") + text
        else:
            home.text = (home.text or "") + text
    except ValueError:  # a surrogate or a non-character
        _add_text(home, text.encode("ascii", "ignore").decode("ascii"))


def _name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z][\w.-]*", name, re.ASCII) else "span"


def _set(element: etree._Element, key: str, value: str) -> None:
    try:
        element.set(key, value)
    except ValueError:
        return
