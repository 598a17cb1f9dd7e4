"""Find the headline among the lines of a scrape: the line that says what the page's title says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsarchive.page import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsarchive.page.scrape.lines import Line

__all__ = [
    "CORE",
    "LONGEST_TITLE",
    "begins_title",
    "ends_title",
    "find_headline",
    "folded",
    "kicker_end",
    "pieces",
    "story_start",
    "weight",
]

LONGEST_TITLE = 300
_LIKE = 0.6  # of the words of a title: the headline, written another way
_FAINTLY = 0.25  # the same, for a line right above the running text that shares telling words with the title
_AS_LONG = 0.55  # of the title; a shorter line is a kicker
_TELLING = 4  # letters of such a word
_NEAR = 60  # lines above the running text in which the headline stands
_BEFORE = 14  # lines: right above
_SHORTEST_KICKER = 8  # letters
_LONGEST_KICKER = 40
CORE = re.compile(r"\s+[|｜\-–—·•»/]\s+[^|｜–—·•»]{1,60}$")  # what follows the last divider of a title
_CLOSE = 8  # lines between paragraphs of one story
_BESIDE = 2
_LONGEST_HEADLINE = 200
_COLONS = (":", "：")
_DIVIDERS = frozenset("|｜-–—·•»/_‹›>～~∣")
_KICKED = frozenset(":：|｜-–—!?.")
_STOPS = re.compile(r"[.。][\"'”’»)\]」』]*$")
_NOT_WORD = re.compile(r"[\W_]+")


def find_headline(lines: Sequence[Line], title: str, prose: Sequence[int]) -> int:
    """Return the line that shows the headline, or -1: the last one above the running text that says what the title says."""
    if len(folded(title)) < 4:
        return -1
    start = story_start(lines, title, prose)
    # the story may begin with a short paragraph, and boxes of running text may stand above it: look a little further down
    reach = min(len(lines), start + 6)
    for says in (begins_title, ends_title):
        same = [i for i in range(reach) if says(lines[i].text, title)]
        if not same and says is begins_title:
            same = [i for i in range(reach, len(lines)) if says(lines[i].text, title)][:1]
        if same:
            longest = max(len(lines[i].text) for i in same)
            found = [i for i in same if len(lines[i].text) >= 0.8 * longest][-1]
            if not lines[found].listed:
                return found
            # the end of a list: the way to the page in the site's sections says the title, the headline may say more
            other = _reworded(lines, title, start, reach)
            return max(found, other)
    return _reworded(lines, title, start, reach)


def story_start(lines: Sequence[Line], title: str, prose: Sequence[int]) -> int:
    """Return where the running text begins: a paragraph with others close by that is not the title said again."""
    wanted = folded(title)
    paragraphs = [i for i in prose if not wanted or not wanted.startswith(folded(lines[i].text))]
    for place, i in enumerate(paragraphs):
        if sum(j - i <= _CLOSE for j in paragraphs[place + 1 : place + 3]) == _BESIDE:
            return i
    return paragraphs[0] if paragraphs else len(lines)


def kicker_end(text: str, title: str) -> int:
    """Return where the headline begins in a line that holds its kicker too, or 0.

    A title joins the two with a colon; where the page prints another sign there, or none, they are two things on the page. Or
    the title gives the headline alone, and the line ends in it.
    """
    core = folded(CORE.sub("", title))
    whole = folded(text)
    extra = len(whole) - len(core)
    if len(core) >= 3 * _SHORTEST_KICKER and 0 < extra <= _LONGEST_KICKER and whole.endswith(core):
        return _headline_at(text, extra)
    at = title.find(": ")
    count = len(folded(title[:at])) if at > 0 else 0
    if count < _SHORTEST_KICKER or not begins_title(text, title) or len(whole) < 2 * _SHORTEST_KICKER + count:
        return 0
    return _headline_at(text, count)


def _headline_at(text: str, count: int) -> int:
    """Return where the words after the first ``count`` letters begin, 0 where a colon or nothing stands between."""
    end = _reach(text, count)
    between = re.match(r"[^\w:：„“«‚‘(]*", text[end:])
    assert between is not None
    after = end + between.end()
    if text[after : after + 1] in ":：" or after == end or _reach(text, count + 1) <= after:
        return 0
    opened = re.search(r"[\"']$", text[end:after])
    return after - 1 if opened and after - end > 1 and text[after - 2 : after - 1] == " " else after


def _reworded(lines: Sequence[Line], title: str, start: int, reach: int) -> int:
    """Find a headline that the title puts another way: titles are written for search engines, headlines for readers."""
    mine = pieces(title)
    length = len(CORE.sub("", title))
    best, most = -1, 0.0
    for i in range(max(0, start - _NEAR), reach):
        text = lines[i].text
        if (
            not 12 <= len(text) <= _LONGEST_HEADLINE
            or lines[i].listed
            or (_STOPS.search(text) and not _STOPS.search(title))
        ):
            continue
        if text.endswith(_COLONS):
            continue
        theirs = pieces(text)
        shared = mine & theirs
        alike = 2 * len(shared) / (len(mine) + len(theirs) or 1)
        telling = sum(len(piece) >= _TELLING for piece in shared)
        near = start - _BEFORE <= i < start and telling >= _BESIDE and len(text) >= _AS_LONG * length
        if alike > most and (alike > _LIKE or (near and alike > _FAINTLY and words.lead_class(text) is None)):
            best, most = i, alike
    return best


def pieces(text: str) -> frozenset[str]:
    """Return the words of a title, or the pairs of signs of an unspaced script."""
    if weight(text) == 1:
        return frozenset(_NOT_WORD.sub(" ", text.replace("\u00ad", "")).casefold().split())
    signs = folded(text)
    return frozenset(signs[i : i + 2] for i in range(len(signs) - 1))


def begins_title(text: str, title: str) -> bool:
    """Tell whether a line is the title, or all of it up to the mark before the site's name."""
    mine, whole = folded(text), folded(title)
    if len(text) > LONGEST_TITLE or len(mine) * weight(text) < 12 or not whole.startswith(mine):
        return False
    if mine == whole:
        return True
    rest = title[_reach(title, len(mine)) :].lstrip(" \"'”’»)\u00a0")
    return rest[:1] in _DIVIDERS and (len(mine) >= 0.35 * len(whole) or len(mine) * weight(text) > 30)


