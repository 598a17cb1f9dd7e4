"""Labels, leads, prompts and end marks on invented pages."""

from __future__ import annotations

from newsarchive.notes import RULES
from newsarchive.page.facts import Facts
from newsarchive.page.grow import grow
from newsarchive.page.marks import Ledger
from newsarchive.page.parse import parse_html
from newsarchive.page.passes import PASSES

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
    "earlier than in any year since records began."
)


def removed(body: str) -> list[tuple[str, str]]:
    """Return the rule and the words of each removal on a page with this body."""
    tree = grow(parse_html(f"<html><body>{body}</body></html>".encode(), []))
    ledger = Ledger(tree)
    notes: list[object] = []
    PASSES.run(tree, Facts(), ledger, notes)  # type: ignore[arg-type]
    return [(note.rule, " ".join(note.text.split())) for note in ledger.notes()]


def story(*between: str) -> str:
    """Return a page of running text with something after the second paragraph."""
    return f"<article><p>{STORY}</p><p>{STORY}</p>{''.join(between)}<p>{STORY}</p><p>{STORY}</p></article>"


def test_a_label_inside_the_story_goes_alone() -> None:
    assert removed(story("<div>Advertisement</div>")) == [("advertising", "Advertisement")]


def test_a_label_in_the_story_takes_the_links_right_after_it_and_no_paragraph() -> None:
    page = story("<p>Related</p><p><a href='/a'>Ice closes the harbour</a></p>", f"<p>{STORY}</p>")
    assert removed(page) == [("related-stories", "Related"), ("related-stories", "Ice closes the harbour")]


def test_a_list_below_the_story_goes_with_its_label_as_one_piece() -> None:
    below = (
        "<div><h3>Popular Hillview News</h3><ul><li><a href='/1'>Bridge painted green at last</a></li>"
        "<li><a href='/2'>Council votes on the lamp posts</a></li></ul></div>"
    )
    assert removed(story() + below) == [
        ("popular-list", "Popular Hillview News Bridge painted green at last Council votes on the lamp posts")
    ]


def test_a_box_that_holds_the_story_is_not_taken_for_a_list() -> None:
    page = f"<div><p>Breaking news</p><h1>Ferry runs</h1><p>{STORY}</p><p><a href='/x'>A link</a></p></div>"
    assert removed(page) == [("popular-list", "Breaking news")]


def test_the_discussion_goes_with_its_heading() -> None:
    page = story() + f"<section><h3>2 comments</h3><p>Anna: {STORY}</p><p>Ben: At last.</p></section>"
    assert removed(page) == [("comments", f"2 comments Anna: {STORY} Ben: At last.")]


def test_a_comment_count_above_the_story_takes_nothing_along() -> None:
    page = f"<div><p>2 comments</p>{story()}</div>"
    assert removed(page) == [("comments", "2 comments")]


def test_everyday_words_stay_where_a_story_uses_them() -> None:
    page = story("<h3>Video</h3>", "<table><tr><td>Facebook</td><td>12</td></tr></table>", "<p>Facebook</p>")
    assert removed(page) == []


def test_names_of_networks_side_by_side_are_a_share_bar() -> None:
    assert removed(story() + "<ul><li>Facebook</li><li>WhatsApp</li></ul>") == [
        ("share-bar", "Facebook"),
        ("share-bar", "WhatsApp"),
    ]


def test_a_line_that_starts_with_a_label_is_no_paragraph() -> None:
    page = story("<p>READ MORE: Ice closes the harbour</p>", "<p>Read more books, the teacher said.</p>")
    assert removed(page) == [("read-more", "READ MORE: Ice closes the harbour")]


def test_a_long_paragraph_keeps_its_lead() -> None:
    assert removed(story(f"<p>Read more: {STORY} {STORY}</p>")) == []


def test_a_prompt_is_removed_and_somebodys_words_are_not() -> None:
    page = story(
        "<p>Would you like to subscribe to our newsletter?</p>",
        "<p>“Would you like to subscribe to our newsletter?” the clerk asked everyone at the harbour.</p>",
    )
    assert removed(page) == [("subscribe-prompt", "Would you like to subscribe to our newsletter?")]


def test_end_marks_go_and_rows_of_stars_between_paragraphs_stay() -> None:
    assert removed(story("<p>***</p>") + "<p>-30-</p>") == [("end-mark", "-30-")]
    assert removed(story() + "<p>***</p>") == [("end-mark", "***")]
    assert removed(story() + "<p>Ende</p>") == [("end-mark", "Ende")]
    assert removed("<p>###</p>") == []


def test_every_reason_is_a_sentence_part_and_every_rule_is_known() -> None:
    tree = grow(parse_html(f"<html><body>{story('<p>Anzeige</p>')}</body></html>".encode(), []))
    cuts = [cut for _, propose in PASSES for cut in propose(tree, Facts())]
    assert [cut.rule for cut in cuts] == ["advertising"]
    assert cuts[0].rule in RULES
    assert cuts[0].reason == "advertising, or the label above it: “Anzeige”"


def test_somebodys_words_are_no_pointer() -> None:
    assert (
        removed(story("<p>“Read more: it helps,” the teacher wrote on the board of the school by the river.</p>")) == []
    )
    assert removed(story("<p>» Read more: Ice closes the harbour</p>")) == [
        ("read-more", "» Read more: Ice closes the harbour")
    ]
