"""Cut a feed into its entries while it is read: a damaged entry costs itself alone, and a feed of any size fits."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsarchive.sources.encoding import decode, xml_label

__all__ = ["Cutter", "Entry", "texts_of"]

_STEP = 1 << 20
_HEAD = 1 << 18
# A tag of an entry, whatever its prefix; what looks like one in a section of text or in a comment is none.
_TOKEN = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:[A-Za-z_][\w.\-]{0,40}:)?(item|entry)(?=[\s/>])")
_BETWEEN = re.compile(
    r"</(?:[A-Za-z_][\w.\-]{0,40}:)?(?:item|entry)>\s{0,400}<(?:[A-Za-z_][\w.\-]{0,40}:)?(?:item|entry)[\s>]"
)
_TAG = 128
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_ROOT_END = re.compile(r"</(?:[A-Za-z_][\w.\-]{0,40}:)?(?:rss|feed|RDF)\s{0,40}>")


@dataclass(frozen=True, slots=True)
class Entry:
    """The text of one entry; ``whole`` is False where it is damaged, ``text`` is "" where it is over the limit."""

    text: str
    whole: bool = True


class Cutter:
    """The entries of a feed: ``head`` is what stands before the first one, ``ended`` tells that the feed has its end."""

    def __init__(self, limit: int) -> None:
        """Hold no more than one entry, of at most ``limit`` characters."""
        self.head = ""
        self.ended = False
        self._limit = limit
        self._held = ""
        self._at = 0  # what stands before was looked at
        self._start: int | None = None  # of the entry that is not ended yet
        self._broken = False  # so is that entry
        self._any = False
        self._last = ""

    def entries(self, texts: Iterator[str]) -> Iterator[Entry]:
        """Yield the entries of a text that comes in pieces."""
        for text in texts:
            self._held += text
            yield from self._cut(final=False)
            self._let_go()
            if len(self._held) > self._limit:
                yield from self._give_up()
        yield from self._cut(final=True)
        if self._start is not None:
            yield Entry(self._held[self._start :], whole=False)
        self._let_go()
        self.ended = _ROOT_END.search(self._last + self._held) is not None

    def _let_go(self) -> None:
        """Forget what was looked at, but for an entry that is not ended yet."""
        count = self._at if self._start is None else self._start
        self._last = (self._last + self._held[max(0, count - _TAG) : count])[-_TAG:]
        self._keep_head(self._held[:count])
        self._held = self._held[count:]
        self._at -= count
        if self._start is not None:
            self._start = 0

    def _keep_head(self, text: str) -> None:
        if not self._any:
            self.head = (self.head + text)[:_HEAD]

    def _give_up(self) -> Iterator[Entry]:
        """Let go of an entry that is too large, or of a section of text without an end."""
        if found := _TOKEN.match(self._held, self._at):
            # Its end may never come: what stands in it is looked at as if it were no section.
            self._at = found.end()
            yield from self._cut(final=False)
        if self._start is not None and len(self._held) - self._start > self._limit:
            yield Entry("", whole=False)
            self._start = None
        self._let_go()

    def _cut(self, *, final: bool) -> Iterator[Entry]:
        while found := _TOKEN.search(self._held, self._at):
            self._at = found.start()
            end = self._held.find(_ENDS.get(found[0], ">"), found.end())
            if end < 0:
                if not final:
                    return
                if found[0] not in _ENDS:
                    break
                self._at = found.end()
            elif found[0] in _ENDS:
                swallowed = self._start is not None and self._swallows(found.end(), end)
                self._broken = self._broken or swallowed
                self._at = found.end() if swallowed else end + 3
            else:
                yield from self._tag(found, end)
        # The beginning of a tag may wait for its rest.
        self._at = max(self._at, len(self._held) - (0 if final else _TAG))

    def _swallows(self, start: int, end: int) -> bool:
        """Tell whether a section of text has lost its end: sections do not stand in each other, nor do entries."""
        section = self._held.find("<![CDATA[", start, end)
        return section >= 0 and _BETWEEN.search(self._held, start, section) is not None

    def _tag(self, found: re.Match[str], end: int) -> Iterator[Entry]:
        self._at = end + 1
        if found[1]:
            if self._start is not None:
                yield Entry(self._held[self._start : end + 1], whole=not self._broken)
                self._start, self._broken = None, False
            return
        if self._held[end - 1] == "/":
            return
        if self._start is not None:
            # Entries do not stand in each other: the end of the one before is lost.
            yield Entry(self._held[self._start : found.start()], whole=False)
        elif not self._any:
            self._keep_head(self._held[: found.start()])
        self._any = True
        self._start, self._broken = found.start(), False


def texts_of(file: BinaryIO) -> Iterator[str]:
    """Yield the text of a document of XML in pieces, none of which ends inside a tag that is shorter than a piece.

    Each piece is decoded by itself, by what the document declares where it is no UTF-8.
    """
    first = file.read(_HEAD)
    if not first:
        return
    found = decode(first)
    if found.charset.startswith("utf-") and found.charset != "utf-8":
        wide = codecs.getincrementaldecoder(found.charset)(errors="replace")
        yield wide.decode(first).lstrip("\ufeff")
        while piece := file.read(_STEP):
            yield wide.decode(piece)
        yield wide.decode(b"", final=True)
        return
    label = xml_label(first)
    rest = first[found.bom if found.charset == "utf-8" else 0 :]
    while piece := file.read(_STEP):
        rest += piece
        # These bytes stand for themselves in every charset of the web that is not wide.
        cut = max(rest.rfind(b"\n"), rest.rfind(b">")) + 1
        if cut or len(rest) > 4 * _STEP:
            cut = cut or len(rest)
            yield decode(rest[:cut], http_charset=label).text
            rest = rest[cut:]
    yield decode(rest, http_charset=label).text
