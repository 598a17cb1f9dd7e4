from __future__ import annotations

import io
import json

import warcs

from newsarchive.model import Moment
from newsarchive.sources.jsonl import Fields, json_pages
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Fault, Found, Page

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
