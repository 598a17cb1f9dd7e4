from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.model.gate import clean, is_whole, safe_href, squeeze


@given(st.text())
def test_what_is_clean_stays_so_and_is_text_in_every_encoding(text):
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")
    assert not set(once) & set(map(chr, [*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF, 0x1FFFE]))


def test_joiners_and_direction_marks_stay():
    assert clean("a\u200db\u200fc\u2066d") == "a\u200db\u200fc\u2066d"


def test_line_ends_are_one_kind():
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_squeeze_folds_every_kind_of_space():
    assert squeeze("\u00a0a \t\u3000b\x00\n") == "a b"
    assert squeeze("a\x1cb\x1f \nc\u2028d") == "ab c d"


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/",
        "HTTP://a.example:8080/x",
        "mailto:a@b.example",
        "https://user@a.example/",
        "https://[::1]/x",
        "https://bücher.example/é",
    ],
)
def test_addresses_that_a_reader_may_follow_stay(address):
    assert safe_href(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "x", "/x", "//a.example/", "#x", "javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:x", "JaVaScRiPt:x",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a.example/", "https:", "https://", "http://a.example:port/",
        "mailto:nobody", "http://[", "\u200bjavascript:x", "https://a.example/" + "a" * 9000,
    ],
)  # fmt: skip
def test_other_addresses_do_not_pass(address):
    assert safe_href(address) is None


def test_noise_in_an_address_is_dropped():
    assert safe_href(" https://a.example/\u200b\n x ") == "https://a.example/x"


@given(st.text('az./:?#;=@[]%~-_ \t\\"<', max_size=30).map("https://a.example/{}".format))
@example("https://a.example/b/../c?d=e#f")
@example("http://a.example/?")
@example("http://a.example/#")
def test_nothing_would_change_a_whole_address(href):
    if is_whole(href):
        assert urljoin("http://b.example/c/d", href) == urljoin("", href) == safe_href(href) == href
