"""Facts of marked-up pages, one by one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from newsarchive.model import Moment
from newsarchive.page.facts.access import settle as settle_access
from newsarchive.page.facts.address import resolve, without_tracking
from newsarchive.page.facts.agency import agencies_in, agency_code, agency_named
from newsarchive.page.facts.headline import strip_site
from newsarchive.page.facts.language import language_of, well_formed
from newsarchive.page.facts.notices import agency_line, parse_contributors, parse_first_published, parse_notice
from newsarchive.page.facts.places import is_place, is_region, resolve_place
from newsarchive.page.facts.published import date_in_url
from newsarchive.page.facts.rights import parse_rights
from newsarchive.page.facts.signed import parse_signed
from newsarchive.page.facts.topics import media_topic, split_keywords
from newsarchive.page.facts.words import table
from newsarchive.page.facts.zones import in_publishers_zone

H1 = "<h1>Ice breaks early on Lake Ember</h1>"


# --- headline --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title, names, headline",
    [
        ("Ice breaks early | Hill Post", ["Hill Post"], "Ice breaks early"),
        ("Ice breaks early - Hill Post - News", ["Hill Post"], "Ice breaks early"),
        ("Hill Post | Ice breaks early", ["Hill Post"], "Ice breaks early"),
        ("Ice breaks early – hillpost.example", ["hillpost.example"], "Ice breaks early"),
        ("Ice - a long story - breaks early", ["Hill Post"], "Ice - a long story - breaks early"),
        ("湖の氷：山河新聞", ["山河新聞"], "湖の氷"),
    ],
)
def test_the_site_is_cut_off_a_title(title, names, headline):
    assert strip_site(title, names) == headline


def test_the_printed_headline_goes_before_the_one_for_search_engines(read, page):
    head = '<title>Ice, lake, thaw: what you need to know | Hill Post</title><meta property="og:title" content="Ice breaks early on Lake Ember">'
    seen = read(page("", head=head))
    assert seen.headline == "Ice breaks early on Lake Ember"
    assert any(code == "NA302" and rule == "title-repeat" for code, rule, _ in seen.notes)


def test_the_data_write_the_sign_between_kicker_and_headline(read, page):
    head = '<meta property="og:title" content="Thaw: Ice breaks early on Lake Ember">'
    seen = read(page("", head=head, above="<h1><span>Thaw</span> Ice breaks early on Lake Ember</h1>"))
    assert seen.headline == "Thaw: Ice breaks early on Lake Ember"


def test_a_logo_in_a_heading_is_no_headline(read, page):
    above = "<header><nav><h1><a href='/'>Hill Post</a></h1></nav></header><h2>Ice breaks early on Lake Ember</h2>"
    head = '<meta property="og:title" content="Ice breaks early on Lake Ember">'
    assert read(page("", head=head, above=above)).headline == "Ice breaks early on Lake Ember"


def test_what_stands_behind_a_bar_in_the_title_is_the_site(read, page):
    head = "<title>Ice breaks early on Lake Ember | Notes of a ferryman | Winter</title>"
    above = "<h1><a href='/'>Notes of a ferryman</a></h1><h3>Ice breaks early on Lake Ember</h3>"
    assert read(page("", head=head, above=above)).headline == "Ice breaks early on Lake Ember"


def test_a_site_may_put_its_name_before_the_bar(read, page):
    head = "<title>The Gazette of the Hill Country | Ice breaks early on Lake Ember</title>"
    seen = read(page("", head=head, above="<header><h1>Ice breaks early on Lake Ember</h1></header>"))
    assert seen.headline == "Ice breaks early on Lake Ember"
    assert read(page("", head=head, above=H1)).headline == "Ice breaks early on Lake Ember"


def test_the_name_of_a_section_is_no_headline(read, page):
    head = "<title>News</title><meta property='og:title' content='Ice breaks early on Lake Ember'>"
    above = "<h1>News</h1><h1>Ice breaks early on Lake Ember</h1>"
    assert read(page("", head=head, above=above)).headline == "Ice breaks early on Lake Ember"
    head = "<title>Reports - Ice breaks early on Lake Ember</title>"
    above = "<h1>Reports</h1><h2>Ice breaks early on Lake Ember</h2>"
    assert read(page("", head=head, above=above)).headline == "Ice breaks early on Lake Ember"


def test_the_data_may_leave_off_the_second_half_of_a_headline(read, page):
    data = (
        '<meta property="og:title" content="Ice breaks early on Lake Ember"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "headline": "Ice breaks early on Lake Ember"}</script>'
        "<title>Ice breaks early on Lake Ember | Hill Post</title>"
    )
    seen = read(page("", head=data, above="<h1>Ice breaks early on Lake Ember - what the ferries do now</h1>"))
    assert seen.headline == "Ice breaks early on Lake Ember - what the ferries do now"


def test_hints_for_line_breaks_are_no_letters_of_the_headline(read, page):
    head = '<meta property="og:title" content="Verwaltungsgericht entscheidet am Morgen">'
    seen = read(
        page("", head=head, above="<h1>Nachbarn Ver\u00adwal\u00adtungs\u00adgericht entscheidet am Mor\u00adgen</h1>")
    )
    assert seen.headline == "Verwaltungsgericht entscheidet am Morgen"
    assert seen.kicker == "Nachbarn"


# --- deck ------------------------------------------------------------------------------------


def test_a_standfirst_between_headline_and_story_is_the_deck(read, page):
    deck = "Three weeks before its time, the lake opens, and the ferries are not ready for it."
    seen = read(page("", above=f'{H1}<p class="standfirst">{deck}</p><p class="byline">By Ana Gil</p>'))
    assert seen.deck == deck


def test_a_deck_that_was_taken_for_the_story_is_taken_out_of_it(read, page):
    deck = "Three weeks before its time, the lake opens, and the ferries are not ready for it."
    head = f'<meta name="description" content="{deck}">'
    seen = read(page(f"<h2>{deck}</h2><div>By Ana Gil</div>", head=head))
    assert seen.deck == deck
    assert deck not in seen.left


def test_a_first_paragraph_is_no_deck(read, page):
    first = (
        "Towns along the shore of the lake expect the ice to break this week, three weeks before its time, they say."
    )
    seen = read(page(f"<p>{first}</p>", head=f'<meta name="description" content="{first}">'))
    assert seen.deck is None
    assert first in seen.left


# --- byline and dates ------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "story, above, below, iso",
    [
        ("<p>(18.01.2024) Farmers fear for the shore of the lake, and for the herds that graze on it, they say.</p>", "", "", "2024-01-18"),
        ("<p>Press release of 25 January 2024 | Ember – The ferries of the lake will not sail this week, they say.</p>", "", "",
         "2024-01-25"),
        ("", "<p>Tue, 14 Jan 2024</p>" + H1 + "<p>13 Jan 2024, 22:11</p>", "", "2024-01-13T22:11"),
        ("", "", "<div>This entry was posted on 14 December 2023 at 14:48 by <a href='/a'>embra</a> and is filed under Lakes.</div>",
         "2023-12-14T14:48"),
    ],
)  # fmt: skip
def test_a_date_stands_where_the_page_has_it(read, page, story, above, below, iso):
    assert read(page(story, above=above or H1, below=below)).published.iso == iso


def test_the_order_of_day_and_month_is_what_the_page_writes_out(read, page):
    head = '<meta property="article:published_time" content="03-09-2024">'
    seen = read(page("", head=head, above=f"{H1}<p>March 9, 2024</p>"))
    assert seen.published.iso == "2024-03-09"


def test_dates_beside_the_byline_are_claimed_apart(read, page):
    seen = read(page("", above=f"{H1}<p class='meta'>May 3, 2024, 4:05 PM EDT | By Ana Gil</p>"))
    assert seen.published.iso == "2024-05-03T16:05-04:00"
    assert seen.byline == "By Ana Gil"


def test_an_updated_stamp_is_not_when_it_was_published(read, page):
    seen = read(page("", above=f"{H1}<p class='date'>Published: May 3, 2024 Updated: May 4, 2024</p>"))
    assert (seen.published.iso, seen.updated.iso) == ("2024-05-03", "2024-05-04")


def test_a_coarser_date_is_completed_and_a_zone_borrowed(read, page):
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember",'
        '"datePublished":"2024-05-03T16:05:00"}</script><meta property="article:published_time" content="2024-05-03T16:05:00-04:00">'
    )
    assert read(page("", head=head)).published.iso == "2024-05-03T16:05:00-04:00"


def test_an_instant_in_utc_is_told_in_the_printed_time(read, page):
    head = '<meta property="article:published_time" content="2024-05-04T02:05:00Z">'
    seen = read(page("", head=head, above=f"{H1}<p class='date'>May 3, 2024, 10:05 p.m.</p>"))
    assert seen.published.iso == "2024-05-03T22:05:00-04:00"


def test_a_date_after_the_capture_is_refused(read, page):
    head = '<meta name="date" content="2030-01-01"><meta name="dc.date" content="2024-05-03">'
    assert read(page("", head=head), captured=Moment("2024-05-04")).published.iso == "2024-05-03"


def test_a_page_that_dates_itself_nowhere_else_is_dated_by_its_address(read, page):
    assert read(page(""), url="https://www.hillpost.example/2024/05/03/ice").published.iso == "2024-05-03"
    assert date_in_url("https://paper.example/article-20249999-x") is None


@pytest.mark.parametrize(
    "iso, host, expected",
    [
        ("2024-07-01T09:05", "zeitung.de", "2024-07-01T09:05+02:00"),
        ("2024-12-01T09:05:10", "zeitung.de", "2024-12-01T09:05:10+01:00"),
        ("2024-07-01T09:05", "shimbun.jp", "2024-07-01T09:05+09:00"),
        ("2024-07-01T09:05", "paper.in", "2024-07-01T09:05+05:30"),
        ("2024-07-01T09:05", "paper.com", "2024-07-01T09:05"),
        ("2024-07-01", "zeitung.de", "2024-07-01"),
        ("2024-07-01T09:05+00:00", "zeitung.de", "2024-07-01T09:05+00:00"),
    ],
)
def test_the_publishers_zone_is_taken_where_the_country_has_one(iso, host, expected):
    moment = in_publishers_zone(Moment(iso), f"https://{host}/a")
    assert moment.iso == expected
    assert (moment.zone == "publisher") == (expected != iso)


# --- agency and closing lines ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text, code", [("AP", "AP"), ("dpa/lno", "dpa"), ("CDU", None), ("EU", None), ("РИА Новости", "RIA")]
)
def test_agency_codes(text, code):
    found = agency_code(text)
    assert (found.code if found else None) == code


def test_agencies_are_known_by_their_names():
    assert agency_named("The Associated Press").code == "AP"
    assert [agency.code for agency in agencies_in("afp/dpa")] == ["dpa"]
    assert [agency.code for agency in agencies_in("AFP/dpa und Reuters")] == ["AFP", "dpa", "Reuters"]


@pytest.mark.parametrize(
    "line, agency",
    [
        ("<p>The Canadian Press</p>", "The Canadian Press"), ("<p>(abc/dpa)</p>", "Deutsche Presse-Agentur"),
        ("<p>Quelle: hillpost, abc/dpa</p>", "Deutsche Presse-Agentur"), ("<p>Bron: ANP</p>", "ANP"), ("<p>来源：新华社</p>", "Xinhua"),
    ],
)  # fmt: skip
def test_a_closing_line_names_the_agency(read, page, line, agency):
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=line)
    )
    assert seen.agency.name == agency


def test_an_agency_in_brackets_ends_the_last_paragraph(read):
    paragraph = "<p>The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say.</p>"
    seen = read(
        f"<html><body>{H1}<article>{paragraph * 3}<p>So ist es am Ende auch gekommen, sagte sie. (abc/dpa)</p></article></body></html>"
    )
    assert seen.agency.name == "Deutsche Presse-Agentur"
    assert ("NA301", "agency-line", "(abc/dpa)") in seen.notes


@pytest.mark.parametrize("text", ["Reuters said so", "(CDU)", "The end", "", "A" * 200])
def test_what_names_no_agency_is_no_agency_line(text):
    assert agency_line(text) is None


def test_first_published_notices_have_a_day_and_an_outlet():
    found = parse_first_published("This report by The Canadian Press was first published Feb. 17, 2021.", "en")
    assert (found.date.iso, found.outlet) == ("2021-02-17", "The Canadian Press")
    assert parse_first_published("The lake was first crossed in 1920, they say.") is None


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Correction, Nov. 15, 2019: This article misnamed a lake.", "correction"),
        ("CLARIFICATION: The ferry runs on Sundays.", "clarification"),
        ("Editor's note: This story contains ice.", "editor"),
        ("Anmerkung der Redaktion: Der See ist tief.", "editor"),
        ("Fe de errata: El lago es otro.", "correction"),
        ("Companies in this story: (TSX:ICE)", "companies"),
        ("訂正・おわび：湖の名前が違いました。", "correction"),
    ],
)
def test_notices_have_kinds(text, kind):
    assert parse_notice(text, "en").kind == kind


@pytest.mark.parametrize(
    "text", ["Update the app and wait.", "Korrektur am Aktienmarkt hält an", "The correction of the lake took years."]
)
def test_a_sentence_that_begins_like_a_notice_is_none(text):
    assert parse_notice(text) is None


def test_contributors_have_roles_and_places():
    found = parse_contributors("(Reporting by Ana Gil in Lima; Editing by Bo Ek)")
    assert [(one.name, one.role, one.place) for one in found] == [
        ("Ana Gil", "reporting", "Lima"),
        ("Bo Ek", "editing", None),
    ]
    assert [one.name for one in parse_contributors("Ana Gil and Bo Ek contributed to this report.")] == [
        "Ana Gil",
        "Bo Ek",
    ]


def test_an_end_mark_is_removed_and_contributors_are_claimed(read, page):
    below = "<p>Editing by Bo Ek</p><p>###</p>"
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=below)
    )
    assert [one.name for one in seen.contributors] == ["Bo Ek"]
    assert ("NA212", "end-mark", "###") in seen.notes


# --- rights ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, holder, year",
    [
        ("© 2019 Hill Communications, Inc.", "Hill Communications, Inc.", 2019),
        ("Copyright 2026 Hill Post. All rights reserved.", "Hill Post", 2026),
        ("News from © The Canadian Press, 2021", "The Canadian Press", 2021),
        ("© 1998 - 2020 Hill Inc. | All Rights Reserved.", "Hill Inc.", 2020),
        ("© RIPRODUZIONE RISERVATA", None, None),
        ("Alle Rechte vorbehalten", None, None),
        ("無断転載を禁じます", None, None),
    ],
)
def test_rights_lines_have_holder_and_year(text, holder, year):
    rights = parse_rights(text)
    assert (rights.notice, rights.holder, rights.year) == (text, holder, year)


def test_the_storys_own_rights_line_goes_before_the_sites(read, page):
    below = "<p>Copyright 2026 The Associated Press. All rights reserved.</p><footer>© 2026 Hill Post</footer>"
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=below)
    )
    assert seen.rights.notice == "Copyright 2026 The Associated Press. All rights reserved."
    assert seen.rights.usage == "All rights reserved."
    alone = read(page("", below="<footer><p>© 2026 Hill Post | Terms of use | Privacy</p></footer>"))
    assert alone.rights.notice == "© 2026 Hill Post"


# --- publisher, address, language, topics, access --------------------------------------------


def test_the_publisher_is_the_site_not_its_platform(read, page):
    assert (
        read(
            page(
                "",
                head='<meta property="og:site_name" content="WordPress"><meta name="application-name" content="Hill Post">',
            )
        ).publisher.name
        == "Hill Post"
    )
    assert (
        read(page("", head='<meta property="og:site_name" content="Hill Post | News from the hills">')).publisher.name
        == "Hill Post"
    )
    assert read(page("")).publisher.name == "hillpost.example"


@pytest.mark.parametrize(
    "link, url",
    [
        ("/news/ice-breaks?utm_source=x#top", "https://www.hillpost.example/news/ice-breaks"),
        ("https://hillpost.example/news/ice-breaks/", "https://hillpost.example/news/ice-breaks/"),
        ("https://www.hillpost.example/", "https://www.hillpost.example/news/ice-breaks"),
        ("https://syndicate.example/else", "https://www.hillpost.example/news/ice-breaks"),
        ("javascript:alert(1)", "https://www.hillpost.example/news/ice-breaks"),
    ],
)
def test_the_canonical_address_is_this_page(read, page, link, url):
    assert read(page("", head=f'<link rel="canonical" href="{link}">')).url == url


def test_addresses_are_made_absolute_and_safe():
    assert resolve("a.jpg", "https://paper.example/x/") == "https://paper.example/x/a.jpg"
    assert resolve("javascript:x", "https://paper.example/") is None
    assert resolve("http://[::1", "https://paper.example/") is None
    assert without_tracking("https://paper.example/a?b=1&fbclid=2") == "https://paper.example/a?b=1"


@pytest.mark.parametrize(
    "tag, formed",
    [
        ("en_us", "en-US"),
        ("DE", "de"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("true", None),
        ("", None),
        ("English", "en"),
        ("und", None),
    ],
)
def test_language_tags_are_well_formed(tag, formed):
    assert well_formed(tag) == formed


def test_a_language_that_the_words_contradict_is_not_believed(read):
    story = (
        "<p>Der Fluss ist in diesem Jahr früher als sonst offen, und die Fähren sind noch nicht bereit, sagte sie am Montag der Zeitung.</p>"
        * 4
    )
    seen = read(f"<html lang=en><body><h1>Der Fluss ist offen</h1><article>{story}</article></body></html>")
    assert seen.language == "de"
    assert (
        read(f"<html lang=de-AT><body><h1>Der Fluss ist offen</h1><article>{story}</article></body></html>").language
        == "de-AT"
    )


@pytest.mark.parametrize(
    "text, language",
    [
        ("湖の氷が今年は早く溶けた", "ja"),
        ("호수의 얼음이 올해는 일찍 녹았다", "ko"),
        ("Η λίμνη άνοιξε νωρίς φέτος", "el"),
        ("cold", None),
    ],
)
def test_a_script_gives_a_language_away(text, language):
    assert language_of(text) == language


def test_a_page_from_right_to_left_says_so(read):
    story = (
        "<p>قال المتحدث إن الجليد على البحيرة قد ذاب في وقت مبكر من هذا العام وإن العبارات غير جاهزة بعد لذلك.</p>" * 4
    )
    seen = read(f"<html lang=ar dir=rtl><body><h1>الجليد يذوب</h1><article>{story}</article></body></html>")
    assert (seen.language, seen.dir) == ("ar", "rtl")


def test_keywords_are_the_storys_not_the_systems(read, page):
    assert split_keywords("ice; lake, ember") == ["ice", "lake, ember"]
    head = (
        '<meta name="news_keywords" content="Page Type: Article, WC: 100, Subject: Ice, Day: Monday, Subject: Lakes">'
    )
    assert read(page("", head=head)).keywords == ("Ice", "Lakes")
    below = '<div class="tags"><a rel="tag" href="/t/ice">Ice</a> <a rel="tag" href="/t/lake">#Lake</a></div>'
    assert read(page("", below=below)).keywords == ("Ice", "Lake")


def test_a_section_that_names_a_media_topic_plainly_is_mapped(read, page):
    seen = read(page("", head='<meta property="article:section" content="Wirtschaft">'))
    assert [(subject.code, subject.printed) for subject in seen.subjects] == [("medtop:04000000", "Wirtschaft")]
    assert media_topic("Ice") is None


@pytest.mark.parametrize(
    "word, language, code",
    [
        ("Fußball", "de", "20001065"),
        ("Fußball", "en", "20001065"),
        ("Climate Change", "de", "20000418"),
        ("elections", "en", "20000574"),
        ("Travel & Tourism", "en-GB", "20000563"),
        ("Clima", "es", "17000000"),
        ("Clima", "it", "20000418"),
        ("val", "sv", "20000574"),
        ("Valg", "nb", "20000574"),
        ("crime", "en", "20000082"),
        ("足球", "zh", "20001065"),
    ],
)
def test_a_word_names_its_topic_in_the_language_of_its_page(word, language, code):
    assert media_topic(word, language).code == f"medtop:{code}"


@pytest.mark.parametrize(
    "word, language",
    [("Lake Ember", "en"), ("val", "en"), ("clima", None), ("football", "en"), ("bar", "en"), ("", "en")],
)
def test_what_may_mean_several_things_names_no_topic(word, language):
    assert media_topic(word, language) is None


def test_a_mapped_topic_says_what_it_was_read_from(read, page):
    head = '<meta property="article:section" content="News / Sport"><meta property="article:tag" content="Tennis">'
    seen = read(page("", head=head))
    assert [(subject.code, subject.printed) for subject in seen.subjects] == [
        ("medtop:15000000", "Sport"),
        ("medtop:20001085", "Tennis"),
    ]
    assert any(found.fact == "subjects" and found.source == "opengraph" for found in seen.evidence)


def test_each_topic_has_one_line_and_each_word_a_topic_that_is_shipped():
    lines = (files("newsarchive.page.facts") / "data" / "mediatopics.tsv").read_text("utf-8").splitlines()
    topics = [line.split("\t") for line in lines if not line.startswith("#")]
    codes = {code for code, _ in topics}
    assert len(codes) == len(topics) == len({name for _, name in topics})
    assert all(len(code) == 8 and code.isdigit() and name.strip() == name for code, name in topics)
    words = table("topics")
    assert set(words["topic"]) <= codes
    assert {code for named in words["named"].values() for code in named.values() if code} <= codes


@pytest.mark.parametrize("head, below, paywalled", [
    ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","isAccessibleForFree":"False"}</script>', "", True),
    ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","isAccessibleForFree":true}</script>', "", False),
    ("", "<p>Subscribe to continue reading</p>", True), ("", "", None)])  # fmt: skip
def test_a_page_says_whether_it_is_cut(read, page, head, below, paywalled):
    assert read(page("", head=head, below=below)).paywalled is paywalled
    assert settle_access


def test_places_are_known_in_their_scripts():
    assert all(map(is_place, ("Ottawa", "Moskau", "Москва", "北京", "서울", "ソウル", "Le Caire")))
    assert not is_place("Werbung")
    assert is_region("Ill.")
    assert resolve_place("Victoria", "B.C.").country == "CA"
    assert resolve_place("London").country == "GB"
    assert resolve_place("London", "Ont.").country == "CA"


def test_a_block_in_another_language_says_so(read):
    english = (
        "<p>The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say about it.</p>"
        * 4
    )
    german = "<p>Die Fähre fährt in diesem Jahr früher als sonst, und die Leute auf der Insel sind froh, dass es wieder so weit ist.</p>"
    greek = "<p>Η λίμνη άνοιξε νωρίς φέτος και τα πλοία δεν είναι ακόμα έτοιμα για το ταξίδι της άνοιξης, είπε ο λιμενάρχης.</p>"
    seen = read(f"<html lang=en><body><h1>Ice breaks</h1><article>{english}{german}{greek}</article></body></html>")
    assert sorted(seen.facts.block_languages.values()) == ["de", "el"]
    assert seen.language == "en"


@pytest.mark.parametrize(
    "host, iso", [("hillpost.com", "2026-03-09"), ("hillpost.co.uk", "2026-09-03"), ("hillpost.com.au", "2026-09-03")]
)
def test_a_date_in_numbers_is_read_as_the_country_writes_it(read, page, host, iso):
    seen = read(page("", above=f"{H1}<p class='date'>03/09/2026</p>"), url=f"https://www.{host}/ice")
    assert seen.published.iso == iso


@pytest.mark.parametrize("above, kicker", [
    (f"<p class='kicker'>Thaw:</p>{H1}", "Thaw"), (f"<span class='overline'>Thaw</span>{H1}", "Thaw"),
    (f"<p class='kicker'><a href='/sport'>Sport</a></p>{H1}", None), (f"<p>Thaw</p>{H1}", None)])  # fmt: skip
def test_a_line_over_the_headline_is_the_kicker(read, page, above, kicker):
    assert read(page("", above=above)).kicker == kicker


def test_initials_confirm_a_publisher(read, page):
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","publisher":{"name":"Hill Valley Post"}}</script>'
    seen = read(
        page("", head=head + '<meta property="og:site_name" content="HVP.NET">'), url="https://www.hvp.example/ice"
    )
    assert seen.publisher.name == "Hill Valley Post"
    other = read(
        page("", head=head + '<meta property="og:site_name" content="River Times">'),
        url="https://www.rivertimes.example/ice",
    )
    assert other.publisher.name == "River Times"


def test_an_outlet_ends_with_its_name():
    found = parse_first_published("This article was originally published on The Hill Post and can be read there.")
    assert found.outlet == "The Hill Post"


# --- what other readers stumbled over ---------------------------------------------------------


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
    "line, holder",
    [
        ("© 2024 Bergpost Verlagsgesellschaft m.b.H.", "Bergpost Verlagsgesellschaft m.b.H."),
        ("© 2024 Bergpost Ges. m.b.H. Alle Rechte vorbehalten.", "Bergpost Ges. m.b.H."),
        ("Copyright 2024 Hill Post Inc. All rights reserved.", "Hill Post Inc."),
        ("© A. B. Gil Ltd. 2024", "A. B. Gil Ltd."),
        ("© 2020 Collina S.p.A. - tutti i diritti riservati", "Collina S.p.A."),
        ("Copyright 2024 Hill Post. All rights reserved.", "Hill Post"),
    ],
)
def test_a_rights_holder_keeps_the_full_stop_of_its_name(line, holder):
    assert parse_rights(line).holder == holder


@pytest.mark.parametrize("label", ["Veröffentlicht am", "First published on", "Publiziert:", "Last updated"])
def test_the_word_before_a_date_goes_with_it(read, page, label):
    seen = read(page("", above=f"{H1}<div>{label}</div><div>1 July 2023</div>"))
    assert any(code == "NA301" and rule == "date-line" and text == label for code, rule, text in seen.notes)


def test_dates_of_teasers_below_are_not_the_storys(read, page):
    below = "<div><h3>Ferries are sold</h3><p>3 May 2022</p><h3>Lake towns vote</h3><p>4 May 2022</p></div>"
    assert read(page("", below=below)).published is None
    assert read(page("", below="<div><p>Published 3 May 2022</p></div>")).published.iso == "2022-05-03"


def test_numbers_and_links_that_lead_on_are_no_keywords(read, page):
    below = "<div class=tags><a href=/1>湖</a><a href=/2>詳しくはこちら</a><a href=/3>100312362</a><a href=/4>一覧を見る</a></div>"
    assert read(page("", below=below)).keywords == ("湖",)
    head = '<meta name="news_keywords" content="ice, 100312362, Read more, 2024">'
    assert read(page("", head=head)).keywords == ("ice", "2024")


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


def test_a_source_beside_a_date_is_the_agency(read, page):
    seen = read(page("", above=f"{H1}<p>1 July 2023 | Quelle: dpa</p>"))
    assert seen.agency.code == "dpa" or seen.agency.name.startswith("Deutsche Presse")


# --- closing lines in many languages -----------------------------------------------------------


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Oikaisu: Jutun aiemmassa versiossa lautan nimi oli väärin.", "correction"),
        ("Oprava: V dřívější verzi článku byl špatně název lodi.", "correction"),
        ("Düzeltme: Önceki sürümde feribotun adı yanlıştı.", "correction"),
        ("تصحيح: ورد اسم العبارة خطأ في نسخة سابقة.", "correction"),
        ("תיקון: בגרסה קודמת נכתב שם שגוי.", "correction"),
        ("Förtydligande: Färjan går bara på vardagar.", "clarification"),
        ("Уточнение: паром ходит только по будням.", "clarification"),
        ("Artikeln har uppdaterats med ett uttalande från rederiet.", "update"),
        ("Материал обновлён: добавлен комментарий компании.", "update"),
        ("Aggiornamento: aggiunta la dichiarazione della compagnia.", "update"),
        ("本文已更新：加入了轮渡公司的回应。", "update"),
        ("Poznámka redakce: Autor je zaměstnancem loděnice.", "editor"),
        ("编者按：作者是湖边的居民。", "editor"),
        ("編集部注：筆者は湖畔に住む。", "editor"),
        ("Traduzido por: Ana Gil", "translation"),
    ],
)
def test_the_publishers_own_word_is_known_in_many_languages(text, kind):
    notice = parse_notice(text)
    assert notice.kind == kind
    assert notice.printed == text


@pytest.mark.parametrize(
    "text",
    ["Oprava mostu začne v květnu a skončí na podzim.", "Aktualizacja systemu potrwa do rana.", "تحديث النظام يبدأ غدا في المدينة",
     "更新された船が湖に戻った。", "Font de Brasa és un poble vora el llac."],
)  # fmt: skip
def test_a_sentence_in_another_language_that_begins_like_a_notice_is_none(text):
    assert parse_notice(text) is None


@pytest.mark.parametrize(
    "text, outlet",
    [
        ("Artikeln publicerades först i Emberposten.", "Emberposten"),
        ("Questo articolo è stato pubblicato per la prima volta sul Corriere di Brace.", "Corriere"),
        ("Материал впервые опубликовано 7 марта 2024.", None),
        ("Bu yazı ilk olarak yayımlandı: 7 Mart 2024.", None),
        ("本文首发于《湖畔日报》。", None),
    ],
)
def test_first_published_is_said_in_many_languages(text, outlet):
    found = parse_first_published(text, None)
    assert found.printed == text
    assert found.outlet is None if outlet is None else found.outlet.startswith(outlet)


@pytest.mark.parametrize(
    "prompt",
    ["Vain tilaajille: jatka lukemista kokeilemalla.", "Obsah pouze pro předplatitele.", "Материал доступен подписчикам.", "هذا المحتوى للمشتركين",
     "Sadece aboneler okuyabilir."],
)  # fmt: skip
def test_a_cut_text_says_so_in_many_languages(read, page, prompt):
    assert read(page("", below=f"<div>{prompt}</div>")).paywalled is True


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 Emberposten. Kopiering förbjuden.",
        "© 2024 ידיעות הגחלת. כל הזכויות שמורות",
        "Kaikki oikeudet pidätetään © Hiilisanomat 2024",
    ],
)
def test_usage_terms_are_known_in_many_languages(line):
    rights = parse_rights(line)
    assert rights.usage
    assert rights.year == 2024


def test_an_agency_under_the_headline_signs_the_story(read, page):
    assert read(page("", above=f"{H1}<p class=credit>JIJI</p>")).agency.name.startswith("Jiji")
    beside = f"{H1}<figure><img src=/lake.jpg width=800><figcaption>AFP</figcaption></figure>"
    assert read(page("", above=beside)).agency is None


def test_a_date_at_the_end_of_the_title_or_behind_its_label_is_the_storys(read, page):
    head = "<title>Ice breaks early on Lake Ember | Hill Post | 28.04.2023</title>"
    caption = "<p>The ferry on its way to the shore of the lake, 24 April 2023</p>"
    assert read(page("", head=head, above=f"{H1}<div>{caption}</div>")).published.iso == "2023-04-28"
    below = "<ul><li><strong>Date</strong> 28 April 2023</li></ul>"
    assert read(page("", above=f"{H1}<div>{caption}</div>", below=below)).published.iso == "2023-04-28"


def test_the_title_of_the_story_is_not_its_author(read, page):
    above = "<h1>Ember Valley</h1><div class=vcard>Ember Valley</div>"
    assert read(page("", head="<title>Ember Valley</title>", above=above)).authors is None


@pytest.mark.parametrize(
    ("text", "day", "programme"),
    [
        ("Sendung: Hafenradio, 24.04.2024, 15:10 Uhr", "2024-04-24T15:10", "Hafenradio"),
        (
            "Über dieses Thema berichtete die Abendschau am 24. April 2024 um 20:00 Uhr.",
            "2024-04-24T20:00",
            "Abendschau",
        ),
        ("Dieses Thema im Programm: Radio Lärche | 24.04.2024 | 15:00 Uhr", "2024-04-24T15:00", "Radio Lärche"),
        ("Sendung vom Do., 24.4.2024, 6:00 Uhr", "2024-04-24T06:00", None),
        ("Uitzending: De Haven, 24 april 2024", "2024-04-24", "De Haven"),
        ("This segment aired on April 24, 2024.", "2024-04-24", None),
    ],
)
def test_a_line_that_says_when_a_report_was_aired_is_read(text, day, programme):
    found = parse_first_published(text, "de")
    assert (found.date.iso, found.outlet) == (day, programme)


@pytest.mark.parametrize(
    "text", ["Sendung: ein Wort, das hier jeder kennt.", "In der Sendung vom 24. April 2024 sagte der Minister wenig."]
)
def test_a_sentence_about_a_programme_says_no_such_thing(text):
    assert parse_first_published(text, "de") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dieser Text wurde mit Hilfe von KI erstellt und von der Redaktion geprüft.", "disclosure"),
        ("This article was written with the help of AI and checked by an editor.", "disclosure"),
        ("Este texto foi gerado com inteligência artificial.", "disclosure"),
        ("Dieser Artikel ist eine Übersetzung.", "translation"),
        ("Cet article a été traduit de l'anglais.", "translation"),
    ],
)
def test_publishers_say_what_machines_did(text, kind):
    assert parse_notice(text).kind == kind
    assert parse_notice("AI was used to fake the mayor's voice, the police said.") is None
