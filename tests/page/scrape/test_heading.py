"""Which line of a dump is the headline, with the page's title before it and without, wrapped, marked and cut in pieces."""

from __future__ import annotations

import textwrap

import pytest

import newsarchive as na
from newsarchive.page.scrape.heading import find_heading, judged, rate, rejoined
from newsarchive.page.scrape.headlines import HEADLINE_NAMES
from newsarchive.page.scrape.lines import lines_of
from newsarchive.page.scrape.outline import is_prose

HEADLINE = "Ferry between the harbours runs again on Monday"
URL = "https://hillpost.example/region/ferry-between-the-harbours-runs-again-on-monday-4711.html"
STORY = (
    (
        "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
        "earlier than in any year since records began in the town."
    ),
    (
        "“We had men ready for three more weeks of this,” harbour master Anna Hill told the council on Thursday evening, and "
        "thanked all who had kept the road over the mountain open."
    ),
    (
        "The last ferry left the northern harbour in November, and since then supplies have come over the mountain road, which "
        "snow closed twice in January."
    ),
    (
        "The district expects to spend less on fuel this year, and has promised to use what is saved on the old lighthouse, "
        "which has been without a roof since the storm."
    ),
)
SITE = ("Hill Post", "Region", "Sport", "Weather", "Letters")
DECK = "Ice on the river broke earlier than in any year since records began"
TOP = ("By Anna Example", "12 March 2026, 9:30")
BOTTOM = (
    "Most read",
    "Council votes on the price of bread",
    "Storm takes the roof of the lighthouse",
    "© 2026 Hill Post",
)


def dump(*above: str, headline: str = HEADLINE, between: str = "\n\n") -> str:
    return between.join([*above, headline, DECK, *TOP, *STORY, *BOTTOM])


def headline_of(text: str, url: str | None = URL) -> str | None:
    return na.loads(text, url=url, format="scrape").headline


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_without_a_title_the_headline_is_found_above_the_story(between: str) -> None:
    assert headline_of(dump(*SITE, between=between)) == HEADLINE


@pytest.mark.parametrize("first", ["Hill Post", "Harbours", "Hill Post – your paper, every morning"])
def test_without_a_title_the_first_line_of_the_site_is_none(first: str) -> None:
    lines = lines_of(dump(first, *SITE))
    place, titled = find_heading(lines, [i for i, line in enumerate(lines) if is_prose(line)], URL)
    assert (lines[place].text, titled) == (HEADLINE, False)


def test_the_name_of_the_site_said_again_is_no_headline() -> None:
    assert headline_of("\n\n".join(["Hill Post", *SITE[1:], HEADLINE, *TOP, *STORY, "Hill Post", *BOTTOM])) == HEADLINE


def test_a_title_that_says_the_headline_is_the_best_witness() -> None:
    other = "Ferry harbours Monday: what travellers have to know"
    text = dump(f"{HEADLINE} | Hill Post", *SITE, headline=f"{other}\n\n{HEADLINE}")
    lines = lines_of(text)
    place, titled = find_heading(lines, [i for i, line in enumerate(lines) if is_prose(line)], None)
    assert (lines[place].text, titled) == (HEADLINE, True)


def test_a_title_that_no_line_says_is_the_headline() -> None:
    text = "\n\n".join(["Ferry runs again: all about it | Hill Post", *SITE[1:], *TOP, *STORY, *BOTTOM])
    assert headline_of(text, "https://hillpost.example/4711") == "Ferry runs again: all about it"


def test_marks_of_markdown_are_no_part_of_the_headline() -> None:
    text = "\n\n".join([*SITE, f"# {HEADLINE}", *TOP, *STORY[:2], "## What the district says", *STORY[2:], *BOTTOM])
    article = na.loads(text, url=URL, format="scrape")
    assert article.headline == HEADLINE
    assert "#" not in article.text


def test_a_marked_headline_that_the_title_says_is_no_item_of_a_list() -> None:
    rival = "Ferry between the harbours on Monday: how the crossing runs again"
    text = dump(f"{HEADLINE} | Hill Post", *SITE, headline=f"# {HEADLINE}\n\n{rival}")
    assert headline_of(text) == HEADLINE


def test_without_a_story_no_line_of_a_list_of_stories_is_the_headline() -> None:
    lines = lines_of("Hill Post\nCouncil votes on the price of bread\nStorm takes the roof of the lighthouse")
    assert find_heading(lines, [], None).place == -1


def test_a_headline_wrapped_over_two_lines_is_joined_although_the_title_is_not_wrapped() -> None:
    long = f"{HEADLINE} after the ice on the river broke earlier than in any year"
    wrapped = "\n\n".join(textwrap.fill(part, 72) for part in [*SITE, long, *TOP, *STORY, *BOTTOM])
    assert headline_of(f"{long} | Hill Post\n{wrapped}") == long
    assert headline_of(wrapped) == long


def test_a_headline_in_pieces_is_joined_where_the_title_says_it() -> None:
    text = dump(f"{HEADLINE} - Hill Post", *SITE, headline="Ferry between the harbours\nruns again on Monday")
    assert headline_of(text, None) == HEADLINE
    assert [line.text for line in rejoined(lines_of("Menu\nOne\nTwo"))] == ["Menu", "One", "Two"]


def test_each_candidate_has_all_measures_and_a_probability() -> None:
    lines = lines_of(dump(*SITE))
    found = judged(lines, [i for i, line in enumerate(lines) if is_prose(line)], URL)
    assert found
    assert {len(one.row) for one in found} == {len(HEADLINE_NAMES)}
    assert all(0 <= p <= 1 for p in rate(found))


@pytest.mark.parametrize("text", ["", "Menu", "* One\n* Two", "# \n#", "Title\n\n===\n"])
def test_a_dump_of_nothing_has_no_heading_to_stumble_over(text: str) -> None:
    lines = lines_of(text)
    assert find_heading(lines, [], None).place in range(-1, len(lines))
