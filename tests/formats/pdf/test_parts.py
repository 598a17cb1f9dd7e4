"""The parts of a PDF: its facts, its dates, its names."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from newsarchive.errors import MissingLibrary
from newsarchive.formats.furniture import epoch_of, parts
from newsarchive.formats.markup import parse_xml
from newsarchive.formats.pdf import fonts_report
from newsarchive.formats.pdf.facts import story_facts
from newsarchive.formats.pdf.finish import _as_name, _file_name, _unique
from newsarchive.formats.pdf.press import _weasyprint, warm_press
from newsarchive.formats.pdf.sheets import _running
from newsarchive.formats.pdf.xmp import packet, pdf_date, xmp_date
from newsarchive.model import Article
from tests.rich import rich_article


@pytest.mark.parametrize(
    "iso, in_pdf, in_xmp",
    [
        ("2021", "D:2021", "2021"),
        ("2021-02-17", "D:20210217", "2021-02-17"),
        ("2021-02-17T09:05Z", "D:20210217090500Z", "2021-02-17T09:05Z"),
        ("2021-02-17T09:05:30.5+0530", "D:20210217090530+05'30'", "2021-02-17T09:05:30+05:30"),
        ("2021-02-30", None, None),
        ("yesterday", None, None),
    ],
)
def test_dates_keep_their_precision(iso: str, in_pdf: str | None, in_xmp: str | None) -> None:
    assert (pdf_date(iso), xmp_date(iso)) == (in_pdf, in_xmp)


def test_a_date_is_a_moment() -> None:
    assert parts("2021-02-17T09:05Z") == (("2021", "02", "17"), ("09", "05"), "Z")
    assert epoch_of("1970-01-02") == 86400
    assert epoch_of("0001-01-01T00:00+14:00") == epoch_of("never") == epoch_of(None) == 0


def test_every_fact_is_in_the_packet() -> None:
    data = packet(story_facts(rich_article()))
    root = parse_xml(data[data.index(b"<x:xmpmeta") : data.index(b"</x:xmpmeta>") + 12], what="xmp")
    text = " ".join("".join(map(str, root.itertext())).split())
    for words in ("Harbour town votes", "Ada Moreau", "Jun Itō", "Example Wire", "The Example Gazette", "navette maritime",
                  "© 2021 Example Wire", "it82204", "Port Sel", "2021-02-17T09:05:00-08:00", "2021-02-18T07:30-08:00"):  # fmt: skip
        assert words in text


def test_an_article_that_knows_nothing_still_has_facts() -> None:
    facts = story_facts(Article())
    assert (facts.title, facts.language, facts.created) == ("Untitled", "und", None)
    assert b"xmp:CreateDate" not in packet(facts)


@pytest.mark.parametrize(
    "name, kept",
    [
        ("page.html", "page.html"),
        ("../../etc/passwd", "passwd"),
        ("a b?.html", "a-b-.html"),
        ("…", "file"),
        (".bashrc", "bashrc"),
    ],
)
def test_file_names_are_plain(name: str, kept: str) -> None:
    assert _file_name(name) == kept


def test_file_names_are_unique() -> None:
    assert _unique("a.html", ["a.html", "a-2.html"]) == "a-3.html"


@pytest.mark.parametrize(
    "kind, name", [("text/html; charset=utf-8", "/text#2fhtml"), ("x(y", "/application#2foctet-stream")]
)
def test_media_types_are_names(kind: str, name: str) -> None:
    assert _as_name(kind) == name


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def broken(name: str, *rest: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'\nmore")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(MissingLibrary, match=r"libpango-1\.0-0.*install"):
        _weasyprint()


@pytest.mark.slow
def test_the_fonts_that_we_ship_serve_their_scripts() -> None:
    report = {one.script: one for one in fonts_report()}
    for script in ("Latin", "Greek", "Cyrillic"):
        assert report[script].covered
        assert "na serif" in report[script].families
    assert all(one.covered or one.install for one in report.values())


@pytest.mark.slow
def test_nothing_is_fetched_that_is_not_ours() -> None:
    shelf = warm_press()._shelf
    for url in ("https://example.org/a.png", "file:///etc/passwd", "https://newsarchive.invalid/fonts/../words.toml",
                "https://newsarchive.invalid/pictures/unknown", "data:image/png;base64,AA=="):  # fmt: skip
        with pytest.raises((ValueError, OSError)):
            shelf.fetch(url)


@pytest.mark.parametrize(
    "title, head",
    [
        ("Rain", "Rain"),
        ("word " * 20, "word word word word word word word word word word word word…"),
        ("x" * 80, "x" * 62 + "…"),
        ("港町" * 30, "港町" * 15 + "港…"),
    ],
)
def test_running_heads_are_one_line(title: str, head: str) -> None:
    assert _running(title) == head


@pytest.mark.slow
def test_a_stopped_worker_leaves_nothing_behind(tmp_path) -> None:
    program = "import os; from newsarchive.formats import pdf; pdf.fonts_report(); os._exit(0)"
    subprocess.run([sys.executable, "-c", program], env=os.environ | {"TMPDIR": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []
