"""Pictures from strangers."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, ImageFile

from newsarchive.errors import TooLarge, UnreadableInput
from newsarchive.model.media import MediaFile
from newsarchive.notes import Account
from newsarchive.sources import pictures
from newsarchive.sources.pictures import Pictures, picture_facts, scaled, verified


def encoded(format_: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90 if mode == "L" else None or (200, 60, 20, 255)[: len(mode)]).save(out, format_, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "format_, media_type",
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_a_core_picture_keeps_its_bytes(format_: str, media_type: str) -> None:
    data = encoded(format_)
    assert verified(data) == MediaFile(data, media_type, 40, 20)


def test_other_pictures_become_png() -> None:
    picture = verified(encoded("TIFF"))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 40, 20)


def test_a_press_picture_becomes_rgb() -> None:
    picture = verified(encoded("JPEG", mode="CMYK"))
    assert Image.open(io.BytesIO(picture.data)).mode == "RGB"


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = verified(encoded("JPEG", exif=exif))
    assert (picture.width, picture.height) == (20, 40)
    assert verified(picture.data) == picture


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"%PDF-1.7", encoded("PNG")[:60], encoded("JPEG", (400, 400))[:-900], b"GIF89a" + b"\xff" * 50],
)
def test_what_is_no_whole_picture_is_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(UnreadableInput):
        verified(data)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize(
    "head",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b'<?xml version="1.0"?>\n<!-- x -->\n<svg>', b"\xef\xbb\xbf<SVG >"],
)
def test_svg_is_refused_by_name(head: bytes) -> None:
    with pytest.raises(UnreadableInput, match="SVG"):
        verified(head)


def test_pixels_are_counted_before_they_are_decoded() -> None:
    raw = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + raw + zlib.crc32(raw).to_bytes(4, "big")
    with pytest.raises((TooLarge, UnreadableInput)):
        verified(bomb)


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(TooLarge, match="limit of 100"):
        verified(bytes(101))


def test_scaling_keeps_the_shape_and_the_kind() -> None:
    picture = scaled(verified(encoded("JPEG", (800, 400))), longest=200)
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 200, 100)
    assert scaled(picture, longest=200) is picture


def test_transparency_survives_scaling() -> None:
    picture = scaled(verified(encoded("PNG", (80, 80), "RGBA")), longest=40)
    assert Image.open(io.BytesIO(picture.data)).mode == "RGBA"


def iptc_jpeg(**fields: str) -> bytes:
    numbers = {"caption": 120, "credit": 110, "creator": 80, "copyright": 116}
    records = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + len(value.encode()).to_bytes(2, "big") + value.encode()
        for name, value in fields.items()
    )
    block = b"8BIM\x04\x04\0\0" + len(records).to_bytes(4, "big") + records + (b"\0" if len(records) % 2 else b"")
    payload = b"Photoshop 3.0\0" + block
    jpeg = encoded("JPEG")
    return jpeg[:2] + b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload + jpeg[2:]


def test_a_picture_says_who_made_it() -> None:
    facts = picture_facts(iptc_jpeg(caption="Rain over  Örebro", credit="Example News", creator="Ana Ruiz"))
    assert facts is not None
    assert (facts.caption, facts.credit, facts.creator, facts.source) == (
        "Rain over Örebro",
        "Example News",
        "Ana Ruiz",
        "IPTC",
    )


def test_exif_is_heard_where_iptc_is_silent() -> None:
    exif = Image.Exif()
    exif[0x8298] = "Example News 2024"
    facts = picture_facts(encoded("JPEG", exif=exif))
    assert facts is not None
    assert (facts.copyright, facts.source) == ("Example News 2024", "EXIF")


@pytest.mark.parametrize("data", [b"", b"not a picture", encoded("PNG")])
def test_a_picture_may_say_nothing(data: bytes) -> None:
    assert picture_facts(data) is None


def test_pictures_are_verified_once_by_content() -> None:
    data = encoded("JPEG", (600, 300))
    asked: list[str] = []

    def lookup(url: str) -> MediaFile | None:
        asked.append(url)
        return None if "gone" in url else MediaFile(b"junk" if "bad" in url else data, "text/plain", 1, 1)

    notes = Account()
    find = Pictures(lookup, notes=notes, longest=300)
    first, second = find("https://example.org/a.jpg"), find("https://example.org/b.jpg")
    assert first is second
    assert first is not None
    assert (first.width, first.height) == (300, 150)
    assert find("https://example.org/gone.jpg") is None
    assert find("https://example.org/bad.jpg") is None
    assert find("https://example.org/bad.jpg") is None
    assert [(note.code, note.text) for note in notes] == [("NA109", "https://example.org/bad.jpg")]
    assert len(asked) == 5
