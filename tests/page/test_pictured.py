"""What pictures say of themselves, and where they are looked for."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

from PIL import Image

import newsarchive as na
from newsarchive.model import Figure

WORDS = (
    "The council of Port Sel met on Monday and talked for five hours about the ferry, the quay and the money for both."
)


def jpeg(size: tuple[int, int] = (400, 300), **fields: str) -> bytes:
    """Return a picture of noise, so that it has the weight of a real one, with IPTC fields."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=60)
    data = out.getvalue()
    if not fields:
        return data
    numbers = {"caption": 120, "credit": 110, "creator": 80}
    records = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + len(value.encode()).to_bytes(2, "big") + value.encode()
        for name, value in fields.items()
    )
    block = b"8BIM\x04\x04\0\0" + len(records).to_bytes(4, "big") + records + (b"\0" if len(records) % 2 else b"")
    payload = b"Photoshop 3.0\0" + block
    return data[:2] + b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload + data[2:]


def page(src: str, caption: str = "") -> str:
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<html lang="en"><head><title>Ferry stays</title></head><body><article><h1>The ferry of Port Sel stays</h1><p>{WORDS}</p>'
        f'<figure><img src="{src}" alt="The ferry" width="800" height="600">{told}</figure><p>{WORDS} {WORDS}</p></article></body></html>'
    )


def figure_of(article: na.Article) -> Figure:
    return next(block for block in (article.lead, *article.body) if isinstance(block, Figure))


def saved(folder: Path, data: bytes, caption: str = "") -> Path:
    (folder / "page_files").mkdir(parents=True)
    (folder / "page_files" / "ferry.jpg").write_bytes(data)
    (folder / "page.html").write_text(page("page_files/ferry.jpg", caption), "utf-8")
    return folder / "page.html"


def test_a_picture_tells_its_size_and_digest(tmp_path: Path) -> None:
    data = jpeg()
    reading = na.inspect(saved(tmp_path, data, "The ferry at the quay. Photo: Ana Ruiz")).with_pictures()
    figure = figure_of(reading.article)
    (media,) = figure.media
    assert (media.width, media.height, media.media_type) == (400, 300, "image/jpeg")
    assert media.sha256 == hashlib.sha256(data).hexdigest()
    assert figure.credit is not None
    assert figure.credit.photographer == "Ana Ruiz"
    assert not reading.account.of("guessed") or all("picture says" not in note.reason for note in reading.account)


def test_a_picture_gives_what_the_page_does_not_say(tmp_path: Path) -> None:
    data = jpeg(caption="The ferry comes in at dawn", credit="Example Wire", creator="Ana Ruiz")
    reading = na.inspect(saved(tmp_path, data)).with_pictures()
    figure = figure_of(reading.article)
    assert "".join(run.text for run in figure.caption) == "The ferry comes in at dawn"
    assert figure.credit is not None
    assert (figure.credit.printed, figure.credit.photographer) == ("Ana Ruiz/Example Wire", "Ana Ruiz")
    told = [(note.code, note.fact) for note in reading.account if "(IPTC)" in note.reason]
    assert told == [("NA351", "caption"), ("NA351", "credit")]


def test_the_page_counts_more_than_its_picture(tmp_path: Path) -> None:
    data = jpeg(caption="Another sentence about it", credit="Another Wire")
    reading = na.inspect(saved(tmp_path, data, "The ferry at the quay. Photo: Ana Ruiz")).with_pictures()
    figure = figure_of(reading.article)
    assert figure.credit is not None
    assert "Another" not in figure.credit.printed + "".join(run.text for run in figure.caption)


def test_what_a_camera_writes_is_no_caption(tmp_path: Path) -> None:
    reading = na.inspect(saved(tmp_path, jpeg(caption="EXAMPLE DIGITAL CAMERA"))).with_pictures()
    assert figure_of(reading.article).caption == ()


def test_a_broken_picture_tells_nothing_but_a_note(tmp_path: Path) -> None:
    reading = na.inspect(saved(tmp_path, jpeg()[:2000], "The ferry at the quay")).with_pictures()
    assert figure_of(reading.article).media[0].sha256 is None
    assert [note.rule for note in reading.account if note.code == "NA109"] == ["picture"]


def test_a_folder_that_the_caller_names_is_looked_into(tmp_path: Path) -> None:
    data = jpeg()
    (tmp_path / "album" / "media").mkdir(parents=True)
    (tmp_path / "album" / "media" / "ferry.jpg").write_bytes(data)
    (tmp_path / "page.html").write_text(page("https://news.example.org/media/ferry.jpg", "The ferry"), "utf-8")
    reading = na.inspect(tmp_path / "page.html")
    assert reading.with_pictures().media("https://news.example.org/media/ferry.jpg") is None
    found = reading.with_pictures(folder=tmp_path / "album" / "media")
    assert found.article.lead_image is not None
    assert found.media("https://news.example.org/media/ferry.jpg") is not None
    assert found.media("https://news.example.org/../../page.html") is None


def test_a_picture_in_the_text_of_the_page_has_a_short_name() -> None:
    data = jpeg()
    inlined = "data:image/jpeg;base64," + base64.b64encode(data).decode()
    reading = na.inspect(page(inlined, "The ferry at the quay")).with_pictures()
    (media,) = figure_of(reading.article).media
    assert media.url == f"cid:sha256-{hashlib.sha256(data).hexdigest()}"
    assert media.sha256 == hashlib.sha256(data).hexdigest()
    assert na.dumps(reading.article, "html", media=reading.media).count(b"data:image/jpeg") == 1


def test_a_stand_in_for_a_picture_is_none() -> None:
    blur = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    assert na.loads(page(blur)).images == ()


def test_what_was_saved_is_found_wherever_the_page_came_from(tmp_path: Path) -> None:
    page = saved(tmp_path / "news", jpeg(), "The ferry at the quay")
    reading = na.inspect(page, url="https://gazette.example.org/2021/02/ferry?id=1")
    assert reading.article.images[0].url == "https://gazette.example.org/2021/02/page_files/ferry.jpg"
    assert reading.media("https://gazette.example.org/2021/02/page_files/ferry.jpg") is not None
    assert reading.media("https://other.example.org/2021/02/page_files/ferry.jpg") is None
    assert reading.media("https://gazette.example.org/page_files/ferry.jpg") is None
