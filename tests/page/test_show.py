from __future__ import annotations

import re
from html import unescape

import pytest
from lxml import html

from newsarchive.page.grow import grow
from newsarchive.page.leftovers import remove_skipped
from newsarchive.page.marks import Ledger, Mark
from newsarchive.page.show import paint
from newsarchive.page.tree import Tree

PAGE = """
<html><head><title>Rain | Site</title><script>let x = "<b>never</b>";</script></head>
<body><nav><ul><li><a href="javascript:alert(1)">Home</a></li><li>News</li></ul></nav>
<h1>Rain</h1><img src="rain.jpg" alt="Wet &lt;street&gt;" onerror="alert(1)">
<p onclick="alert(1)" style="background:url(https://evil.example/x)">OSLO - It rained<br>all day &amp; all <b>night</b>.</p>
<table><tr><td>1<td>2</table><p dir="rtl" lang="ar">مطر</p><iframe src="https://evil.example/"></iframe>
<p lang='"><script>'>Ads &lt;script&gt;alert(1)&lt;/script&gt;</p></body></html>
"""


def _ledger() -> Ledger:
    tree = grow(html.document_fromstring(PAGE))
    ledger = Ledger(tree)
    remove_skipped(tree, ledger)
    ledger.take_element(Mark("NA202", "top-box", 'the "box"', tree.find("table")[0]))
    ledger.take_element(Mark("NA302", "title", "the title", tree.find("title")[0], fact="headline"))
    for block in tree.blocks:
        if block.text.startswith("OSLO"):
            ledger.take_span(Mark("NA301", "dateline", "a place and a dash", block.e, fact="dateline"), block, 0, 7)
        if block.text.startswith("Ads"):
            ledger.take_block(Mark("NA207", "ad-label", "an advertisement", block.e), block)
        ledger.keep(block)
    return ledger


def _page_of(painted: str) -> str:
    return painted.partition('<div class="page"')[2].partition("<aside")[0]


def _words(markup: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", markup.partition(">")[2])).split())


def test_every_word_of_the_page_is_painted_once_and_in_order() -> None:
    ledger = _ledger()
    shown = "".join(
        "".join(html.document_fromstring(PAGE).xpath("//text()[not(ancestor::script or ancestor::iframe)]")).split()
    )
    pictures_and_hidden = re.sub(
        r'<span class="(unseen|picture)"[^>]*>[^<]*</span>', "", _page_of(paint(ledger, title="Rain"))
    )
    assert _words(pictures_and_hidden) == shown


def test_what_became_of_the_words_stands_in_the_markup() -> None:
    page = _page_of(paint(_ledger(), title="Rain"))
    assert 'class="t-table removed" data-rule="top-box" data-why="removed by top-box: the &quot;box&quot;"' in page
    assert re.search(r'class="flat removed" data-rule="navigation"[^>]*>Home News</div>', page)
    assert re.search(r'class="claimed" data-rule="dateline"[^>]*>OSLO -</span>', page)
    assert '<div class="t-h1 kept">Rain</div>' in page
    assert '<div class="t-p kept" dir="rtl" lang="ar">' in page


def test_nothing_of_the_page_can_run_or_load() -> None:
    painted = paint(
        _ledger(), title="<script>alert(1)</script>", picture=lambda source: f"https://evil.example/{source}"
    )
    assert "default-src 'none'" in painted
    assert not re.search(r"<(script|iframe|link|object|embed|form|base|img)\b", painted)
    assert not re.search(r"<[^>]*\s(on\w+|style|src|srcset|action)=", painted)
    assert not re.search(r"url\(|@import|https?://", painted)
    assert all(href.startswith("#m") for href in re.findall(r'href="([^"]*)"', painted))


def test_a_picture_is_shown_only_as_data() -> None:
    painted = paint(_ledger(), title="Rain", picture=lambda source: f"data:image/png;base64,{source}")
    assert '<img src="data:image/png;base64,rain.jpg" alt="Wet &lt;street&gt;">' in painted


def test_each_removal_is_listed_and_leads_to_its_place() -> None:
    painted = paint(_ledger(), title="Rain")
    for number in re.findall(r'href="#m(\d+)"', painted):
        assert f'id="m{number}"' in _page_of(painted)
    assert len(set(re.findall(r'id="m(\d+)"', painted))) == 6
    assert "/html/body/nav" in painted


def test_words_that_nobody_accounts_for_are_seen() -> None:
    tree = grow(html.document_fromstring("<p>Lost words</p>"))
    painted = paint(Ledger(tree), title="x")
    assert '<span class="free" data-why="nobody accounts for this">Lost words</span>' in painted
    assert "not every one accounted for" in painted
    assert "not every one accounted for" not in paint(_ledger(), title="x")


@pytest.mark.parametrize("depth", [10, 1900])
def test_deep_pages_are_painted_whole(depth: int) -> None:
    tree = grow(html.fromstring("<div>" * depth + "deep" + "</div>" * depth, parser=html.HTMLParser(huge_tree=True)))
    assert ">deep<" in paint(_kept(tree), title="x").replace("</div>", "<")


def _kept(tree: Tree) -> Ledger:
    ledger = Ledger(tree)
    for block in tree.blocks:
        ledger.keep(block)
    return ledger


def test_what_is_not_counted_is_said() -> None:
    assert "that the page does not show are in the account, and not counted here" in paint(_ledger(), title="x")


def test_an_empty_page_is_painted() -> None:
    assert "0 characters on the page" in paint(Ledger(Tree()), title="")


@pytest.mark.parametrize("reason", ["asks to share", "asks to {}"])
def test_neighbours_removed_by_one_rule_are_one_box(reason: str) -> None:
    tree = grow(html.document_fromstring("<div><ul><li>Share</li><li>Tweet</li></ul></div><p>Rain.</p>"))
    ledger = Ledger(tree)
    for block in tree.blocks:
        if block.text != "Rain.":
            ledger.take_block(Mark("NA205", "share-bar", reason.format(block.text), block.e), block)
        ledger.keep(block)
    painted = paint(ledger, title="x")
    assert painted.count('data-rule="share-bar"') == 1
    whys = set(re.findall(r'data-why="removed by share-bar: ([^"]+)"', painted))
    assert whys == {reason.format("Share"), reason.format("Tweet")}
    for number in re.findall(r'href="#m(\d+)"', painted):
        assert f'id="m{number}"' in _page_of(painted)
