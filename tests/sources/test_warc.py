from __future__ import annotations

import gzip
import io

import pytest
import warcs

from newsarchive.model import Moment
from newsarchive.sources.page import Fault, Found, Page, Skipped
from newsarchive.sources.warc import picture_of, warc_pages


def read(data: bytes) -> list[Found]:
    return list(warc_pages(io.BytesIO(data), "crawl.warc.gz"))


def pages(data: bytes) -> list[Page]:
    return [found for found in read(data) if isinstance(found, Page)]


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x\r\n" % len(part) + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def test_a_page_carries_the_identity_of_its_record() -> None:
    body = warcs.page()
    (page,) = pages(warcs.record(warcs.answer(body), warcs.digest(body)))
    assert page.data == body
    assert page.url == "https://news.example.org/story.html"
    assert page.captured == Moment("2024-03-01T06:00:00Z")
    assert page.record_id == "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    assert page.record_digests == (warcs.digest(body).partition(": ")[2],)
    assert (page.media_type, page.http_charset, page.folder, page.findings) == ("text/html", "utf-8", None, ())


@pytest.mark.parametrize(
    "wire, fields",
    [
        (gzip.compress(warcs.page()), ("Content-Encoding: gzip",)),
        (chunked(warcs.page()), ("Transfer-Encoding: chunked",)),
        (chunked(gzip.compress(warcs.page())), ("Content-Encoding: gzip", "Transfer-Encoding: chunked")),
        (gzip.compress(gzip.compress(warcs.page())), ("Content-Encoding: gzip, gzip",)),
    ],
    ids=["gzip", "chunked", "both", "twice"],
)
def test_codings_are_undone_and_either_digest_holds(wire: bytes, fields: tuple[str, ...]) -> None:
    for reading in (wire, warcs.page()):
        (page,) = pages(warcs.record(warcs.answer(wire, *fields), warcs.digest(reading)))
        assert page.data == warcs.page()
        assert page.findings == ()


def test_a_digest_that_lies_is_found() -> None:
    (page,) = pages(warcs.record(warcs.answer(warcs.page()), warcs.digest(b"something else")))
    assert "does not have the digest" in page.findings[0]


def test_a_body_that_only_says_it_is_packed_is_taken_as_it_is() -> None:
    (page,) = pages(warcs.record(warcs.answer(warcs.page(), "Content-Encoding: gzip")))
    assert page.data == warcs.page()
    assert page.findings == ("the body is said to be gzip and is not",)


def test_a_bomb_in_a_body_is_a_fault() -> None:
    bomb = gzip.compress(b"\0" * (70 << 20))
    (fault,) = [
        found for found in read(warcs.record(warcs.answer(bomb, "Content-Encoding: gzip"))) if isinstance(found, Fault)
    ]
    assert "unpacks to more" in fault.reason


def test_what_is_no_page_is_counted() -> None:
    data = b"".join(
        [
            warcs.record(b"software: none\r\n", kind="warcinfo", media_type="application/warc-fields"),
            warcs.record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            warcs.record(warcs.answer(b"", status="301 Moved Permanently")),
            warcs.record(warcs.answer(b"<html>gone</html>", status="404 Not Found")),
            warcs.record(warcs.answer(b"%PDF-1.4", media_type="application/pdf")),
            warcs.record(warcs.answer(warcs.page(2))),
        ]
    )
    found = read(data)
    assert sum(isinstance(one, Page) for one in found) == 1
    assert {one.reason: one.count for one in found if isinstance(one, Skipped)} == {
        "answers with status 404": 1,
        "records that are no pages": 1,
        "redirects": 1,
        "request records": 1,
        "warcinfo records": 1,
    }


def test_a_page_sent_as_a_picture_is_a_page() -> None:
    assert len(pages(warcs.record(warcs.answer(warcs.page(), media_type="image/png")))) == 1


def test_an_archive_without_a_page_says_what_it_holds() -> None:
    (fault,) = [
        found for found in read(warcs.record(b"GET / HTTP/1.1\r\n\r\n", kind="request")) if isinstance(found, Fault)
    ]
    assert fault.reason == "no page in it (1 request records)"


def test_a_record_can_be_had_again_by_its_place() -> None:
    first, second = warcs.members(
        [warcs.record(warcs.answer(warcs.page(1))), warcs.record(warcs.answer(warcs.page(2)))]
    )
    assert picture_of(io.BytesIO(first + second), len(first), limit=1 << 20) == warcs.page(2)
    assert picture_of(io.BytesIO(first + second), len(first) + 3, limit=1 << 20) is None
