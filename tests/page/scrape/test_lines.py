"""Lines of dumps: wrapped, cut at links, with bullets and columns."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.page.scrape.lines import lines_of, wrap_width

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
    "earlier than in any year since records began in the town."
)


def texts(dump: str) -> list[str]:
    return [line.text for line in lines_of(dump)]


def test_a_line_knows_where_it_stood_and_how_it_was_laid_out() -> None:
    lines = lines_of("Title\n\n\n    * Home\n  1. First\nOne    Two     Three\n")
    assert [(line.number, line.blanks, line.indent, line.bullet, line.ordered, line.text) for line in lines] == [
        (1, 0, 0, "", False, "Title"),
        (4, 2, 4, "*", False, "Home"),
        (5, 0, 2, "1.", True, "First"),
        (6, 0, 0, "", False, "One Two Three"),
    ]
    assert lines[3].gaps == 2


def test_wrapped_paragraphs_are_joined_and_their_borders_kept() -> None:
    dump = "\n\n".join(textwrap.fill(STORY, 72) for _ in range(4))
    assert wrap_width(dump.split("\n")) > 60
    assert texts(dump) == [STORY] * 4


def test_a_title_that_is_not_wrapped_and_a_wide_address_hide_no_wrapping() -> None:
    title = "Ferry between the two harbours runs again from Monday after the ice broke | Hill Post | News of the region"
    address = f"https://hillpost.example/{'a' * 120}"
    dump = "\n\n".join([title, address, *(textwrap.fill(STORY, 72) for _ in range(20))])
    assert texts(dump) == [title, address, *[STORY] * 20]


def test_long_paragraphs_that_are_not_wrapped_speak_against_a_narrow_border() -> None:
    short = [
        "Ferry runs again from Monday, the district says",
        "Harbour master has men for three more weeks and",
        "Ice broke earlier than in any year since records",
        "Fishermen welcome the news of the open river now",
    ] * 3
    dump = "\n".join([*short, STORY, STORY])
    assert texts(dump) == dump.split("\n")


def test_marks_of_a_heading_are_taken_off_and_known() -> None:
    assert [(line.level, line.bullet, line.text) for line in lines_of("## What comes next\n#harbour\n#")] == [
        (2, "##", "What comes next"),
        (0, "", "#harbour"),
        (0, "", "#"),
    ]


def test_wrapped_list_items_hang() -> None:
    item = textwrap.fill(STORY, 72, initial_indent="  * ", subsequent_indent="    ")
    assert [(line.bullet, line.text) for line in lines_of("\n".join([item] * 4))] == [("*", STORY)] * 4


def test_wrapped_japanese_is_joined_without_a_space() -> None:
    story = "町と島を結ぶフェリーは月曜日から運航を再開すると県が発表した。川の氷は観測史上もっとも早く解けたという。"
    dump = "\n\n".join("\n".join(textwrap.wrap(story, 20)) for _ in range(4))
    assert texts(dump) == [story] * 4


def test_what_is_not_wrapped_is_not_joined() -> None:
    dump = f"{STORY}\nShort line\n{STORY}\nAnother line\n{STORY}"
    assert wrap_width(dump.split("\n")) == 0
    assert texts(dump) == dump.split("\n")


def test_paragraphs_cut_at_their_links_are_mended() -> None:
    piece = ["        The ferry runs again from", "Monday", ", the district said after a meeting.", ""]
    dump = "\n".join(["Title", "", *piece * 3, "Home", "News", "Sport"])
    assert texts(dump) == [
        "Title",
        *["The ferry runs again from Monday, the district said after a meeting."] * 3,
        "Home",
        "News",
        "Sport",
    ]


def test_a_dash_that_opens_speech_is_no_bullet() -> None:
    lines = lines_of("– We are glad, she said.\n– So are we, he said.\n– Good, they said.")
    assert [line.bullet for line in lines] == ["", "", ""]


def test_hyphens_in_company_are_bullets_and_one_alone_is_not() -> None:
    assert [line.bullet for line in lines_of("- One\n- Two\n- Three")] == ["-", "-", "-"]
    assert [line.bullet for line in lines_of("- One\nTwo\nThree")] == ["", "", ""]


def test_a_year_at_the_start_of_a_line_is_no_number_of_a_list() -> None:
    assert [line.bullet for line in lines_of("1998 was cold.\n12. May was warm.")] == ["", ""]


def test_the_numbers_of_a_list_go_on_where_they_are_no_longer_indented() -> None:
    lines = lines_of("Best boats\n 8. One\n 9. Two\n10. Three\n11. Four\n14. May was warm.")
    assert [line.bullet for line in lines] == ["", "8.", "9.", "10.", "11.", ""]


def test_every_kind_of_line_break_counts() -> None:
    assert [line.number for line in lines_of("a\r\nb\rc\n\nd")] == [1, 2, 3, 5]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \n\t*•-,.")))
def test_no_sign_is_lost(dump: str) -> None:
    kept = "".join(f"{line.bullet}{line.text}" for line in lines_of(dump))
    assert "".join(kept.split()) == "".join(dump.replace("\ufffe", "").replace("\uffff", "").split())
