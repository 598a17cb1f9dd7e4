from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from newsarchive import registry
from newsarchive.errors import UnknownFormat
from newsarchive.formats import html, json, jsonld, markdown, ninjs
from newsarchive.registry import FORMATS, Format, binder, format_of_name, get, names, reader, sniff, writer
from tests.rich import rich_article

CONTRACT = ("newsml-g2", "nitf", "ninjs", "jsonld", "json", "html", "markdown", "text", "epub", "pdf")


def test_the_names_are_those_of_the_contract():
    assert names() == CONTRACT


def test_each_format_has_a_title_an_ending_and_a_media_type():
    for each in FORMATS:
        assert each.title
        assert each.extensions[0].startswith(".")
        assert "/" in each.media_type
    endings = [ending for each in FORMATS for ending in each.extensions]
    assert len(endings) == len(set(endings))


def test_a_name_finds_its_format():
    assert get("html").name == "html"
    with pytest.raises(UnknownFormat, match=r"docx.*newsml-g2"):
        get("docx")


def test_strangers_come_in_by_entry_points(monkeypatch):
    def points(*, group, name):
        assert group == "newsarchive.formats"
        return [EntryPoint(name, "tests.test_registry:STRANGER", group)] if name == "stranger" else []

    monkeypatch.setattr("importlib.metadata.entry_points", points)
    assert get("stranger") == STRANGER
    assert writer(get("stranger")) is json.write


STRANGER = Format(
    "stranger", "Theirs", None, "newsarchive.formats.json:write", None, (".theirs",), "application/x-theirs"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("story.newsml.xml", "newsml-g2"),
        ("story.XML", "newsml-g2"),
        ("story.nitf.xml", "nitf"),
        ("story.ninjs.json", "ninjs"),
        ("story.json", "json"),
        ("a/b.c/story.md", "markdown"),
        ("story.html", "html"),
        ("story.txt", "text"),
        ("story.docx", None),
        ("story", None),
    ],
)
def test_a_file_name_stands_for_a_format(name, expected):
    found = format_of_name(name)
    assert (found.name if found else None) == expected


def test_what_a_format_cannot_do_is_said():
    with pytest.raises(UnknownFormat, match="text can be written but not read"):
        reader(get("text"))
    with pytest.raises(UnknownFormat, match="json holds one article"):
        binder(get("json"))
    with pytest.raises(UnknownFormat, match="x can be read but not written"):
        writer(Format("x", "", "formats.json:read", None, None, (".x",), "x/x"))


def test_functions_are_loaded_by_name():
    assert reader(get("json")) is json.read
    assert writer(get("html")) is html.write


def test_the_table_loads_no_format():
    import subprocess

    code = "import sys, newsarchive.registry as r; r.names(); r.sniff(b'<html>'); print([m for m in sys.modules if m.startswith(('lxml', 'msgspec', 'newsarchive.formats'))])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
    assert registry.FORMATS is FORMATS


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "epub"),
        (b"PK\x03\x04 something else", "scrape"),
        (b'{"schema": "newsarchive/1"}', "json"),
        (b'\xef\xbb\xbf {"@context": "https://schema.org"}', "jsonld"),
        (b'[{"@graph": []}]', "jsonld"),
        (b'{"uri": "x:y"}', "ninjs"),
        (b'{ "$standard": {}}', "ninjs"),
        (b"[Foto: dpa] Ein Text", "scrape"),
        (b"{{not json}} at all", "scrape"),
        (b"---\nnewsarchive: 1\n---\n", "markdown"),
        (b"---\ntitle: x\n---\n", "scrape"),
        (b"<?xml version='1.0'?><!-- x --><newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", "newsml-g2"),
        (b"<nar:newsMessage>", "newsml-g2"),
        (b"\xff\xfe" + "<newsItem/>".encode("utf-16-le"), "newsml-g2"),
        (b"<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", "nitf"),
        (b"<!DOCTYPE html><html><head><title>x</title>", "page"),
        (b"Some words, <p>then markup", "page"),
        (b"Just words.", "scrape"),
        (b"", "scrape"),
    ],
)
def test_bytes_are_told_by_their_marks(data, expected):
    assert sniff(data) == expected


@pytest.mark.parametrize(
    ("module", "name"), [(json, "json"), (html, "html"), (markdown, "markdown"), (jsonld, "jsonld"), (ninjs, "ninjs")]
)
def test_our_own_files_are_known(module, name):
    assert sniff(module.write(rich_article())) == name
