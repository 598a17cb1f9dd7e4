from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import pytest
import warcs

from newsarchive.sources.files import open_source
from newsarchive.sources.page import Page, no_resources

PICTURE = bytes(range(256)) * 3


def crawl(tmp_path: Path, *, packed: bool = True) -> Path:
    picture = warcs.record(
        warcs.answer(PICTURE, media_type="image/png"), url="https://news.example.org/boat.png", number=50
    )
    gone = warcs.record(
        warcs.answer(b"x", status="404 Not Found", media_type="image/png"), url="https://news.example.org/gone.png"
    )
    records = [*warcs.stories(2), picture, gone]
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(warcs.members(records) if packed else records))
    return path


def test_pages_find_the_pictures_of_their_archive(tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    for packed in (True, False):
        found = open_source(str(crawl(tmp_path, packed=packed)), album=str(tmp_path / "album"))
        pages = [pickle.loads(pickle.dumps(page)) for page in found if isinstance(page, Page)]
        assert len(pages) == 2
        for page in pages:
            assert page.resources("https://news.example.org/boat.png") == PICTURE
            assert page.resources("http://news.example.org/boat.png#x") == PICTURE
            assert page.resources("https://news.example.org/gone.png") is None
            assert page.resources("boat.png") is None


def test_without_an_album_nothing_is_listed(tmp_path: Path) -> None:
    pages = [page for page in open_source(str(crawl(tmp_path))) if isinstance(page, Page)]
    assert {page.resources for page in pages} == {no_resources}


def test_an_archive_without_pictures_has_no_lookup(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"".join(warcs.stories(2)))
    pages = [page for page in open_source(str(path), album=str(tmp_path)) if isinstance(page, Page)]
    assert {page.resources for page in pages} == {no_resources}


def test_pages_of_a_wacz_find_their_pictures_stored_or_packed(tmp_path: Path) -> None:
    crawled = crawl(tmp_path).read_bytes()
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = tmp_path / f"crawl{packing}.wacz"
        with zipfile.ZipFile(path, "w", packing) as archive:
            archive.writestr("datapackage.json", "{}")
            archive.writestr("archive/data.warc.gz", crawled)
        album = tmp_path / f"album{packing}"
        album.mkdir()
        pages = [page for page in open_source(str(path), album=str(album)) if isinstance(page, Page)]
        assert len(pages) == 2
        for page in map(pickle.loads, map(pickle.dumps, pages)):
            assert page.resources("https://news.example.org/boat.png") == PICTURE
            assert page.resources("https://news.example.org/gone.png") is None


def test_a_web_archive_on_standard_input_serves_its_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(crawl(tmp_path).read_bytes())))
    (tmp_path / "album").mkdir()
    pages = [page for page in open_source("-", album=str(tmp_path / "album")) if isinstance(page, Page)]
    assert [page.resources("https://news.example.org/boat.png") for page in pages] == [PICTURE, PICTURE]
