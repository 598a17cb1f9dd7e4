"""A page laid out flat."""

from __future__ import annotations

from newsarchive.page.grow import grow
from newsarchive.page.hints import Hint
from newsarchive.page.parse import parse_html
from newsarchive.page.tree import Tree


def tree(page: str) -> Tree:
    return grow(parse_html(page.encode(), []))


def blocks(page: str) -> list[str]:
    return [block.text for block in tree(page).blocks]


def test_inline_elements_do_not_divide() -> None:
    assert blocks("<p>The <b>ferry</b> <a href=x>ran</a> aground.</p>") == ["The ferry ran aground."]


def test_boxes_and_double_breaks_divide() -> None:
    assert blocks("<div>one<p>two</p>three<br>four<br><br>five</div>") == ["one", "two", "three four", "five"]


def test_a_block_counts_its_linked_letters() -> None:
    (block,) = tree("<p>Read <a href=x>the whole story</a> now</p>").blocks
    assert (block.length, block.linked) == (20, 13)


def test_scripts_and_menus_are_passed_over() -> None:
    grown = tree("<nav><ul><li><a href=x>Home</a></ul></nav><script>x()</script><p>Story</p>")
    assert [block.text for block in grown.blocks] == ["Story"]
    assert {grown.tags[e] for e in grown.skipped} == {"nav", "script"}


def test_a_menu_that_was_never_closed_is_walked() -> None:
    assert "Story" in blocks("<nav><a href=x>Home</a><h1>Head</h1><p>Story</p>")


def test_sections_that_would_take_the_story_are_walked() -> None:
    prose = "The council voted on Monday to raise the bridge after the floods of the spring, the mayor said. " * 3
    assert any(text.startswith("The council") for text in blocks(f"<div class=related-posts><p>{prose}</p></div>"))
    assert not any(
        text.startswith("The other")
        for text in blocks(f"<p>{prose}</p><div class=related-posts><p>The other story</p></div>")
    )


def test_text_where_scripts_are_off_is_the_last_resort() -> None:
    prose = "The council voted on Monday to raise the bridge after the floods of the spring, the mayor said. " * 5
    assert blocks(f"<noscript><p>{prose}</p></noscript>") == [prose.strip()]
    assert blocks(f"<noscript><p>Turn scripts on</p></noscript><p>{prose}</p>") == [prose.strip()]


def test_hints_come_from_tags_and_names_and_are_inherited() -> None:
    grown = tree('<aside class="c-relatedStories"><p id="x">words</p></aside>')
    (p,) = grown.find("p")
    assert grown.context[p] & Hint.RELATED
    assert grown.context[p] & Hint.ASIDE
    assert not grown.hints[p] & Hint.ASIDE
    assert not tree("<p class='relative'>words</p>").context[-1] & Hint.RELATED


def test_paths_are_xpaths_or_lines() -> None:
    grown = tree("<div><p>one</p><p data-newsarchive-line=7>two</p></div>")
    assert [grown.path(e) for e in grown.find("p")] == ["/html/body/div/p[1]", "line 7"]
