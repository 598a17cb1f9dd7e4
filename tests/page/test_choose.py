"""Structure has the last word on what the witness rates."""

from __future__ import annotations

import pytest
from lxml import etree

from newsarchive import inspect
from newsarchive.page.choose import choose, decide
from newsarchive.page.data_story import MARK
from newsarchive.page.features import Witnesses
from newsarchive.page.grow import grow
from newsarchive.page.marks import Ledger
from newsarchive.page.parse import parse_html
from newsarchive.page.tree import Tree

LONG = "The council voted on Monday to raise the bridge after the floods of the spring, the mayor said at the quay. "


def grown(page: str) -> Tree:
    return grow(parse_html(page.encode(), []))


def kept(page: str, rates: list[float]) -> list[bool]:
    tree = grown(page)
    assert len(tree.blocks) == len(rates)
    return decide(tree, rates, [True] * len(rates))


def test_a_table_between_paragraphs_stays_whole() -> None:
    page = f"<p>{LONG}</p><table><tr><th>a<th>b</tr><tr><td>c<td>d</tr></table><p>{LONG}</p>"
    assert kept(page, [0.9, 0.6, 0.3, 0.4, 0.4, 0.9]) == [True] * 6


def test_a_list_that_is_mostly_doubtful_goes_whole() -> None:
    page = f"<p>{LONG}</p><ul><li>one</li><li>two</li><li>three</li></ul>"
    assert kept(page, [0.9, 0.6, 0.1, 0.1]) == [True, False, False, False]


def test_a_short_line_between_sure_paragraphs_stays() -> None:
    page = f"<div><p>{LONG}</p><p>[The Gazette]</p><p>{LONG}</p></div>"
    assert kept(page, [0.95, 0.35, 0.95]) == [True, True, True]
    assert kept(page, [0.95, 0.05, 0.95]) == [True, False, True]


def test_a_subhead_goes_with_what_follows() -> None:
    page = f"<p>{LONG}</p><h2>What now</h2><p>{LONG}</p><h2>Most read</h2>"
    assert kept(page, [0.9, 0.35, 0.9, 0.6]) == [True, True, True, False]


def test_what_follows_the_core_must_be_sure() -> None:
    page = f"<div class=a><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p></div><div class=b><p>{LONG}</p></div>"
    assert kept(page, [0.9, 0.9, 0.9, 0.8]) == [True, True, True, False]
    assert kept(page, [0.9, 0.9, 0.9, 0.9]) == [True, True, True, True]


def test_the_next_article_is_another_story_unless_it_is_a_live_entry() -> None:
    page = "<article class={0}><p>{1}</p></article><article class={0}><p>{1}</p></article>"
    assert kept(page.format("post", LONG), [0.9, 0.9]) == [True, False]
    assert kept(page.format("liveblog-entry", LONG), [0.9, 0.9]) == [True, True]


def test_a_huge_table_does_not_end_the_story() -> None:
    cells = "<tr><td>1<td>2</tr>" * 150
    rates = [0.9, *[0.9] * 300, 0.3]
    assert kept(f"<div><p>{LONG}</p><table>{cells}</table><p>{LONG}</p></div>", rates)[-1]
    few = "<tr><td>1<td>2</tr>" * 15
    assert not kept(f"<div><p>{LONG}</p><table>{few}</table><p>{LONG}</p></div>", [0.9, *[0.9] * 30, 0.3])[-1]


def test_a_table_of_many_cells_does_not_outweigh_the_running_text() -> None:
    cells = "<tr>" + "<td>1,234 boats" * 20 + "</tr>"
    page = f"<div><section><p>{LONG}</p><p>{LONG}</p></section><table>{cells * 60}</table></div>"
    rates = [0.6, 0.6, *[0.1] * 20, *[0.6] * 1180]
    found = kept(page, rates)
    assert found[:2] == [True, True]
    assert found[-1]


def test_what_is_not_free_is_never_kept() -> None:
    tree = grown(f"<p>{LONG}</p><p>{LONG}</p>")
    assert decide(tree, [0.9, 0.9], [True, False]) == [True, False]


@pytest.mark.parametrize("page", ["", "<p></p>", "<html></html>", "<title>only a title</title>", "<script>x</script>"])
def test_a_page_without_text_is_an_article_with_notes(page: str) -> None:
    reading = inspect(page.encode() or b" ", format="page")
    assert reading.article.body == ()
    assert {"NA103", "NA105"} <= {note.code for note in reading.account}


def test_the_story_of_a_plain_page_comes_out() -> None:
    body = "".join(f"<p>{LONG * n}</p>" for n in (2, 3, 1, 2))
    page = f"<html lang=en><body><nav><a href=/>Home</a></nav><article><h1>Bridge to rise</h1>{body}</article></body></html>"
    article = inspect(page.encode()).article
    assert article.headline == "Bridge to rise"
    assert len(article.body) == 4
    assert article.provenance.confidence is not None
    assert article.provenance.confidence > 0.8


