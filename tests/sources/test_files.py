from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import brotli
import pytest
import warcs
import zstandard

from newsarchive.errors import TooLarge, UnreadableInput
from newsarchive.sources.files import found_in, listed, one_page, open_source, open_sources, page_of, unread_sources
from newsarchive.sources.limits import Limits
from newsarchive.sources.page import Fault, Page, Skipped, Unread

PAGE = warcs.page()


def pages(where: str | Path, **options: object) -> list[Page]:
    return [found for found in open_source(str(where), **options) if isinstance(found, Page)]


def faults(where: str | Path, **options: object) -> list[str]:
    return [found.reason for found in open_source(str(where), **options) if isinstance(found, Fault)]


def skipped(where: str | Path) -> dict[str, int]:
    return {found.reason: found.count for found in open_source(str(where)) if isinstance(found, Skipped)}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.html", "a/story.html", "a/deeper/other.htm", "a.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    return tmp_path


def test_a_file_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "story.html").write_bytes(PAGE)
    (page,) = pages(tmp_path / "story.html")
    assert (page.data, page.name, page.folder, page.place) == (PAGE, str(tmp_path / "story.html"), "", "story.html")


def test_a_folder_keeps_its_tree_in_one_order(tree: Path) -> None:
    assert [(page.place, page.folder) for page in pages(tree)] == [
        ("a.html", ""),
        ("b.html", ""),
        ("a/story.html", "a"),
        ("a/deeper/other.htm", "a/deeper"),
    ]


def test_what_is_only_named_is_the_same_page_when_it_is_opened(tree: Path) -> None:
    (tree / "packed.html.gz").write_bytes(gzip.compress(PAGE))
    (tree / os.fsdecode(b"caf\xe9.html")).write_bytes(PAGE)
    (tree / "a" / "quay.jpg").write_bytes(b"\xff\xd8\xff picture")
    inputs = [str(tree), str(tree / "b.html"), str(tree / "*.html")]
    named = list(unread_sources(inputs))
    opened = [found for found in open_sources(inputs) if isinstance(found, Page)]
    assert len(opened) == 10
    unread = [pickle.loads(pickle.dumps(one)) for one in named if isinstance(one, Unread)]
    found = [page_of(one) for one in unread]
    assert [(one.data, one.name, one.folder, one.place) for one in found if one] == [
        (one.data, one.name, one.folder, one.place) for one in opened
    ]
    beside = [one.resources("quay.jpg") for one in found if one and one.folder == "a"]
    assert beside == [b"\xff\xd8\xff picture"]
    assert [one for one in named if isinstance(one, Skipped)] == [
        one for one in open_sources(inputs) if isinstance(one, Skipped)
    ]


def test_what_is_not_one_page_is_opened_where_the_sources_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.html", "w") as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("b.html", PAGE)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE)[:-20])
    with zipfile.ZipFile(tmp_path / "known.zip", "w") as archive:
        archive.writestr("c.html", PAGE)
    named = list(unread_sources([str(tmp_path)]))
    assert [one.place for one in named if isinstance(one, Page)] == ["c.html"]
    unread = [one for one in named if isinstance(one, Unread)]
    assert [page_of(one) for one in unread] == [None, None, None]
    within = [(type(found), found.name.rpartition("/")[2]) for one in unread for found in found_in(one)]
    assert within == [
        (Fault, "cut.html.gz"), (Page, "cut.html.gz"), (Fault, "empty.html"), (Page, "a.html"), (Page, "b.html"),
    ]  # fmt: skip


