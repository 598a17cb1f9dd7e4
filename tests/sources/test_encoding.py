from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.sources.encoding import codec_of, decode

FRENCH = "Le café où l’on a déjà été naïf, à l’été, coûte 100 €. Très élégant, peut-être même à l’âge où l’on rêve. "


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>Port</title></head><body><p>{text}</p></body></html>"


def test_ascii_and_utf8_are_taken_as_they_are() -> None:
    found = decode(page(FRENCH).encode())
    assert (found.text, found.charset, found.evidence, found.damaged) == (page(FRENCH), "utf-8", "utf-8", 0)
    assert decode(b"").charset == "utf-8"


@pytest.mark.parametrize(
    "codec, mark, charset",
    [
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16le"),
        ("utf-16-be", b"\xfe\xff", "utf-16be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32"),
    ],
)
def test_a_byte_order_mark_decides(codec: str, mark: bytes, charset: str) -> None:
    found = decode(mark + page(FRENCH, "koi8-r").encode(codec), http_charset="shift_jis")
    assert (found.text, found.charset, found.evidence, found.bom) == (
        page(FRENCH, "koi8-r"),
        charset,
        "bom",
        len(mark),
    )


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf16_without_a_mark_is_seen_by_its_zeros(order: str) -> None:
    found = decode(page(FRENCH, "utf-16").encode(f"utf-16-{order}"))
    assert (found.text, found.charset, found.evidence) == (page(FRENCH, "utf-16"), f"utf-16{order}", "detected")


def test_valid_utf8_beats_a_declaration() -> None:
    found = decode(page(FRENCH, "iso-8859-1").encode(), http_charset="iso-8859-1")
    assert found.text == page(FRENCH, "iso-8859-1")
    assert found.evidence == "utf-8"


def test_the_server_is_asked_before_the_page() -> None:
    data = page("Żółć", "windows-1252").encode("iso-8859-2")
    found = decode(data, http_charset="ISO-8859-2")
    assert (found.charset, found.evidence, found.declared) == ("iso-8859-2", "http", "ISO-8859-2")
    assert "Żółć" in found.text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<META CHARSET='{}' />",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        "<!--" + "x" * 120_000 + '--><meta charset="{}">',
    ],
)
def test_a_declaration_in_the_page_is_found(declaration: str) -> None:
    data = f"<html><head>{declaration.format('koi8-r')}</head><p>Совет одобрил план порта".encode("koi8-r")
    found = decode(data)
    assert (found.charset, found.evidence) == ("koi8-r", "declared")
    assert "Совет одобрил план порта" in found.text


def test_an_xml_declaration_is_found() -> None:
    data = '<?xml version="1.0" encoding="windows-1251"?><html><p>Совет</p></html>'.encode("windows-1251")
    assert decode(data).charset == "windows-1251"


def test_a_label_means_what_the_standard_says() -> None:
    found = decode(page("price “€100”", "iso-8859-1").encode("windows-1252"))
    assert "price “€100”" in found.text
    assert found.charset == "windows-1252"


@pytest.mark.parametrize("label", ["rot13", "bz2_codec", "idna", "utf-7", "x-no-such", "hz-gb-2312", "unicode_escape"])
def test_names_of_codecs_are_no_labels(label: str) -> None:
    assert codec_of(label)[1] is None
    found = decode(page(FRENCH, label).encode("windows-1252"), http_charset=label)
    assert FRENCH.strip() in found.text


def test_a_false_declaration_of_utf8_gives_way_to_the_detector() -> None:
    found = decode(page(FRENCH * 3, "utf-8").encode("windows-1252"))
    assert FRENCH in found.text
    assert found.evidence in {"detected", "fallback"}


@pytest.mark.parametrize(
    "codec, charset, text",
    [
        ("cp932", "shift_jis", "市議会は港の計画を承認した。工事は来年の春に始まる予定です。"),
        ("gb18030", "gb18030", "市议会批准了港口计划，工程将于明年春天开始。"),
        ("cp949", "euc-kr", "시의회가 항구 계획을 승인했다. 공사는 내년 봄에 시작된다."),
        ("koi8-r", "koi8-r", "Совет города одобрил план порта, работы начнутся весной."),
    ],
)
def test_an_undeclared_charset_is_detected(codec: str, charset: str, text: str) -> None:
    found = decode(page(text * 5).encode(codec))
    assert (found.charset, found.evidence, found.text) == (charset, "detected", page(text * 5))


def test_iso_2022_jp_hides_in_ascii() -> None:
    data = page("港の計画を市が承認した", "iso-2022-jp").encode("iso-2022-jp")
    found = decode(data)
    assert (found.charset, found.evidence) == ("iso-2022-jp", "declared")
    assert "港の計画" in found.text


def test_utf8_with_a_few_foreign_bytes_stays_utf8() -> None:
    data = page(FRENCH).encode() + b"<p>Caf" + b"\xe9</p><!-- \xe2\x82"
    found = decode(data)
    assert (found.charset, found.damaged) == ("utf-8", 2)
    assert FRENCH in found.text
    assert "<p>Café</p>" in found.text
    assert found.text.endswith("\ufffd")


def test_overlong_forms_never_become_markup() -> None:
    text = decode(b"<p>\xc0\xbcscript\xc0\xbe</p>" + FRENCH.encode()).text
    assert "<script" not in text


def test_the_last_rung_maps_every_byte() -> None:
    found = decode(bytes(range(0x80, 0x100)) * 2)
    assert found.text
    assert "\x81" in decode(b"\x81\xe9 \x8d\xff\xfe\xe9\xe9").text or found.charset != "windows-1252"


def test_a_multibyte_page_with_a_broken_character_keeps_its_declaration() -> None:
    text = "市議会は港の計画を承認した。" * 40
    data = page(text, "shift_jis").encode("cp932").replace(b"</p>", b"\x81</p>")
    found = decode(data)
    assert found.charset == "shift_jis"
    assert text in found.text


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "big5", "iso-2022-jp", "utf-16", "replacement"]))
def test_decoding_never_fails(data: bytes, label: str | None) -> None:
    found = decode(data, http_charset=label)
    assert isinstance(found.text, str)
    assert found.charset


@given(st.text(max_size=200))
def test_utf8_comes_back(text: str) -> None:
    text = text.replace("\0", "").replace("\x1b", "").removeprefix("\ufeff")
    assert decode(text.encode("utf-8", "ignore")).text == text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("before", range(16_380, 16_390))
@pytest.mark.parametrize("sign", ["é", "€", "😀"])
def test_a_long_page_is_looked_at_in_pieces(before: int, sign: str) -> None:
    text = "x" * before + sign * 20_000
    found = decode(text.encode())
    assert (found.charset, found.evidence, found.damaged) == ("utf-8", "utf-8", 0)
    assert found.text == text
    assert decode(text.encode()[:-1]).damaged == 1
    assert decode(text.encode() + b"\xe9 " + text.encode()).damaged == 1
