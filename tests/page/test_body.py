"""Blocks are built in the structure that the page gives them."""

from __future__ import annotations

from newsarchive.model import (
    Block,
    Embed,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Run,
    Table,
    plain,
)
from newsarchive.page.body import build_body
from newsarchive.page.grow import grow
from newsarchive.page.marks import Ledger
from newsarchive.page.parse import parse_html


def body(page: str) -> tuple[Block, ...]:
    """Build the blocks of a page of which everything is story."""
    tree = grow(parse_html(page.encode(), []))
    ledger = Ledger(tree)
    for block in tree.blocks:
        ledger.keep(block)
    return build_body(tree, ledger, tree.blocks, [], lambda href: href, "en")


def test_runs_keep_marks_links_languages_and_breaks() -> None:
    (paragraph,) = body(
        '<p>The <b>river <i>Tarn</i></b> rose,<br> <a href="https://a.example/x">he said</a> <span lang="fr">hier</span>.</p>'
    )
    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (
        Run("The "),
        Run("river ", ("strong",)),
        Run("Tarn", ("em", "strong")),
        Run(" rose,"),
        Run("\n"),
        Run("he said", (), "https://a.example/x"),
        Run(" "),
        Run("hier", (), None, "fr"),
        Run("."),
    )


def test_links_that_do_something_else_lose_their_address() -> None:
    (paragraph,) = body('<p><a href="javascript:alert(1)">press</a></p>')
    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (Run("press"),)


def test_headings_never_are_level_one() -> None:
    assert [b.level for b in body("<h1>a</h1><p>b</p><h4>c</h4>") if isinstance(b, Heading)] == [2, 4]


def test_nested_lists_keep_their_nesting() -> None:
    (listing,) = body("<ul><li>one<ul><li>two</li><li>three</li></ul></li><li>four</li></ul>")
    assert isinstance(listing, Listing)
    inner = listing.items[0].blocks[1]
    assert isinstance(inner, Listing)
    assert [plain(item.blocks[0].runs) for item in inner.items] == ["two", "three"]  # type: ignore[union-attr]


def test_items_without_a_list_and_unclosed_items_are_paragraphs_of_the_list() -> None:
    (listing,) = body("<ul><li>one<li><div>two<li>three</div></ul>")
    assert isinstance(listing, Listing)
    assert all(isinstance(block, Paragraph) for item in listing.items for block in item.blocks)
    assert [type(b) for b in body("<li>alone</li>")] == [Paragraph]


def test_a_numbered_list_keeps_its_start() -> None:
    (listing,) = body('<ol start="4"><li>four</li></ol>')
    assert isinstance(listing, Listing)
    assert (listing.ordered, listing.start) == (True, 4)


def test_tables_of_facts_keep_heads_and_spans() -> None:
    (table,) = body(
        "<table><caption>Floods</caption><tr><th>Year<th>Height</tr><tr><th>1997<td colspan=2>4 m</tr><tr><td>a<td>b</tr></table>"
    )
    assert isinstance(table, Table)
    assert (table.head, plain(table.caption), len(table.rows)) == (1, "Floods", 3)
    assert [cell.scope for cell in table.rows[0].cells] == ["col", "col"]
    assert (table.rows[1].cells[0].scope, table.rows[1].cells[1].colspan) == ("row", 2)


def test_layout_tables_are_only_a_frame() -> None:
    long = "The council voted on Monday to raise the bridge after the floods. " * 8
    assert [type(b) for b in body(f"<table><tr><td>menu<td><p>{long}</p><p>More.</p></table>")] == [Paragraph] * 3


def test_a_table_with_a_story_in_one_cell_is_a_frame() -> None:
    said = "The old bridge over the Larch will close on Monday for a year, the county said after it had been looked at again."
    rows = "<tr><td colspan=3>The Lantern</tr><tr><td>Front page<td>{}<td>Also today</tr>"
    assert [type(b) for b in body(f"<table>{rows.format(f'<p>{said}</p>' * 5)}</table>")] == [Paragraph] * 8
    facts = "".join(f"<tr><td>Pier {n}<td>" + f"<p>{said}</p>" * 4 + "</tr>" for n in range(3))
    assert [type(b) for b in body(f"<table>{facts}</table>")] == [Table]


def test_quotes_give_their_speaker() -> None:
    (quote,) = body("<blockquote><p>It rained.</p><p>— The mayor</p></blockquote>")
    assert isinstance(quote, Quote)
    assert (len(quote.blocks), plain(quote.attribution)) == (1, "— The mayor")
    (block,) = body('<blockquote class="pullquote"><p>It rained.</p></blockquote>')
    assert isinstance(block, Quote)
    assert block.kind == "block"  # its words stand nowhere else


def test_a_post_is_an_embed_with_its_words_and_its_own_address() -> None:
    (embed,) = body(
        '<blockquote class="twitter-tweet"><p>High water!</p>A warden <a href="https://posts.example/w/status/1">May 1</a></blockquote>'
    )
    assert isinstance(embed, Embed)
    assert (embed.url, embed.provider) == ("https://posts.example/w/status/1", "posts.example")


def test_preformatted_text_keeps_its_space() -> None:
    (pre,) = body("<pre>  a\n    b</pre>")
    assert isinstance(pre, Preformatted)
    assert pre.text == "  a\n    b"


def test_footnotes_are_found_by_their_marks() -> None:
    blocks = body(
        '<p>It rained<sup><a href="#n1">1</a></sup>.</p><hr><p>Again.</p><ol><li id="n1">In the hills.</li></ol>'
    )
    assert [type(b) for b in blocks] == [Paragraph, Rule, Paragraph, Footnote]
    first, note = blocks[0], blocks[-1]
    assert isinstance(first, Paragraph)
    assert isinstance(note, Footnote)
    assert [run.note for run in first.runs] == [None, "n1", None]
    assert note.id == "n1"


def test_drop_caps_are_joined() -> None:
    (paragraph,) = body('<p><span class="drop-cap">T</span> he river rose.</p>')
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.runs) == "The river rose."


def test_parts_in_another_language_or_direction_say_so() -> None:
    first, second = body('<p>English.</p><p lang="ar" dir="rtl">مرحبا</p>')
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert ((first.lang, first.dir), (second.lang, second.dir)) == ((None, None), ("ar", "rtl"))


def test_controls_are_no_words_whether_a_paragraph_has_marks_or_not() -> None:
    words = "The\x0criver  \u0080 rose\tby\x85night.\x7f "
    plain_one, marked = body(f"<p>{words}</p><p><b>{words}</b></p>")
    assert isinstance(plain_one, Paragraph)
    assert isinstance(marked, Paragraph)
    assert plain(plain_one.runs) == plain(marked.runs)