def test_what_became_a_link_after_the_walk_is_not_followed(
    tree: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    unread = [one for one in unread_sources([str(tree)]) if isinstance(one, Unread)]
    outside = tmp_path_factory.mktemp("outside")
    (outside / "story.html").write_bytes(b"<p>secret</p>")
    (tree / "a" / "story.html").unlink()
    (tree / "a" / "deeper" / "other.htm").unlink()
    (tree / "a" / "deeper").rmdir()
    (tree / "a").rmdir()
    (tree / "a").symlink_to(outside)
    (tree / "b.html").unlink()
    (tree / "b.html").symlink_to(outside / "story.html")
    assert [one.place for one in unread if page_of(one)] == ["a.html"]
    assert {type(found) for one in unread[1:] for found in found_in(one)} == {Fault}


def test_a_sitemap_beside_pages_has_them_opened_at_once(tree: Path) -> None:
    (tree / "news-sitemap.xml").write_bytes(
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        b"<url><loc>https://news.example.org/a/story.html</loc><news:news><news:title>Port opens</news:title></news:news></url></urlset>"
    )
    found = list(unread_sources([str(tree)]))
    assert not [one for one in found if isinstance(one, Unread)]
    assert [one.sidecar[0].text for one in found if isinstance(one, Page) and one.sidecar] == ["Port opens"]


def test_a_folder_is_not_left_through_links(tree: Path) -> None:
    outside = tree / "a"
    inner = tree / "inner"
    inner.mkdir()
    (inner / "page.html").write_bytes(PAGE)
    (inner / "up").symlink_to("..")
    (inner / "self").symlink_to("self")
    (inner / "out.html").symlink_to(outside / "story.html")
    assert [page.place for page in pages(inner)] == ["page.html"]
    assert skipped(inner) == {"symbolic links": 3}


def test_pipes_and_devices_are_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert skipped(tmp_path)["special files"] == 1
    assert "a pipe" in faults(tmp_path / "pipe.html")[0]
    assert faults("/dev/null") == ["not a regular file but a device"]


def test_hidden_files_and_other_files_are_counted(tmp_path: Path) -> None:
    for name, data in (
        ("style.css", b"p{}"),
        ("app.js", b"x"),
        ("photo.jpg", b"\xff\xd8"),
        ("notes.txt", b"n"),
        ("data.json", b"{}"),
    ):
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.html").write_bytes(PAGE)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").write_bytes(PAGE)
    (tmp_path / "page.html").write_bytes(PAGE)
    assert [page.place for page in pages(tmp_path)] == ["page.html"]
    assert skipped(tmp_path) == {
        "files that are no pages": 5,
        "folders saved beside a page": 1,
        "hidden files and folders": 1,
    }


def test_records_of_an_earlier_run_are_not_read_again(tree: Path) -> None:
    records = tree / "records"
    records.mkdir()
    (records / "story.html").write_bytes(PAGE)
    (records / ".newsarchive-journal").touch()
    assert len(pages(tree)) == 4
    assert skipped(tree)["output folders of earlier runs"] == 1
    assert len(pages(records)) == 1


def test_pages_without_a_suffix_are_known_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "story-12.345").write_bytes(PAGE)
    (tmp_path / "index.php@id=7").write_bytes(PAGE)
    (tmp_path / "README").write_bytes(b"nothing here")
    (tmp_path / "scrape.txt").write_bytes(b"Harbour plan approved\n\n" + b"The board met on Monday. " * 20)
    assert [page.place for page in pages(tmp_path)] == ["index.php@id=7", "scrape.txt", "story-12.345"]


def test_an_empty_folder_is_no_fault(tmp_path: Path) -> None:
    assert list(open_source(str(tmp_path))) == [Skipped(name=str(tmp_path), reason="no page in the folder")]


def test_globs_and_lists(tree: Path) -> None:
    assert len(pages(tree / "**" / "*.htm*")) == 4
    assert len(pages(tree / "?.html")) == 2
    assert "nothing matches" in faults(tree / "*.nothing")[0]
    names = tree / "names.lst"
    names.write_bytes(f"# inputs\n{tree}/a.html\r\n\n{tree}/b.html\n".encode())
    assert [Path(name).name for name in listed(str(names))] == ["a.html", "b.html"]
    names.write_bytes(f"{tree}/a.html\0{tree}/b.html\0".encode())
    assert len([found for found in open_sources(listed(str(names))) if isinstance(found, Page)]) == 2
    with pytest.raises(UnreadableInput, match="no such file"):
        listed(str(tree / "missing"))
    many = [f"{tree}/{number}/story.html" for number in range(5000)]
    names.write_text("\n".join(many), "utf-8")
    assert list(listed(str(names))) == many


