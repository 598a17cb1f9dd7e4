"""Choose the line of a scrape that is the headline, and say whether its first line is the title of the page.

The line that says what the title says is the headline. Where none does, or the dump has no title, a learnt ensemble judges the
lines by all that speaks for one of them: its words in the address and in the story, its place above the story, its looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsarchive.page import words
from newsarchive.page.scrape.address import slug_words, worded
from newsarchive.page.scrape.headlines import HEADLINE_NAMES, Candidate, candidates, telling
from newsarchive.page.scrape.titles import (
    LONGEST_TITLE,
    begins_title,
    ends_title,
    find_headline,
    folded,
    story_start,
    weight,
)
from newsarchive.page.scrape.weights import ensemble, logistic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsarchive.page.scrape.lines import Line

__all__ = ["Heading", "find_heading", "judged", "may_be_title", "rate", "rejoined"]

_LIKELY = 0.5  # how likely a line is at least, against a title that no line says
_SURELY = 0.98  # the same, where it says something else
_HARDLY = 0.05  # the same, where the dump has no title
_BELOW = 0.5  # the same, for a line that is not above the story
_REACH = 6  # lines of short paragraphs and boxes that may look like the story and stand above the headline
_RELATED = 0.34  # of a title's words in the address or in the story
_WRITTEN_OUT = 3  # telling words of a title
_PIECES = 4  # lines over which a headline may run


class Heading(NamedTuple):
    """The place of the headline among the lines (-1: none), and whether the first line is the page's title."""

    place: int
    titled: bool


def find_heading(lines: Sequence[Line], prose: Sequence[int], address: str | None) -> Heading:
    """Choose the headline of a dump; ``prose`` are the places of running text."""
    titled = bool(lines) and may_be_title(lines[0])
    title = lines[0].text if titled else ""
    said = find_headline(lines[1:], title, [i - 1 for i in prose if i]) + 1 if titled else 0
    # The first line may be the site's name, which its pages say again and again.
    named = len(telling(title)) < _WRITTEN_OUT
    if said and begins_title(lines[said].text, title) and not lines[said].listed and not named:
        return Heading(said, titled=True)
    found = judged(lines, prose, address)
    rates = rate(found)
    best = max(range(len(found)), key=rates.__getitem__, default=-1)
    place, rate_of_best = (found[best].place, rates[best]) if best >= 0 else (-1, 0.0)
    way = place > 0 and lines[place].listed and begins_title(lines[place].text, title)  # to the page, in its sections
    if said and (rate_of_best < _LIKELY or way or ends_title(lines[said].text, title)):
        return Heading(said, titled=True)
    if titled and (place <= 0 or rate_of_best < _HARDLY or _is_related(lines, title, prose, address, place)):
        return Heading(place if place > 0 and rate_of_best >= (_LIKELY if said else _SURELY) else -1, titled=True)
    # below the first paragraphs, and where there are none, stand the headlines of other stories
    above = place >= 0 and (
        lines[place].level == 1 or (bool(prose) and place <= story_start(lines, "", prose) + _REACH)
    )
    return Heading(place if rate_of_best >= (_HARDLY if above else _BELOW) else -1, titled=False)


def judged(lines: Sequence[Line], prose: Sequence[int], address: str | None) -> list[Candidate]:
    """Measure the lines that may be the headline."""
    titled = bool(lines) and may_be_title(lines[0])
    prose = [i for i in prose if i or not titled]
    start = story_start(lines, lines[0].text if titled else "", prose)
    return candidates(lines, prose, start, titled=titled, address=address)


def rate(found: Sequence[Candidate]) -> list[float]:
    """Return for each candidate the probability (0 to 1) that it is the headline."""
    answers = ensemble("headline", "headline_names", HEADLINE_NAMES)([one.row for one in found])
    return [logistic(x) for x in answers]


def may_be_title(line: Line) -> bool:
    """Tell whether the first line of a dump may be the title of the page."""
    return not line.bullet and len(line.text) <= LONGEST_TITLE and words.label_class(line.text) is None


def _is_related(lines: Sequence[Line], title: str, prose: Sequence[int], address: str | None, place: int) -> bool:
    """Tell whether the first line speaks of the story; in a dump without a title it is the first thing of the site."""
    mine = telling(title)
    if len(mine) < _WRITTEN_OUT:
        return False  # a name
    headline = telling(lines[place].text)
    story = telling(" ".join(lines[i].text for i in prose if i > place)[:6000])
    slug = slug_words(address)
    spelt = worded(title)
    return (
        len(mine & headline) >= _RELATED * len(mine)
        or (weight(title) == 1 and len(mine & story) >= _RELATED * len(mine))
        or bool(spelt and len(spelt & slug) >= _RELATED * len(spelt))
    )


def rejoined(lines: list[Line]) -> list[Line]:
    """Join the lines of a headline that runs over several, where the title says them together and no line says them all."""
    if not lines or not may_be_title(lines[0]):
        return lines
    title = lines[0].text
    whole = folded(title)
    if any(begins_title(line.text, title) for line in lines[1:]):
        return lines
    for i in range(1, len(lines) - 1):
        first = folded(lines[i].text)
        if len(first) * weight(lines[i].text) < 4 or not whole.startswith(first):
            continue
        text = lines[i].text
        for j in range(i + 1, min(i + _PIECES, len(lines))):
            if lines[j].bullet or lines[j].blanks > 1 or lines[j].indent != lines[i].indent:
                break
            text += f" {lines[j].text}"
            if begins_title(text, title):
                lines[i].text = text
                return lines[: i + 1] + lines[j + 1 :]
    return lines
