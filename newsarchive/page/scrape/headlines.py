"""Measure each line of a scrape that may be its headline: what else says the same, where it stands, what stands around it.

The numbers feed a small learnt ensemble (``headline`` in ``weights.json``). Their order is the order of ``HEADLINE_NAMES``; a change
here asks for a new training run (``python -m newsarchive.page.scrape.train``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from newsarchive.page import words
from newsarchive.page.scrape.address import slug_words, worded
from newsarchive.page.scrape.shapes import ADDRESS, BYLINE, CLOCK, CREDIT, DATE, ENDS
from newsarchive.page.scrape.titles import CORE, begins_title, ends_title, folded, pieces, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsarchive.page.scrape.lines import Line

__all__ = ["HEADLINE_NAMES", "Candidate", "candidates", "telling"]

HEADLINE_NAMES = (
    "same", "begins", "ends", "alike", "shared", "of_title", "in_title", "length_ratio", "titled", "echo", "first",
    "slug_of_line", "slug_of_slug", "slugged", "slug_best",
    "in_story", "in_lead", "story_best", "length", "words", "stop", "question", "colon", "digits", "capitals", "lower",
    "address", "date", "clock", "credit", "level", "bullet", "indent",
    "gaps", "blanks", "blanks_after", "separators", "repeats", "before", "after",
    "at", "to_start", "past_start", "to_prose", "since_prose", "to_date", "since_date", "to_byline", "to_deck", "longer_until",
    "longest_near", "bullets_near", "mean_near", "titles_near", "prev_length", "prev_stop", "prev_label", "next_length", "next_stop",
    "next_label", "next_date", "next2_length", "next2_stop",
    "alike_earlier", "alike_later", "slug_earlier", "slug_later", "prev_alike", "next_alike", "prev_story", "next_story",
    "next_numbers",
)  # fmt: skip
_SHORTEST, _LONGEST = 6, 260  # characters of a headline, a sign of an unspaced script counting three
_FAR = 40
_TELLING = 4  # letters
_LEAD = 700  # characters
_STORY = 6000
_NEAR = 4  # lines
_RIVALS = 14  # lines
_SEPARATORS = re.compile(r"[|｜›»>/•·]\s")


@dataclass(slots=True)
class Candidate:
    """A line that may be the headline: its place among the lines, and what was measured, in the order of HEADLINE_NAMES."""

    place: int
    row: list[float] = field(default_factory=list)


def candidates(
    lines: Sequence[Line], prose: Sequence[int], start: int, *, titled: bool, address: str | None
) -> list[Candidate]:
    """Measure every line that may be the headline; ``lines[0]`` may be the page's title if it is ``titled``.

    ``prose`` are the places of running text, ``start`` is the place where the story seems to begin.
    """
    return _Meter(lines, prose, start, titled=titled, address=address).measured()


class _Meter:
    def __init__(
        self, lines: Sequence[Line], prose: Sequence[int], start: int, *, titled: bool, address: str | None
    ) -> None:
        self.lines, self.start = lines, start
        self.title = lines[0].text if titled and lines else ""
        self.n = len(lines)
        self.weights = [weight(line.text) for line in lines]
        self.lengths = [float(len(line.text) * w) for line, w in zip(lines, self.weights, strict=True)]
        self.stops = [float(bool(ENDS.search(line.text))) for line in lines]
        self.dates = [float(bool(DATE.search(line.text))) if len(line.text) < 120 else 0.0 for line in lines]
        self.bylines = [float(bool(BYLINE.match(line.text))) if len(line.text) < 90 else 0.0 for line in lines]
        self.folds = [folded(line.text) for line in lines]
        self.counts = Counter(self.folds)
        self.labels = [float(len(line.text) < 80 and words.label_class(line.text) is not None) for line in lines]
        self.prose = frozenset(prose)
        end = max(prose, default=self.n - 1)
        self.places = [
            i
            for i in range(min(self.n, end + 1, start + _FAR))
            if _SHORTEST <= self.lengths[i] <= _LONGEST
            and lines[i].gaps < 3
            and not lines[i].ordered
            and not self.labels[i]
            and self.folds[i]
        ]
        self.slug = slug_words(address)
        story = " ".join(lines[i].text for i in prose if i >= start)[:_STORY]
        self.story = telling(story)
        self.opening = telling(story[:_LEAD])
        self.mine = pieces(self.title) if self.title else frozenset()

    def measured(self) -> list[Candidate]:
        places = self._around()
        found = [Candidate(i) for i in self.places]
        said = {i: pieces(self.lines[i].text) for i in self.places}
        likes = {i: _alike(self.mine, said[i]) if i and self.mine else 0.0 for i in self.places}
        slugs = {i: self._slugged(i) for i in self.places}
        stories = {i: _share(telling(self.lines[i].text), self.story) for i in self.places}
        echo = max(likes.values(), default=0.0)
        best_slug = max((hit[1] for i, hit in slugs.items() if i), default=0.0)
        best_story = max((x for i, x in stories.items() if i), default=0.0)
        for one in found:
            i = one.place
            one.row = [
                *self._agreement(i, said[i], likes[i]),
                float(bool(self.title)), echo, float(i == 0),
                *slugs[i], float(len(self.slug)), best_slug - slugs[i][1],
                stories[i], _share(telling(self.lines[i].text), self.opening), best_story - stories[i],
                *self._own(i),
                *places[i],
                *self._near(i),
                *self._rivals(i, likes, slugs, stories),
            ]  # fmt: skip
        return found

    def _rivals(
        self,
        i: int,
        likes: dict[int, float],
        slugs: dict[int, tuple[float, float]],
        stories: dict[int, float],
    ) -> list[float]:
        """Say what the lines around say of the title, the address and the story: the last one that says it is the headline."""
        earlier = [j for j in range(max(1, i - _RIVALS), i) if j in likes]
        later = [j for j in range(i + 1, min(i + _RIVALS, self.start)) if j in likes]
        return [
            max((likes[j] for j in earlier), default=0.0),
            max((likes[j] for j in later), default=0.0),
            max((slugs[j][1] for j in earlier), default=0.0),
            max((slugs[j][1] for j in later), default=0.0),
            likes.get(i - 1, 0.0) if i > 1 else 0.0,
            likes.get(i + 1, 0.0),
            stories.get(i - 1, 0.0) if i > 1 else 0.0,
            stories.get(i + 1, 0.0),
            float(i + 1 in likes),
        ]

    def _agreement(self, i: int, said: frozenset[str], alike: float) -> list[float]:
        if not i or not self.title:
            return [0.0] * 8
        text, title = self.lines[i].text, self.title
        shared = self.mine & said
        return [
            float(self.folds[i] == self.folds[0]),
            float(begins_title(text, title)),
            float(ends_title(text, title)),
            alike,
            float(sum(len(piece) >= _TELLING for piece in shared)),
            len(shared) / len(self.mine) if self.mine else 0.0,
            len(shared) / len(said) if said else 0.0,
            len(text) / len(CORE.sub("", title) or title),
        ]

    def _slugged(self, i: int) -> tuple[float, float]:
        mine = worded(self.lines[i].text)
        shared = len(mine & self.slug)
        return shared / len(mine) if mine else 0.0, shared / len(self.slug) if self.slug else 0.0

    def _own(self, i: int) -> list[float]:
        line = self.lines[i]
        text = line.text
        found = _words_of(text)
        letters = sum(map(len, found)) or 1
        key = self.folds[i]
        return [
            self.lengths[i],
            float(len(found)),
            self.stops[i],
            float(text.rstrip("\"'”’»)").endswith(("?", "？", "!", "！"))),
            float(text.endswith((":", "："))),
            sum(sign.isdigit() for sign in text) / len(text),
            sum(sign.isupper() for sign in text) / letters,
            sum(word[0].islower() for word in found) / len(found) if found else 0.0,
            float(bool(ADDRESS.search(text))),
            self.dates[i],
            float(bool(CLOCK.search(text))),
            float(bool(CREDIT.search(text))),
            float(line.level),
            float(bool(line.bullet)),
            float(min(line.indent, 20)),
            float(line.gaps),
            float(min(line.blanks, 5)),
            float(min(self.lines[i + 1].blanks, 5)) if i + 1 < self.n else 5.0,
            float(len(_SEPARATORS.findall(text))),
            float(min(self.counts[key], 5)),
            float(any(self.folds[j] == key for j in range(max(0, i - _FAR), i))),
            float(any(self.folds[j] == key for j in range(i + 1, min(self.n, i + _FAR)))),
        ]

    def _around(self) -> list[list[float]]:
        n, start = self.n, self.start
        prose = [i in self.prose for i in range(n)]
        to_prose, since_prose = _ahead(prose), _behind(prose)
        to_date, since_date = _ahead(list(map(bool, self.dates))), _behind(list(map(bool, self.dates)))
        to_byline = _ahead(list(map(bool, self.bylines)))
        decks = [stop > 0 and 60 <= length <= 500 for stop, length in zip(self.stops, self.lengths, strict=True)]
        to_deck = _ahead(decks)
        bullets = [0.0, *accumulate(float(bool(line.bullet)) for line in self.lines)]
        sizes = [0.0, *accumulate(min(length, 300.0) for length in self.lengths)]
        titles = [25 <= length <= 130 and not stop for length, stop in zip(self.lengths, self.stops, strict=True)]
        like_titles = [0.0, *accumulate(map(float, titles))]
        out = []
        for i in range(n):
            low, high = max(0, i - _NEAR), min(n, i + _NEAR + 1)
            others = [self.lengths[j] for j in range(low, high) if j != i and j not in self.prose]
            out.append(
                [
                    i / n,
                    float(max(-1, min(start - i, _FAR))),
                    float(max(0, min(i - start, _FAR))),
                    to_prose[i],
                    since_prose[i],
                    to_date[i],
                    since_date[i],
                    to_byline[i],
                    to_deck[i],
                    float(min(_FAR, like_titles[max(i + 1, min(start, n))] - like_titles[i + 1])),
                    max(others, default=0.0) - self.lengths[i],
                    (bullets[high] - bullets[low]) / (high - low),
                    (sizes[high] - sizes[low]) / (high - low),
                    (like_titles[high] - like_titles[low]) / (high - low),
                ]
            )
        return out

    def _near(self, i: int) -> list[float]:
        def at(values: list[float], j: int) -> float:
            return values[j] if 0 <= j < self.n else -1.0

        return [
            at(self.lengths, i - 1),
            at(self.stops, i - 1),
            at(self.labels, i - 1),
            at(self.lengths, i + 1),
            at(self.stops, i + 1),
            at(self.labels, i + 1),
            at(self.dates, i + 1),
            at(self.lengths, i + 2),
            at(self.stops, i + 2),
        ]


_WORD = re.compile(r"[^\W\d_]+")


def _words_of(text: str) -> list[str]:
    """Return the words of a line, digits left out."""
    return _WORD.findall(text)


def telling(text: str) -> frozenset[str]:
    """Return the words of a text that say something: those of four letters and more, or the pairs of signs."""
    unspaced = weight(text) > 1
    return frozenset(piece for piece in pieces(text) if unspaced or len(piece) >= _TELLING)


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / len(mine) if mine else 0.0


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(mine & theirs) / (len(mine) + len(theirs) or 1)


def _ahead(flags: list[bool]) -> list[float]:
    """Return for each place how far behind it the next flag is."""
    out, last = [0.0] * len(flags), len(flags) + _FAR
    for i in range(len(flags) - 1, -1, -1):
        out[i] = float(min(last - i, _FAR))
        if flags[i]:
            last = i
    return out


def _behind(flags: list[bool]) -> list[float]:
    """Return for each place how far before it the last flag is."""
    return _ahead(flags[::-1])[::-1]