@pytest.mark.parametrize(
    "suffix, pack",
    [("gz", gzip.compress), ("br", brotli.compress), ("zst", zstandard.compress)],
    ids=["gz", "br", "zst"],
)
def test_packed_pages(tmp_path: Path, suffix: str, pack: object) -> None:
    path = tmp_path / f"story.html.{suffix}"
    path.write_bytes(pack(PAGE))  # type: ignore[operator]
    (page,) = pages(path)
    assert (page.data, page.name) == (PAGE, str(path))
    assert len(pages(tmp_path)) == 1


def test_a_cut_gzip_gives_its_page_and_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "story.html.gz"
    path.write_bytes(gzip.compress(PAGE)[:-30])
    assert PAGE.startswith(pages(path)[0].data)
    assert "cut off" in faults(path)[0]


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "story.html.gz"
    path.write_bytes(gzip.compress(b"\0" * (1 << 22)))
    assert "unpacks to more than the limit" in faults(path, limits=Limits(page=1 << 20))[0]


@pytest.mark.parametrize(
    "data, what",
    [
        (b"", "an empty file"),
        (b" \n\t" * 9, "an empty file"),
        (b"\0" * 5000, "zero bytes"),
        (b"<", "without a word"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a PNG picture"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(64)), "a program"),
        (bytes(range(256)) * 40, "binary data"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "story.html").write_bytes(data)
    assert what in faults(tmp_path / "story.html")[0]


def test_one_page_raises_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        one_page(str(tmp_path / "missing.html"))
    (tmp_path / "large.html").write_bytes(PAGE * 3)
    with pytest.raises(TooLarge):
        one_page(str(tmp_path / "large.html"), limits=Limits(page=len(PAGE)))
    assert one_page(str(tmp_path / "large.html")).size == 3 * len(PAGE)
    with pytest.raises(UnreadableInput, match="no page"):
        one_page(_empty(tmp_path))


def _empty(tmp_path: Path) -> str:
    (tmp_path / "nothing").mkdir()
    return str(tmp_path / "nothing")


def test_standard_input_is_whatever_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(data: bytes) -> list[Page]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return pages("-")

    assert feed(PAGE)[0].data == PAGE
    assert feed(gzip.compress(PAGE))[0].data == PAGE
    assert len(feed(b"".join(warcs.members(warcs.stories(3))))) == 3
    assert len(feed(_zip({"a.html": PAGE, "b.html": PAGE}))) == 2


def test_lines_of_json_are_known_by_their_first_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def feed(data: bytes) -> list[Page]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return pages("-")

    line = json.dumps({"url": "https://news.example.org/1", "html": PAGE.decode() + "<!-- long -->" * 3000}).encode()
    for data in (
        line,
        b"\xef\xbb\xbf" + line,
        line + b"\n",
        line + b"\n" + line,
        gzip.compress(line + b"\n" + line + b"\n"),
    ):
        found = feed(data)
        assert [page.name for page in found] == ["standard input@1", "standard input@2"][: len(found)]
        assert found[0].url == "https://news.example.org/1"
    (tmp_path / "dump.json").write_bytes(line + b"\n" + line)
    assert len(pages(str(tmp_path / "dump.json"))) == 2
    document = b'{"@context": "https://schema.org", "@type": "NewsArticle", "text": "A story."}\n'
    assert feed(document)[0].data == document


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd"])
def test_what_holds_many_pages_may_be_larger_than_one(tmp_path: Path, packing: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[packing]
    suffix = {"gzip": "gz", "br": "br", "zstd": "zst"}[packing]
    lines = b"".join(json.dumps({"html": f"<p>{number} {'word ' * 2000}</p>"}).encode() + b"\n" for number in range(40))
    story = f"<p>{'word ' * 2000}</p>"
    feed = "<rss><channel>" + "".join(
        f"<item><title>{n}</title><description><![CDATA[{story}]]></description></item>" for n in range(40)
    )
    (tmp_path / f"a.jsonl.{suffix}").write_bytes(pack(lines))
    (tmp_path / f"b.rss.{suffix}").write_bytes(pack(f"{feed}</channel></rss>".encode()))
    limits = Limits(page=100_000)
    assert len(lines) > 2 * limits.page
    found = list(open_source(str(tmp_path), limits=limits))
    assert len([page for page in found if isinstance(page, Page)]) == 80
    assert not [fault for fault in found if isinstance(fault, Fault)]
    (tmp_path / f"a.jsonl.{suffix}").write_bytes(pack(lines)[:-4])
    reasons = [fault.reason for fault in open_source(str(tmp_path), limits=limits) if isinstance(fault, Fault)]
    assert reasons[-1] == "the packed file is cut off before its end; what could be unpacked was read"


def test_members_of_a_zip_may_hold_many_pages_or_have_no_suffix(tmp_path: Path) -> None:
    line = json.dumps({"html": PAGE.decode()}).encode() + b"\n"
    feed = f"<rss><channel><item><title>One</title><description><![CDATA[{PAGE.decode() * 4}]]></description></item></channel></rss>"
    members = {"dump.jsonl": line * 3, "dump.jsonl.gz": gzip.compress(line)[:-3], "feed.rss": feed.encode()}
    members |= {"news.example.org/2021/story": PAGE, "news.example.org/robots": b"User-agent: *"}
    (tmp_path / "a.zip").write_bytes(_zip(members))
    found = list(open_source(str(tmp_path / "a.zip")))
    names = [page.name.removeprefix(f"{tmp_path}/a.zip/") for page in found if isinstance(page, Page)]
    assert names == [
        "dump.jsonl@1",
        "dump.jsonl@2",
        "dump.jsonl@3",
        "dump.jsonl.gz@1",
        "feed.rss@1",
        "news.example.org/2021/story",
    ]
    assert [str(fault).rpartition("/")[2] for fault in found if isinstance(fault, Fault)] == [
        "dump.jsonl.gz: the packed member is cut off before its end; what could be unpacked was read"
    ]
    # The lists in a WACZ tell of the pages in its WARC.
    (tmp_path / "a.wacz").write_bytes(_zip({"datapackage.json": b"{}", "pages/pages.jsonl": line}))
    assert pages(str(tmp_path / "a.wacz")) == []


def test_a_member_of_many_pages_stops_at_the_limit_of_the_archive(tmp_path: Path) -> None:
    line = json.dumps({"html": PAGE.decode()}).encode() + b"\n"
    (tmp_path / "a.zip").write_bytes(_zip({"dump.jsonl": line * 5000}))
    limits = Limits(page=100_000, unpacked=200_000, ratio=1)
    found = list(open_source(str(tmp_path / "a.zip"), limits=limits))
    assert 0 < len([page for page in found if isinstance(page, Page)]) < 5000
    assert isinstance(found[-1], Fault)
    assert "more than the limit" in found[-1].reason


def _zip(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_pictures_beside_a_page_are_found_and_nothing_outside(tmp_path: Path) -> None:
    site, secret = tmp_path / "site", tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    (site / "story_files").mkdir(parents=True)
    (site / "story_files" / "boat one.png").write_bytes(b"boat")
    (site / "story.html").write_bytes(PAGE)
    (site / "link.png").symlink_to(secret)
    (site / "news.example.org" / "img").mkdir(parents=True)
    (site / "news.example.org" / "img" / "x.png").write_bytes(b"mirrored")
    page = pickle.loads(pickle.dumps(pages(site / "story.html")[0]))
    assert page.resources("story_files/boat%20one.png?v=3#top") == b"boat"
    assert page.resources("https://news.example.org/img/x.png") == b"mirrored"
    for url in (
        "../secret.png", "story_files/../../secret.png", str(secret), f"file://{secret}", "link.png", "%2e%2e/secret.png",
        "story_files", "", "\0", "//[", "..\\secret.png", "data:image/png;base64,AAAA", "x" * 5000,
    ):  # fmt: skip
        assert page.resources(url) is None, url


def test_zip_members_are_pages_with_their_pictures(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    path.write_bytes(
        _zip(
            {
                "news/story.html": PAGE,
                "news/boat.png": b"boat",
                "style.css": b"",
                "__MACOSX/x.html": PAGE,
                ".x.html": PAGE,
            }
        )
    )
    (page,) = pages(path)
    assert (page.name, page.folder, page.place) == (f"{path}/news/story.html", "news", "news/story.html")
    assert page.resources("boat.png") == b"boat"
    assert page.resources("../../boat.png") is None
    assert skipped(path) == {"files that are no pages": 2, "hidden files and folders": 2}


def test_zip_in_zip_is_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    inner = _zip({"story.html": PAGE})
    path = tmp_path / "two.zip"
    path.write_bytes(_zip({"inner.zip": inner}))
    assert len(pages(path)) == 1
    path.write_bytes(_zip({"outer.zip": _zip({"inner.zip": inner})}))
    assert pages(path) == []
    assert "not opened deeper" in faults(path)[0]


def test_damaged_zips_lose_only_what_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    data = bytearray(_zip({"a.html": PAGE, "b.html": warcs.page(2), "c.html": warcs.page(3)}))
    data[data.index(b"b.html") + 60] ^= 0xFF
    path.write_bytes(data)
    assert [page.place for page in pages(path)] == ["a.html", "c.html"]
    assert "damaged" in faults(path)[0]
    path.write_bytes(bytes(data[:-30]))
    assert "the ZIP archive is damaged" in faults(path)[0]


def test_zip_bombs_stop_at_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(_zip({"a.html": b"\0" * (1 << 22), "b.html": PAGE}))
    assert "unpacks to more" in faults(path, limits=Limits(page=1 << 20))[0]
    assert [page.place for page in pages(path, limits=Limits(page=1 << 20))] == ["b.html"]
    path.write_bytes(_zip({f"{number}.html": PAGE for number in range(20)}))
    assert "20 members" in faults(path, limits=Limits(members=10))[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "packed"])
def test_wacz_gives_the_pages_of_its_archives(tmp_path: Path, method: int) -> None:
    warc = b"".join(warcs.members(warcs.stories(3)))
    path = tmp_path / "crawl.wacz"
    path.write_bytes(
        _zip({"datapackage.json": b"{}", "pages/pages.jsonl": b"{}\n", "archive/data.warc.gz": warc}, method)
    )
    found = pages(path)
    assert [page.url for page in found] == [f"https://news.example.org/{number}.html" for number in (1, 2, 3)]
    assert found[0].data == PAGE
    assert faults(path) == []
    broken = bytearray(warc)
    broken[len(warc) // 2] ^= 1
    path.write_bytes(_zip({"archive/data.warc.gz": bytes(broken)}, method))
    assert len(pages(path)) == 2
    assert len(faults(path)) == 1


def test_warcs_on_disk_are_known_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(b"".join(warcs.members(warcs.stories(2))))
    assert len(pages(tmp_path / "crawl")) == 2


def test_names_with_any_bytes_can_be_read(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/bad\xff\xfename.html"
    Path(os.fsdecode(name)).write_bytes(PAGE)
    (page,) = pages(tmp_path)
    assert page.data == PAGE
    assert (page.place, page.name) == ("bad\\xff\\xfename.html", f"{tmp_path}/bad\\xff\\xfename.html")
    assert pages(os.fsdecode(name))[0].key == page.key