def test_the_speaker_stays_with_the_quotation() -> None:
    page = f"<p>{LONG}</p><blockquote><p>{LONG}</p><footer>— The mayor</footer></blockquote><p>{LONG}</p>"
    assert kept(page, [0.9, 0.9, 0.1, 0.9]) == [True] * 4


def test_footnotes_are_kept_wherever_they_stand() -> None:
    note = "<footer><ol><li id=n1>The gauge was moved in 1998.</li></ol></footer>"
    body = "".join(f"<p>{LONG * 2}</p>" for _ in range(3))
    page = f'<article><h1>Bridge to rise</h1>{body}<p>{LONG}<sup><a href="#n1">1</a></sup></p></article>{note}'
    assert "The gauge was moved in 1998." in inspect(page.encode()).article.text


def test_entries_of_a_live_blog_stay_whole_with_their_times() -> None:
    entry = "<article class=post><time>9:4{0}am</time><h2>Update {0}</h2><p>{1}</p><p>Short {0}.</p></article>"
    page = f"<h1>Live: river rises</h1><section class=liveblog>{''.join(entry.format(n, LONG * 2) for n in range(3))}</section>"
    article = inspect(page.encode()).article
    assert [f"Short {n}." in article.text for n in range(3)] == [True] * 3
    assert [block.role for block in article.body if getattr(block, "role", None)] == ["timestamp"] * 3


def test_labels_of_switches_are_no_story() -> None:
    page = f"<div><label><input type=checkbox> Refresh automatically</label></div><p>{LONG * 3}</p><p>{LONG * 2}</p>"
    reading = inspect(page.encode())
    assert "Refresh" not in reading.article.text
    assert [note.text.strip() for note in reading.account if note.rule == "button"] == ["Refresh automatically"]


def test_a_page_of_one_doubtful_paragraph_is_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"<h1>Words</h1><p>{LONG * 3}</p><p>Share this</p>"
    for rates, count in (([0.07, 0.38, 0.02], 1), ([0.07, 0.09, 0.02], 0)):
        monkeypatch.setattr("newsarchive.page.choose.rates_of", lambda *_, said=rates: said)
        tree = grown(page)
        assert len(choose(tree, Ledger(tree), Witnesses("", "", "")).story) == count


def test_a_page_that_the_witness_knows_no_like_of_is_not_dropped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "".join(f"<p>{i} {LONG * 5}</p>" for i in range(8))
    for rates, count in (([0.3] * 8, 8), ([0.6] + [0.3] * 7, 8), ([0.05] * 8, 0), ([0.9] * 4 + [0.25] * 4, 4)):
        monkeypatch.setattr("newsarchive.page.choose.rates_of", lambda *_, said=rates: said)
        tree = grown(page)
        assert len(choose(tree, Ledger(tree), Witnesses("", "", "")).story) == count


def test_paragraphs_of_one_box_go_together() -> None:
    page = f"<div><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p><p>Port Larch</p></div><div><p>Elsewhere</p></div>"
    assert kept(page, [0.9, 0.9, 0.9, 0.35, 0.35]) == [True, True, True, True, False]
    assert kept(page, [0.9, 0.9, 0.9, 0.2, 0.35]) == [True, True, True, False, False]
    assert kept(page, [0.9, 0.9, 0.1, 0.35, 0.35]) == [True, True, False, False, False]


def test_paragraphs_of_which_few_are_the_story_are_no_family() -> None:
    page = f"<div><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p>{'<p>A line</p>' * 6}</div>"
    assert kept(page, [0.9] * 3 + [0.35] * 6) == [True] * 3 + [False] * 6


def test_code_inside_the_story_stays() -> None:
    page = f"<p>{LONG}</p><div><pre>water = 3\nprint(water)</pre></div><p>{LONG}</p><div><pre>© Port Larch</pre></div>"
    assert kept(page, [0.9, 0.2, 0.9, 0.2]) == [True, True, True, False]
    assert kept(page, [0.9, 0.05, 0.9, 0.2]) == [True, False, True, False]


def test_what_the_data_give_as_the_story_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    root = parse_html(f"<h1>Bridge</h1><p>{LONG}</p>".encode(), [])
    for mark, count in ((MARK, 1), ("id", 0)):
        home = etree.SubElement(root, "article")
        home.set(mark, "articleBody")
        etree.SubElement(home, "p").text = LONG * 3
        tree = grow(root)
        monkeypatch.setattr("newsarchive.page.choose.rates_of", lambda tree, *_: [0.05] * len(tree.blocks))
        assert len(choose(tree, Ledger(tree), Witnesses("", "", "")).story) == count
        root.remove(home)
