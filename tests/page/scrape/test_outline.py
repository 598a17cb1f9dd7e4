"""A dump becomes a tree: title, headline, subheads, lists and paragraphs, each with its line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsarchive.page.grow import grow
from newsarchive.page.scrape import parse

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
    "earlier than in any year since records began in the town."
)


def outline(dump: str) -> list[tuple[str, str, str]]:
    """Return the tag, the words and the path of each block."""
    tree = grow(parse(dump))
    return [(tree.tags[block.e], block.text, tree.path(block.e)) for block in tree.blocks]


def test_the_headline_is_the_line_that_says_the_title_again() -> None:
    dump = f"Ferry runs again on Monday | Hill Post | News\nMenu\n\nFerry runs again on Monday\n\n{STORY}\n"
    assert outline(dump) == [
        ("title", "Ferry runs again on Monday | Hill Post | News", "line 1"),
        ("p", "Menu", "line 2"),
        ("h1", "Ferry runs again on Monday", "line 4"),
        ("p", STORY, "line 6"),
    ]


def test_of_two_such_lines_the_one_next_to_the_story_is_the_headline() -> None:
    dump = f"Ferry runs again on Monday\nFerry runs again on Monday\nDownload\nFerry runs again on Monday\n{STORY}\n{STORY}"
    assert [tag for tag, _, _ in outline(dump)] == ["title", "p", "p", "h1", "p", "p"]


def test_a_headline_in_other_words_than_the_title_is_found_above_the_story() -> None:
    dump = f"Ferry will run again Monday, district says - Hill Post\nHome\nFerry to run again on Monday, says district\n{STORY}"
    assert outline(dump)[2][0] == "h1"


def test_a_headline_may_be_what_follows_the_kicker_in_the_title() -> None:
    dump = f"Early thaw: Ferry runs again on Monday, says district | Hill Post\nEarly thaw\nFerry runs again on Monday, says district\n{STORY}"
    assert outline(dump)[2][:2] == ("h1", "Ferry runs again on Monday, says district")


def test_a_kicker_on_the_line_of_the_headline_is_taken_apart_where_the_title_joins_them() -> None:
    dump = f"Early thaw: Ferry runs again on Monday | Hill Post\nEarly thaw – Ferry runs again on Monday\n{STORY}"
    assert outline(dump)[1:3] == [("p", "Early thaw –", "line 2"), ("h1", "Ferry runs again on Monday", "line 2")]


def test_a_kicker_that_the_title_leaves_out_is_taken_apart_too() -> None:
    dump = f"Ferry runs again on Monday, says district | Hill Post\nNorthern harbour Ferry runs again on Monday, says district\n{STORY}"
    assert outline(dump)[1:3] == [
        ("p", "Northern harbour", "line 2"),
        ("h1", "Ferry runs again on Monday, says district", "line 2"),
    ]


def test_a_colon_on_the_page_as_in_the_title_belongs_to_the_headline() -> None:
    dump = f"Early thaw: Ferry runs again on Monday | Hill Post\nEarly thaw: Ferry runs again on Monday\n{STORY}"
    assert outline(dump)[1][:2] == ("h1", "Early thaw: Ferry runs again on Monday")


def test_the_end_of_the_way_to_the_page_gives_way_to_a_headline_in_other_words() -> None:
    dump = (
        "Harbour: Ferry to run again on Monday, says district\n  * Home\n  * Harbour: Ferry to run again on Monday, says district\n"
        f"Monday the ferry will run again in the harbour\n{STORY}\n{STORY}\n{STORY}"
    )
    assert [text for tag, text, _ in outline(dump) if tag == "h1"] == ["Monday the ferry will run again in the harbour"]


def test_a_part_of_the_title_that_is_only_a_name_is_no_headline() -> None:
    dump = f"Hill Post - Ferry runs again on Monday after the ice broke\nHill Post\n{STORY}"
    assert [tag for tag, _, _ in outline(dump)] == ["title", "p", "p"]


def test_a_first_line_that_is_a_label_or_a_paragraph_is_no_title() -> None:
    assert outline(f"Skip to main content\n{STORY}")[0][0] == "p"
    assert outline(f"{STORY} {STORY}\n{STORY}")[0][0] == "p"


def test_bullets_make_lists_and_stand_apart() -> None:
    root = parse("Title of the page\n  * One\n  * Two\n\n 1. First\n 2. Second\nEnd")
    assert etree.tostring(root[1], encoding="unicode") == (
        '<body><ul><li data-newsarchive-line="2" data-newsarchive-indent="2"><span data-newsarchive-bullet="">*</span> One</li>'
        '<li data-newsarchive-line="3" data-newsarchive-indent="2"><span data-newsarchive-bullet="">*</span> Two</li></ul>'
        '<ol><li data-newsarchive-line="5" data-newsarchive-indent="1" data-newsarchive-blanks="1">'
        '<span data-newsarchive-bullet="">1.</span> First</li>'
        '<li data-newsarchive-line="6" data-newsarchive-indent="1"><span data-newsarchive-bullet="">2.</span> Second</li></ol>'
        '<p data-newsarchive-line="7">End</p></body>'
    )


def test_a_short_line_between_paragraphs_is_a_subhead_and_a_label_is_none() -> None:
    dump = f"Title of the page\n{STORY}\nWhat comes next\n{STORY}\nAdvertisement\n{STORY}\nAnna Hill\nShort."
    assert [tag for tag, _, _ in outline(dump)] == ["title", "p", "h2", "p", "p", "p", "p", "p"]


def test_nothing_at_all_is_a_page_too() -> None:
    assert outline("") == outline(" \n\n \t\n") == []


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n\t*•-,.")))
def test_no_sign_but_white_space_and_control_codes_is_lost(dump: str) -> None:
    kept = "".join("".join(map(str, parse(dump).itertext())).split())
    wanted = "".join(sign for sign in dump if not sign.isspace() and sign.isprintable())
    assert "".join(sign for sign in kept if sign.isprintable()) == wanted
