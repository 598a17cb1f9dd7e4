"""Who wrote the story."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.signed import parse_signed

H1 = "<h1>Ice breaks early on Lake Ember</h1>"


@pytest.mark.parametrize(
    "line, names",
    [
        ("<p class='byline'>By <a href='/ana'>Ana Gil</a> and Bo Ek</p>", ["Ana Gil", "Bo Ek"]),
        ("<p>By Ana Gil</p>", ["Ana Gil"]),
        ("<p>Posted on May 3, 2024 by Ana Gil</p>", ["Ana Gil"]),
        ("<p>03.05.2024 | 12:45 Uhr | Von Ana Gil</p>", ["Ana Gil"]),
        ("<p><a href='/author/ana-gil'>Ana Gil</a></p>", ["Ana Gil"]),
        ("<p class='author'><a href='/a'>Ana Gil</a><span>Hill Post</span></p>", ["Ana Gil"]),
    ],
)
def test_bylines_in_many_dresses(read, page, line, names):
    head = '<meta property="og:site_name" content="Hill Post">'
    seen = read(page("", head=head, above=f"{H1}{line}"))
    assert [person.name for person in seen.authors] == names
    assert seen.byline


def test_the_printed_byline_corrects_a_system_account(read, page):
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","author":{"name":"Web Master"}}</script>'
    seen = read(page("", head=head, above=f"{H1}<p class='byline'>By Ana Gil</p>"))
    assert [person.name for person in seen.authors] == ["Ana Gil"]


@pytest.mark.parametrize(
    "above, names",
    [
        ("<h4>Autor</h4><p><a href='/profil/anna'>Anna Muster</a>, </p>", ["Anna Muster"]),
        (
            "<h6>Author(s)</h6><ul><li><a href='/a'>Ana Gil</a></li><li><a href='/b'>Bo Ek</a></li></ul>",
            ["Ana Gil", "Bo Ek"],
        ),
        ("<div>Written by</div><div>Ana Gil</div><div>Hello! I run the boats.</div>", ["Ana Gil"]),
        ("<p>Ana Gil | Senior Writer | July 2, 2025</p>", ["Ana Gil"]),
        ("<div class=author><a href='/author/embra/'>Embra</a></div>", ["Embra"]),
    ],
)
def test_a_byline_may_stand_below_its_label_or_without_one(read, page, above, names):
    seen = read(page("", above=H1 + above))
    assert [person.name for person in seen.authors or ()] == names


def test_the_shorthand_of_a_paper_gives_way_to_a_name(read, page):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ice", "author": {"name": "HP"}}</script>'
    seen = read(page("", head=head, above=f"{H1}<p>By Ana Gil</p>"))
    assert [person.name for person in seen.authors] == ["Ana Gil"]


def test_names_side_by_side_are_parted_where_the_data_know_them(read, page):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Ana Gil"}, {"name": "Bo Ekman"}]}</script>'
    seen = read(page("", head=head, above=f"{H1}<p class=byline>By Ana Gil Bo Ekman</p>"))
    assert [person.name for person in seen.authors] == ["Ana Gil", "Bo Ekman"]


def test_dates_beside_the_byline_are_claimed_apart(read, page):
    seen = read(page("", above=f"{H1}<p class='meta'>May 3, 2024, 4:05 PM EDT | By Ana Gil</p>"))
    assert seen.published.iso == "2024-05-03T16:05-04:00"
    assert seen.byline == "By Ana Gil"


def test_a_byline_does_not_swallow_the_date_beside_it(read, page):
    seen = read(page("", above=f"{H1}<p class=autore>Nome Cognome 12 May 2024</p>"))
    assert seen.byline == "Nome Cognome"
    assert [person.name for person in seen.authors] == ["Nome Cognome"]


def test_a_byline_that_is_told_twice_is_claimed_twice(read, page):
    story = (
        "<p>The lake is open, and nobody in the towns along the shore remembers a March as warm as this one.</p>" * 3
    )
    text = f"<html lang=en><body>{H1}<p class=byline>By Ana Gil</p><article>{story}<p>By Ana Gil</p></article></body></html>"
    seen = read(text)
    assert seen.byline == "By Ana Gil"
    assert "By Ana Gil" not in seen.left
    assert ("NA302", "byline-repeat", "By Ana Gil") in seen.notes


@pytest.mark.parametrize(
    "line, writers, helpers",
    [
        ("（记者 张伟 李娜）", ["张伟", "李娜"], []),
        ("本报记者 张伟 北京报道", ["张伟"], []),
        ("（责任编辑：王小明、李华）", [], [("王小明", "editing"), ("李华", "editing")]),
        ("责编：王小明 审核：李华", [], [("王小明", "editing"), ("李华", "editing")]),
        ("作者：张伟 编辑：李娜", ["张伟"], [("李娜", "editing")]),
    ],
)
def test_papers_in_chinese_name_who_wrote_and_who_edited(line, writers, helpers):
    found = parse_signed(line)
    assert [person.name for person in found[0]] == writers
    assert [(one.name, one.role) for one in found[1]] == helpers


@pytest.mark.parametrize(
    "line", ["记者问他为什么", "编辑部的故事很长，他说。", "By Ana Gil", "记者", "湖边的记者 张伟"]
)
def test_a_sentence_about_reporters_is_no_credit(line):
    assert parse_signed(line) is None


def test_a_chinese_page_gives_its_source_and_its_people(read, page):
    above = "<h1>恩伯湖的冰层提前破裂</h1><p>2024-03-07 09:05　来源：新华网</p>"
    text = page("<p>（记者 张伟）</p>", above=above, below="<p>责编：王小明</p>").replace("lang=en", "lang=zh")
    seen = read(text)
    assert [person.name for person in seen.authors] == ["张伟"]
    assert [(one.name, one.role) for one in seen.contributors] == [("王小明", "editing")]
    assert seen.agency.name == "Xinhua"
    assert seen.published.iso.startswith("2024-03-07T09:05")


def test_the_title_of_the_story_is_not_its_author(read, page):
    above = "<h1>Ember Valley</h1><div class=vcard>Ember Valley</div>"
    assert read(page("", head="<title>Ember Valley</title>", above=above)).authors is None
