"""When the story was published and updated."""

from __future__ import annotations

import pytest

from newsarchive.model import Moment
from newsarchive.page.facts.published import date_in_url
from newsarchive.page.facts.zones import in_publishers_zone

H1 = "<h1>Ice breaks early on Lake Ember</h1>"


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


@pytest.mark.parametrize(
    "host, iso", [("hillpost.com", "2026-03-09"), ("hillpost.co.uk", "2026-09-03"), ("hillpost.com.au", "2026-09-03")]
)
def test_a_date_in_numbers_is_read_as_the_country_writes_it(read, page, host, iso):
    seen = read(page("", above=f"{H1}<p class='date'>03/09/2026</p>"), url=f"https://www.{host}/ice")
    assert seen.published.iso == iso


@pytest.mark.parametrize("label", ["Veröffentlicht am", "First published on", "Publiziert:", "Last updated"])
def test_the_word_before_a_date_goes_with_it(read, page, label):
    seen = read(page("", above=f"{H1}<div>{label}</div><div>1 July 2023</div>"))
    assert any(code == "NA301" and rule == "date-line" and text == label for code, rule, text in seen.notes)


def test_dates_of_teasers_below_are_not_the_storys(read, page):
    below = "<div><h3>Ferries are sold</h3><p>3 May 2022</p><h3>Lake towns vote</h3><p>4 May 2022</p></div>"
    assert read(page("", below=below)).published is None
    assert read(page("", below="<div><p>Published 3 May 2022</p></div>")).published.iso == "2022-05-03"


def test_a_date_at_the_end_of_the_title_or_behind_its_label_is_the_storys(read, page):
    head = "<title>Ice breaks early on Lake Ember | Hill Post | 28.04.2023</title>"
    caption = "<p>The ferry on its way to the shore of the lake, 24 April 2023</p>"
    assert read(page("", head=head, above=f"{H1}<div>{caption}</div>")).published.iso == "2023-04-28"
    below = "<ul><li><strong>Date</strong> 28 April 2023</li></ul>"
    assert read(page("", above=f"{H1}<div>{caption}</div>", below=below)).published.iso == "2023-04-28"
