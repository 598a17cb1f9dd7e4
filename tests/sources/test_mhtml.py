from __future__ import annotations

import base64
import pickle
import quopri
from pathlib import Path

import pytest
import warcs
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import UnreadableInput
from newsarchive.model import Moment
from newsarchive.sources.files import open_source
from newsarchive.sources.mhtml import mhtml_page
from newsarchive.sources.page import Fault, Page

PAGE = warcs.page(3, "Café déjà vu = 100 %")
PICTURE = bytes(range(256)) * 4


def message(newline: bytes = b"\r\n", *, end: bool = True) -> bytes:
    lines = [
        b"From: <Saved by a browser>",
        b"Snapshot-Content-Location: https://news.example.org/story.html",
        b"Subject: Harbour plan",
        b"Date: Fri, 1 Mar 2024 07:08:09 +0100",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related;\ttype="text/html";',
        b'\tboundary="----Boundary-7"',
        b"",
        b"This is a page.",
        b"------Boundary-7",
        b"Content-Type: text/html; charset=utf-8",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Location: https://news.example.org/story.html",
        b"",
        quopri.encodestring(PAGE).replace(b"\n", newline),
        b"------Boundary-7",
        b"Content-Type: image/png",
        b"Content-Transfer-Encoding: base64",
        b"Content-ID: <boat@example.org>",
        b"Content-Location: https://news.example.org/boat.png",
        b"",
        base64.encodebytes(PICTURE).replace(b"\n", newline).rstrip(),
        b"------Boundary-7--" if end else b"",
        b"",
    ]
    return newline.join(lines)


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_saved_page_comes_with_its_pictures(newline: bytes) -> None:
    page = mhtml_page(message(newline), "story.mhtml")
    assert page.data.rstrip() == PAGE
    assert page.url == "https://news.example.org/story.html"
    assert page.http_charset == "utf-8"
    assert page.captured == Moment("2024-03-01T06:08:09Z")
    assert page.findings == ()
    resources = pickle.loads(pickle.dumps(page)).resources
    assert resources("https://news.example.org/boat.png") == PICTURE
    assert resources("cid:boat@example.org") == PICTURE
    assert resources("https://news.example.org/other.png") is None


def test_a_cut_message_gives_what_it_holds_and_says_so() -> None:
    page = mhtml_page(message(end=False)[:-200], "story.mhtml")
    assert page.data.rstrip() == PAGE
    assert "cut off" in page.findings[0]


def test_a_message_that_is_cut_in_its_page_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "cut.mhtml").write_bytes(message()[:900])
    fault, page = open_source(str(tmp_path / "cut.mhtml"))
    assert isinstance(fault, Fault)
    assert fault.reason == "the message is cut off inside its page; what could be read was read"
    assert isinstance(page, Page)
    # A picture that is cut costs itself.
    (tmp_path / "late.mhtml").write_bytes(message(end=False))
    assert [type(found) for found in open_source(str(tmp_path / "late.mhtml"))] == [Page]


def test_the_page_may_be_an_alternative_to_plain_text() -> None:
    lines = [
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; boundary="outer"',
        b"",
        b"--outer",
        b'Content-Type: multipart/alternative; boundary="inner"',
        b"",
        b"--inner",
        b"Content-Type: text/plain",
        b"",
        b"The words alone.",
        b"--inner",
        b"Content-Type: text/html; charset=utf-8",
        b"",
        PAGE,
        b"--inner--",
        b"--outer",
        b"Content-Type: image/png",
        b"Content-ID: <boat>",
        b"",
        PICTURE,
        b"--outer--",
    ]
    page = mhtml_page(b"\r\n".join(lines), "mail.mhtml")
    assert page.data == PAGE
    assert page.resources("cid:boat") == PICTURE
    deep = b"".join(
        b'--b%d\r\nContent-Type: multipart/related; boundary="b%d"\r\n\r\n' % (n, n + 1) for n in range(2000)
    )
    with pytest.raises(UnreadableInput):
        mhtml_page(b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n' + deep, "deep.mhtml")


def test_a_message_without_a_page_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="no HTML part"):
        mhtml_page(message().replace(b"text/html; charset", b"text/css; charset"), "story.mhtml")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_refused(tail: bytes) -> None:
    for data in (tail, b"MIME-Version: 1.0\r\n" + tail, message()[:-400] + tail):
        try:
            mhtml_page(data, "story.mhtml")
        except UnreadableInput as error:
            assert "story.mhtml" in str(error)  # noqa: PT017
