from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
import warcs

from newsarchive.sources.files import open_source
from newsarchive.sources.page import Aside, Page
from newsarchive.sources.sitemaps import Sitemaps, is_sitemap_name, sitemap_entries


def sitemap(*addresses: str, title: str = "Harbour plan approved") -> bytes:
    entries = "".join(
        f"<url><loc>{address}</loc><n:news><n:publication><n:name>Example News</n:name><n:language>en</n:language></n:publication>"
        f"<n:publication_date>2024-03-01T07:00:00Z</n:publication_date><n:title>{title}</n:title></n:news></url>"
        for address in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    ).encode()


ADDRESS = "https://news.example.org/2024/plan.html"
TOLD = (
    Aside("headline", "Harbour plan approved", "news:title in the sitemap"),
    Aside("published", "2024-03-01T07:00:00Z", "news:publication_date in the sitemap"),
    Aside("publisher", "Example News", "news:name in the sitemap"),
    Aside("language", "en", "news:language in the sitemap"),
)
LOC = Aside("url", ADDRESS, "loc in the sitemap")


def only_page(where: Path, **options: str) -> Page:
    (page,) = (found for found in open_source(str(where), **options) if isinstance(found, Page))  # type: ignore[arg-type]
    return page


def test_a_news_sitemap_tells_of_pages_and_other_xml_does_not() -> None:
    assert list(sitemap_entries(sitemap(ADDRESS))) == [(ADDRESS, TOLD)]
    plain = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc></url></urlset>'
    for data in (plain, b"<rss/>", b"", b"\xff\xfe", b"<urlset", sitemap("javascript:alert(1)")):
        assert list(sitemap_entries(data)) == []


@pytest.mark.parametrize("name", ["sitemap.xml", "news-sitemap.xml.gz", "a/sitemap_news_2024.xml", "SITEMAP.XML"])
def test_sitemaps_go_by_such_names(name: str) -> None:
    assert is_sitemap_name(name)
    assert not is_sitemap_name(name.lower().replace(".xml", ".html"))


def test_a_page_is_known_by_its_address_or_by_its_place() -> None:
    sitemaps = Sitemaps()
    assert not sitemaps
    assert sitemaps.add(sitemap(ADDRESS, "https://news.example.org/2024/"), "mirror") == 2
    assert sitemaps.of("http://news.example.org/2024/plan.html#top") == TOLD
    assert sitemaps.of(None, "mirror/2024/plan.html") == (*TOLD, LOC)
    assert sitemaps.of(None, "mirror/news.example.org/2024/plan.html") == (*TOLD, LOC)
    assert sitemaps.of(None, "mirror/2024/index.html")
    assert sitemaps.of("https://news.example.org/other") == ()
    assert sitemaps.of(None, "2024/plan.html") == ()


def test_addresses_that_climb_out_mean_no_place() -> None:
    sitemaps = Sitemaps()
    sitemaps.add(sitemap("https://news.example.org/../../etc/passwd", "https://[bad/x"), "")
    assert sitemaps.of(None, "etc/passwd") == ()


def test_a_sitemap_in_a_folder_speaks_for_what_lies_below(tmp_path: Path) -> None:
    site = tmp_path / "news.example.org"
    (site / "2024").mkdir(parents=True)
    (site / "2024" / "plan.html").write_bytes(warcs.page())
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(sitemap(ADDRESS)))
    assert only_page(tmp_path).sidecar == (*TOLD, LOC)


def test_a_sitemap_in_a_web_archive_speaks_for_its_pages_wherever_it_stands(tmp_path: Path) -> None:
    story = warcs.record(warcs.answer(warcs.page()), url=ADDRESS)
    known = warcs.record(
        warcs.answer(sitemap(ADDRESS), media_type="application/xml"),
        url="https://news.example.org/sitemap.xml",
        number=2,
    )
    gone = warcs.record(
        warcs.answer(sitemap(ADDRESS, title="Old"), status="404 Not Found"),
        url="https://news.example.org/sitemap.xml",
        number=3,
    )
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(warcs.members([gone, story, known])))
    page = next(found for found in open_source(str(path)) if isinstance(found, Page))
    assert page.sidecar == TOLD


def test_a_sitemap_in_a_zip_speaks_for_its_pages(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mirror.zip", "w") as archive:
        archive.writestr("news.example.org/2024/plan.html", warcs.page())
        archive.writestr("news.example.org/sitemap.xml", sitemap(ADDRESS))
    assert only_page(tmp_path / "mirror.zip").sidecar == (*TOLD, LOC)


def test_an_odd_sitemap_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").mkdir()
    (tmp_path / "news-sitemap.xml.gz").write_bytes(b"\x1f\x8b\x08broken")
    (tmp_path / "sitemap-2.xml").write_bytes(b"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset>&a;")
    (tmp_path / "plan.html").write_bytes(warcs.page())
    assert only_page(tmp_path).sidecar == ()
