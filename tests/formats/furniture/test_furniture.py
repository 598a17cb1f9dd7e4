"""What stands round a story."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from msgspec.structs import replace

from newsarchive.formats import furniture
from newsarchive.formats.furniture import date_words, edition_of, end_matter, headline_of, isolated, words_for
from newsarchive.formats.markup import parse_xml
from newsarchive.model import Article, Dateline, Figure, Heading, Media, Moment, Organisation, Paragraph, Rights, Run
from newsarchive.notes import Account
from tests.rich import rich_article

TABLES = tomllib.loads(files("newsarchive.formats.furniture").joinpath("words.toml").read_text("utf-8"))


@pytest.mark.parametrize("tag", sorted(TABLES))
def test_every_language_has_every_word(tag: str) -> None:
    assert TABLES[tag].keys() == TABLES["en"].keys()
    assert len(TABLES[tag]["months"]) == 12
    assert "{}" in TABLES[tag]["by"]
    assert date_words(Moment("2021-02-17"), words_for(tag)).count("2021") == 1


@pytest.mark.parametrize(
    "iso, shown",
    [
        ("2021", "2021"),
        ("2021-02", "February 2021"),
        ("2021-02-17", "17 February 2021"),
        ("2021-02-17T09:05", "17 February 2021, 09:05"),
        ("2021-02-17T09:05:59.25Z", "17 February 2021, 09:05 UTC"),
        ("2021-13-40", "2021-13-40"),
        ("last week", "last week"),
    ],
)
def test_a_date_is_shown_as_finely_as_it_is_known(iso: str, shown: str) -> None:
    assert date_words(Moment(iso), words_for("en")) == shown


def test_an_article_always_has_a_name() -> None:
    story = Article(body=(Paragraph((Run("It rained " * 20),)),), language="en")
    assert headline_of(story).endswith("…")
    assert len(headline_of(story)) <= 80
    assert headline_of(Article(language="de")) == "Ohne Titel"


def test_words_that_run_the_other_way_are_set_apart() -> None:
    assert isolated("The Gazette", "rtl") == '<bdi dir="ltr">The Gazette</bdi>'
    assert isolated("عين", "rtl") == "عين"
    assert isolated("2021", "rtl") == "2021"


def body(article: Article) -> str:
    return furniture.body(article, notes=Account(), picture=lambda _: None, flavour="pdf")


def test_the_dateline_stands_before_the_first_words() -> None:
    blocks = (Heading((Run("Rain"),)), Paragraph((Run("It rained."),)), Paragraph((Run("Still."),)))
    written = body(Article(body=blocks, dateline=Dateline("PORT SEL & CO -")))
    assert '<p><span class="dateline">PORT SEL &amp; CO -</span> It rained.</p>' in written
    assert "\ue000" not in written


def test_a_dateline_without_a_paragraph_has_its_own() -> None:
    figure = Figure((Media("https://example.org/a.jpg"),))
    written = body(Article(body=(figure,), dateline=Dateline("ROMA - ")))
    assert written.rstrip().endswith('<p><span class="dateline">ROMA - </span></p>')


def test_pictures_get_words_from_their_caption() -> None:
    figure = Figure((Media("https://example.org/a.jpg"), Media("https://example.org/b.jpg", alt="")), (Run("A boat"),))
    story = Article(lead=figure, language="en")
    kept, always = furniture.with_alt(story, always=False), furniture.with_alt(story, always=True)
    assert kept.lead is not None
    assert always.lead is not None
    assert [media.alt for media in kept.lead.media] == ["A boat", ""]
    assert [media.alt for media in always.lead.media] == ["A boat", "A boat"]


def test_the_end_says_what_the_head_does_not() -> None:
    story = rich_article()
    end = furniture.end_matter(story)
    parse_xml(end.encode(), what="end")
    for words in (
        "This report by Example Wire was first published Feb. 17, 2021.",
        "Correction, Feb. 18, 2021",
        "With files from Jun Itō in Port Sel",
        "© 2021 Example Wire. All rights reserved.",
        "May not be republished without a licence.",
        "Example Wire (EXW)",
        "navette maritime",
        "medtop:20000337",
        "it82204",
        "ab" * 32,
    ):
        assert words in end
    head = furniture.head(story)
    parse_xml(head.encode(), what="head")
    for words in ("Transport", "Harbour town votes", "A narrow vote", "By Ada Moreau and the Coast Desk", "Gazette"):
        assert words in head


def test_an_empty_story_has_no_end() -> None:
    assert furniture.end_matter(Article()) == ""


def test_labels_tell_their_language_where_it_is_another() -> None:
    end = furniture.end_matter(Article(language="fi", agency=Organisation("STT")))
    assert '<span lang="en" xml:lang="en" dir="ltr">Agency</span>' in end


def test_an_edition_is_ordered_by_section() -> None:
    news = Organisation("The Example Gazette")
    one = Article(headline="One", section="Town", language="en", publisher=news, published=Moment("2021-02-17T09:05Z"))
    two = replace(one, headline="Two", section=None, published=Moment("2021-02-19"))
    three = replace(one, headline="Three")
    edition = furniture.edition_of([one, two, three])
    assert edition.title == "The Example Gazette"
    assert edition.dates == "17 February 2021 – 19 February 2021"
    assert [(name, [story.headline for _, story in stories]) for name, stories in edition.sections] == [
        ("Town", ["One", "Three"]),
        ("More stories", ["Two"]),
    ]
    assert [prefix for prefix, _ in edition.stories] == ["a1-", "a3-", "a2-"]


def test_an_edition_speaks_the_language_of_most_of_its_stories():
    def language_of_edition(*tongues):
        return edition_of([Article(headline="H", language=tongue) for tongue in tongues]).language

    assert language_of_edition("ar", "en-GB", "ja", "en-CA", "en-US") == "en"
    assert language_of_edition("en-CA", "ar", "en-CA") == "en-CA"
    assert language_of_edition("ar", "en") == "ar"


def test_terms_that_the_notice_says_are_said_once():
    rights = Rights(notice="© 2021 Example Wire. All rights reserved.", usage="All rights reserved.")
    assert end_matter(Article(headline="H", language="en", rights=rights)).count("All rights reserved.") == 1


def test_an_address_of_any_length_is_shown_short() -> None:
    long = "https://example.org/" + "x" * 8000
    shown = end_matter(Article(headline="Harbour plan", url=long))
    assert f'href="{long}"' in shown
    assert shown.count("x") < 8000 + 2100
    assert "x…" in shown
