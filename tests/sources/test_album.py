from __future__ import annotations

import pickle
from pathlib import Path

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
