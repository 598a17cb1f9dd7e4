from __future__ import annotations

import io
import json

import warcs

from newsarchive.model import Moment
from newsarchive.sources.jsonl import Fields, json_pages
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Aside, Fault, Found, Page
from newsarchive.verbs import inspect_page

PAGE = warcs.page().decode()


def read(*lines: object, **options: object) -> list[Found]:
    data = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    return list(json_pages(io.BytesIO(data), "pages.jsonl", **options))  # type: ignore[arg-type]


def test_each_line_is_a_page() -> None:
    first, second = read(
        {"url": "https://news.example.org/1", "html": PAGE, "timestamp": "2024-03-01T06:00:00Z", "id": 7},
        {"text": "Rain. " * 50},
    )
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.data, first.url, first.media_type) == (PAGE.encode(), "https://news.example.org/1", "text/html")
    assert (first.name, first.captured) == ("pages.jsonl@1", Moment("2024-03-01T06:00:00Z"))
    assert (second.media_type, second.url) == ("text/plain", None)


def test_bad_lines_are_named_and_the_others_read() -> None:
    found = read(
        b'{"html": "<p>', {"html": PAGE}, [1, 2], {"title": "no page"}, b"", b"[" * 5000, b"\xff\xfe", {"html": PAGE}
    )
    assert [isinstance(one, Page) for one in found] == [False, True, False, False, False, False, True]
    reasons = [str(one) for one in found if isinstance(one, Fault)]
    assert reasons[0].startswith("pages.jsonl@1: the line is not JSON")
    assert reasons[1] == "pages.jsonl@3: the line is not a JSON object"
    assert "its fields: title" in reasons[2]


def test_fields_can_be_named() -> None:
    (page,) = read({"raw": PAGE, "where": "https://news.example.org/2"}, fields=Fields(html=("raw",), url=("where",)))
    assert isinstance(page, Page)
    assert page.url == "https://news.example.org/2"


def test_a_line_over_the_limit_is_passed_over() -> None:
    found = read({"html": "x" * 5000}, {"html": PAGE}, limits=Limits(page=2000))
    assert [type(one) for one in found] == [Fault, Page]


def test_our_own_articles_stay_what_they_are() -> None:
    (page,) = read({"schema": "newsarchive/1", "headline": "Rain"})
    assert isinstance(page, Page)
    assert page.media_type == "application/json"
    assert page.data == b'{"schema": "newsarchive/1", "headline": "Rain"}'


def test_surrogates_do_not_break_a_line() -> None:
    (page,) = read(b'{"html": "<p>\\ud800 rain</p>"}')
    assert b"rain" in page.data if isinstance(page, Page) else "not JSON" in str(page)


def test_facts_beside_the_page_stand_aside() -> None:
    (page,) = read(
        {
            "html": PAGE,
            "title": " Harbour ",
            "authors": ["Kim Osei", "Ada Lind"],
            "date": "2024-03-01",
            "lang": 7,
            "rights": "",
        }
    )
    assert isinstance(page, Page)
    assert page.sidecar == (
        Aside("headline", "Harbour", "title in the line of JSON"),
        Aside("byline", "Kim Osei, Ada Lind", "authors in the line of JSON"),
        Aside("published", "2024-03-01", "date in the line of JSON"),
    )
    (named,) = read({"html": PAGE, "h": "Rain"}, fields=Fields(headline=("h",)))
    assert isinstance(named, Page)
    assert named.sidecar == (Aside("headline", "Rain", "h in the line of JSON"),)


def test_a_text_alone_takes_the_headline_beside_it_and_keeps_its_first_sentence() -> None:
    text = (
        "The harbour board of Kelsey approved its plan on Monday night after a debate of four hours.\n\n"
        "Owners of boats had asked for more time. They said that the winter had been too short to read all of it.\n\n"
        '"We have waited for nine years," said the chair of the board, who had brought a cake.\n\n'
        "Work begins in June, and the ferry will land on the north side until it is done."
    )
    (page,) = read({"text": text, "title": "Kelsey gets its harbour"})
    assert isinstance(page, Page)
    assert page.findings == ("the headline that stood beside the text was put before it",)
    article = inspect_page(page).article
    assert article.headline == "Kelsey gets its harbour"
    assert article.text.startswith("The harbour board of Kelsey approved")
    (as_it_is,) = read({"text": f"Kelsey gets its harbour\n\n{text}", "title": "Kelsey gets its harbour"})
    assert isinstance(as_it_is, Page)
    assert (as_it_is.data, as_it_is.findings) == (page.data, ())


def test_a_page_over_the_limit_is_a_fault_though_its_line_is_not() -> None:
    line = json.dumps({"html": "<p>" + "w" * 1500 + "</p>"}).encode()
    (found,) = json_pages(io.BytesIO(line), "pages.jsonl", limits=Limits(page=1000))
    assert isinstance(found, Fault)
    assert found.reason == "the page is over the limit of 1000 bytes"


def test_a_flood_of_lines_that_are_no_pages_ends_the_file() -> None:
    good = json.dumps({"html": "<p>words</p>"}).encode() + b"\n"
    found = list(json_pages(io.BytesIO(good + b"x\n" * 9999 + good + b"x\n" * 20_000 + good), "flood.jsonl"))
    assert len([page for page in found if isinstance(page, Page)]) == 2
    assert found[-1] == Fault(
        name="flood.jsonl", reason="10000 lines in a row hold no page; the rest of the file was not read"
    )
    assert len(found) == 2 + 9999 + 10_000 + 1
