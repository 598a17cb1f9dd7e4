from __future__ import annotations

import pytest

from newsarchive.errors import UsageError
from newsarchive.formats import text
from newsarchive.model import Article, Footnote, Item, Listing, Moment, Paragraph, Quote, Rights, Run
from newsarchive.notes import Account
from tests.rich import rich_article

FIRST = (
    "PORT SEL, Feb. 17 (EXW) — The council of Port Sel voted on Wednesday to keep the ferry Maren running until 2023, "
    "ending a dispute of eleven years.[1]"
)


def _p(words):
    return Paragraph((Run(words),))


def test_the_head_stands_as_in_print():
    lines = text.write(rich_article()).decode().split("\n")
    assert lines[:7] == [
        "Transport",
        "Harbour town votes to keep its last ferry — “for now”",
        "",
        "A narrow vote at midnight leaves the route open until 2023, & the costs with the town",
        "",
        "By Ada Moreau and the Coast Desk",
        "Example Wire · Feb. 17, 2021, 9:05 a.m. · Updated Feb. 18, 7:30 a.m.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        "[1] Five in favour, four against. See the minutes.",
        "> — Léa d’Arcy, mayor",
        "  4. summer: 9",
        "2019\t41,200\t$1.9 million",
        "    def level(mm):",
        "[Picture: Map of the route: https://news.example.org/media/map.png?size=large&v=2]",
        "The route, 12 km long. (Map: Example Gazette)",
        "Link: minutes: https://news.example.org/minutes",
        "Correction, Feb. 18, 2021: An earlier version gave a wrong number of seats.",
        "This report by Example Wire was first published Feb. 17, 2021.",
        "© 2021 Example Wire. All rights reserved.",
        "Keywords: ferry; Port Sel; budget, town; navette maritime",
    ],
)
def test_each_thing_has_its_line(line):
    assert line in text.write(rich_article()).decode().split("\n")


def test_what_is_left_out_is_noted():
    notes = Account()
    text.write(rich_article(), notes=notes)
    lost = {note.fact: note.reason for note in notes}
    assert "0.url" in lost["authors"]
    assert "marks" in lost
    assert "rights" not in lost
    assert "keywords" not in lost


def test_width_wraps_and_keeps_the_margin():
    article = Article(
        headline="H",
        body=(
            Quote((_p("one two three four five six seven"),)),
            _p("a" * 50),
            Listing((Item((_p("one two three four five six"),)),)),
        ),
    )
    lines = text.write(article, width=20).decode().split("\n")
    assert [line for line in lines if line.startswith(">")] == ["> one two three four", "> five six seven"]
    assert "a" * 50 in lines
    assert lines[-3:-1] == ["- one two three four", "  five six"]
    with pytest.raises(UsageError, match="20 or more"):
        text.write(article, width=5)


def test_what_is_set_by_hand_is_not_wrapped():
    from newsarchive.model import Cell, Preformatted, Row, Table

    wide = "one two three four five six seven"
    table = Table((Row((Cell((Run(wide),)), Cell((Run("b"),)))),))
    assert text.write(Article(body=(Preformatted(wide), table)), width=20).decode() == f"    {wide}\n\n{wide}\tb\n"


def test_a_footnote_is_found_by_its_label():
    body = (Paragraph((Run("See"), Run("here", note="x"), Run("."))), Footnote("x", (_p("There."), _p("More.")), "*"))
    assert text.write(Article(body=body)).decode() == "Seehere[*].\n\n[*] There.\n\n    More.\n"


def test_a_footnote_without_a_label_has_its_number():
    body = (Paragraph((Run("a"), Run("2", note="y"))), Footnote("x", (_p("b"),)), Footnote("y", (_p("c"),)))
    assert text.write(Article(body=body)).decode() == "a[2]\n\n[1] b\n\n[2] c\n"


def test_a_story_that_begins_with_a_list_keeps_its_dateline_apart():
    from newsarchive.model import Dateline

    article = Article(dateline=Dateline("OSLO - "), body=(Listing((Item((_p("a"),)),), ordered=True, start=4),))
    assert text.write(article).decode() == "OSLO - \n\n4. a\n"
    live = Article(dateline=Dateline("OSLO - "), body=(Paragraph((Run("9:40"),), "timestamp"), _p("a")))
    assert text.write(live).decode() == "OSLO - \n\n9:40\n\na\n"


def test_an_article_with_little_is_short():
    assert text.write(Article()) == b"\n"
    article = Article(
        headline="H", published=Moment("2021-02"), rights=Rights(holder="Wire", year=2021), paywalled=True
    )
    assert (
        text.write(article).decode() == "H\n\n2021-02\n\n[The page says that its text is cut.]\n\nRights: Wire, 2021\n"
    )


def test_links_are_told_once_an_address_and_their_words_apart():
    href = "https://news.example.org/vote"
    body = (
        Paragraph(
            (Run("See "), Run("the ", href=href), Run("vote", ("em",), href), Run(" and "), Run("the vote", href=href))
        ),
        Paragraph((Run("Minutes", href=href), Run(" of the council"))),
        Paragraph((Run("Minutes", href=href),)),
    )
    assert f"\nLink: the vote; Minutes: {href}\n" in text.write(Article(body=body)).decode()


def test_a_year_alone_says_what_it_is():
    told = text.write(Article(headline="H", rights=Rights(holder="Example Wire", year=2021))).decode()
    assert "Rights: Example Wire, 2021" in told.split("\n")
    assert "Rights: 2021" in text.write(Article(headline="H", rights=Rights(year=2021))).decode().split("\n")
