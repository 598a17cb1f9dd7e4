"""Facts of marked-up pages, one by one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from newsarchive.page.facts.access import settle as settle_access
from newsarchive.page.facts.address import resolve, without_tracking
from newsarchive.page.facts.headline import strip_site
from newsarchive.page.facts.notices import parse_first_published
from newsarchive.page.facts.places import is_place, is_region, resolve_place
from newsarchive.page.facts.topics import media_topic, split_keywords
from newsarchive.page.facts.words import table

H1 = "<h1>Ice breaks early on Lake Ember</h1>"


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


def test_the_order_of_day_and_month_is_what_the_page_writes_out(read, page):
    head = '<meta property="article:published_time" content="03-09-2024">'
    seen = read(page("", head=head, above=f"{H1}<p>March 9, 2024</p>"))
    assert seen.published.iso == "2024-03-09"


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


def test_numbers_and_links_that_lead_on_are_no_keywords(read, page):
    below = "<div class=tags><a href=/1>湖</a><a href=/2>詳しくはこちら</a><a href=/3>100312362</a><a href=/4>一覧を見る</a></div>"
    assert read(page("", below=below)).keywords == ("湖",)
    head = '<meta name="news_keywords" content="ice, 100312362, Read more, 2024">'
    assert read(page("", head=head)).keywords == ("ice", "2024")


@pytest.mark.parametrize(
    "prompt",
    ["Vain tilaajille: jatka lukemista kokeilemalla.", "Obsah pouze pro předplatitele.", "Материал доступен подписчикам.", "هذا المحتوى للمشتركين",
     "Sadece aboneler okuyabilir."],
)  # fmt: skip
def test_a_cut_text_says_so_in_many_languages(read, page, prompt):
    assert read(page("", below=f"<div>{prompt}</div>")).paywalled is True