def ends_title(text: str, title: str) -> bool:
    """Tell whether a line is what follows a kicker in the title: “Storm: Ferry stays in harbour | Hill Post”."""
    mine, whole = folded(text), folded(title)
    at = whole.find(mine, 1) if len(mine) * weight(text) >= 24 and len(text) <= LONGEST_TITLE else -1
    if at < 0 or len(mine) < 0.4 * len(whole):
        return False
    before = title[: _reach(title, at)].rstrip(" \"'„“«‚‘(\u00a0")
    rest = title[_reach(title, at + len(mine)) :].lstrip(" \"'”’»)\u00a0")
    return before[-1:] in _KICKED and (not rest or rest[:1] in _DIVIDERS)


def _reach(title: str, count: int) -> int:
    """Return where in a title its first ``count`` letters and digits end."""
    seen = 0
    for at, sign in enumerate(title):
        seen += len(folded(sign))
        if seen >= count:
            return at + 1
    return len(title)


@lru_cache(maxsize=2048)  # the title is compared with every line, and each line with it several times
def folded(text: str) -> str:
    """Return the letters and digits of a text alone, in one case."""
    return _NOT_WORD.sub("", text).casefold()


def weight(text: str) -> int:
    """Say how much a sign of this text tells: one of an unspaced script tells about as much as three letters."""
    if text.isascii():
        return 1
    return 3 if sum("\u3040" <= sign <= "\u9fff" for sign in text[:40]) > 10 else 1
