from __future__ import annotations

import gzip

import pytest
import warcs
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import TooLarge
from newsarchive.sources.http import answer_of, charset_of, media_type_of

LIMIT = 1 << 20


def test_an_answer_comes_apart() -> None:
    found = answer_of(warcs.answer(b"<p>x</p>", "Server: none"), limit=LIMIT)
    assert found is not None
    assert (found.status, found.body, found.fields["server"]) == (200, b"<p>x</p>", "none")


@pytest.mark.parametrize(
    "wire, body, finding",
    [
        (b"3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n", b"abcde", ""),
        (b"3\nabc\n0\n\n", b"abc", ""),
        (b"FFFFFFFFFFFF\r\n<p>all of it</p>", b"<p>all of it</p>", "cut"),
        (b"3\r\nabc\r\nzz<p>", b"abc", "broken chunk"),
        (b"<p>never chunked</p>", b"<p>never chunked</p>", "is not"),
        (b"3\r\nabc\r\n", b"abc", "missing"),
    ],
)
def test_chunks_are_joined_as_far_as_they_go(wire: bytes, body: bytes, finding: str) -> None:
    found = answer_of(warcs.answer(wire, "Transfer-Encoding: chunked"), limit=LIMIT)
    assert found is not None
    assert found.body == body
    assert [finding in one for one in found.findings] == ([True] if finding else [])


def test_an_unknown_coding_leaves_the_body_as_it_is() -> None:
    found = answer_of(warcs.answer(b"xyz", "Content-Encoding: sdch"), limit=LIMIT)
    assert found is not None
    assert (found.body, len(found.findings)) == (b"xyz", 1)


def test_too_many_codings_and_bombs_are_refused() -> None:
    with pytest.raises(TooLarge, match="5 content codings"):
        answer_of(warcs.answer(b"x", "Content-Encoding: gzip, gzip, gzip, gzip, gzip"), limit=LIMIT)
    with pytest.raises(TooLarge, match="unpacks to more"):
        answer_of(warcs.answer(gzip.compress(b"\0" * (LIMIT + 1)), "Content-Encoding: gzip"), limit=LIMIT)


def test_media_types_and_charsets() -> None:
    assert media_type_of("Text/HTML ; charset=x") == "text/html"
    assert media_type_of("") is None
    assert charset_of("text/html; Charset='utf-8'") == "utf-8"
    assert charset_of(None) is None


@given(
    st.binary(max_size=300),
    st.sampled_from(["chunked", "gzip", "x"]),
    st.sampled_from(["gzip", "br", "deflate", "zstd", "gzip, br"]),
)
def test_any_answer_is_read(body: bytes, transfer: str, coding: str) -> None:
    found = answer_of(warcs.answer(body, f"Transfer-Encoding: {transfer}", f"Content-Encoding: {coding}"), limit=LIMIT)
    assert found is not None
    assert answer_of(body, limit=LIMIT) is None or body.startswith(b"HTTP/")
