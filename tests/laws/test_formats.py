"""The laws that hold for every format and every valid article.

The same articles are tried at each run, so that a run says what the last one said. With LAWS=20 in the environment,
twenty times as many are tried, drawn anew: ``LAWS=20 pytest tests/laws``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsarchive.formats import html, jsonld, markdown, ninjs, text
from newsarchive.formats import json as own_json
from newsarchive.formats.markup import parse_xml
from newsarchive.model import Article, Dateline, Figure, Media, Paragraph, Preformatted, Run, plain
from newsarchive.model.leaves import leaves_of
from newsarchive.model.walk import blocks_of, runs_of, text_of
from newsarchive.notes import Account
from newsarchive.registry import FORMATS, reader, sniff, writer
from tests.articles import articles
from tests.rich import HARBOUR_JPG, rich_article, rich_media

TIMES = int(os.environ.get("LAWS", "1"))
law = settings(max_examples=30 * TIMES, derandomize=TIMES == 1, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(law, max_examples=6 * TIMES)

LOSSLESS = {"json": own_json, "html": html, "markdown": markdown}
LOSSY = {"jsonld": jsonld, "ninjs": ninjs}
CHECKED = {"html": html, "markdown": markdown, "jsonld": jsonld, "ninjs": ninjs}
QUICK = tuple(each.name for each in FORMATS if each.name not in ("epub", "pdf"))
VERSIONS = st.sampled_from(["3.1", "2.1", "1.4"])


def _half(url):
    """Know every other picture."""
    return rich_media(HARBOUR_JPG) if len(url) % 2 else None


def _written(name, article, **options):
    notes = Account()
    format_ = next(each for each in FORMATS if each.name == name)
    return writer(format_)(article, notes=notes, media=_half, **options), notes


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_is_written_is_read_back_the_same(name):
    @law
    @given(articles())
    def holds(article):
        data, _ = _written(name, article)
        notes = Account()
        assert LOSSLESS[name].read(data, notes=notes) == article
        assert len(notes) == 0

    holds()


@law
@given(articles(), VERSIONS)
def test_ninjs_keeps_the_story_and_invents_nothing(article, version):
    data, _ = _written("ninjs", article, version=version)
    assert ninjs.check(data) == []
    back = ninjs.read(data)
    assert back.body == article.body
    assert _invented(article, back) == set()


@law
@given(articles())
def test_json_ld_keeps_the_words_and_invents_nothing(article):
    data, _ = _written("jsonld", article)
    assert [fault for fault in jsonld.check(data) if fault != "there is no headline"] == []
    assert json.loads(data).get("articleBody", "") == text_of(article.body)
    assert _invented(article, jsonld.read(data)) == set()


@pytest.mark.parametrize("name", LOSSY)
def test_each_fact_is_read_back_or_noted_as_lost(name):
    @law
    @given(articles())
    def holds(article):
        data, notes = _written(name, article)
        lost = {note.fact for note in notes.of("lost")}
        back = leaves_of(LOSSY[name].read(data))
        missing = {
            path.partition(".")[0]
            for path, value in leaves_of(article).items()
            if back.get(path) != value and not path.endswith("._")
        }
        assert missing <= lost

    holds()


@pytest.mark.parametrize("name", ["html", "markdown", "json", "text"])
def test_each_fact_is_found_in_the_bytes_or_noted_as_lost(name):
    @law
    @given(articles())
    def holds(article):
        data, notes = _written(name, article)
        words = _words_in(name, data)
        lost = {note.fact for note in notes.of("lost")}
        for path, value in leaves_of(article).items():
            fact = path.partition(".")[0]
            if fact not in ("paywalled", "dir") and not path.endswith(("._", ".kind")):
                assert value in words or fact in lost, path

    holds()


@pytest.mark.parametrize("name", ["html", "text", "jsonld", "ninjs", "json", "newsml-g2", "nitf", "markdown", "epub"])
def test_the_words_of_the_story_are_all_in_the_export(name):
    @law
    @given(articles())
    def holds(article):
        data, _ = _written(name, article)
        words = _folded(_shown_in(name, data))
        for run in runs_of(article.body if name != "jsonld" else _told(article)):
            assert _folded(run.text) in words
        for block in blocks_of(article.body):
            if isinstance(block, Preformatted):
                assert _folded(block.text) in words
            if name == "html" and isinstance(block, Paragraph):
                assert _folded(plain(block.runs)) in words

    holds()


@pytest.mark.parametrize("name", QUICK)
def test_every_writer_accepts_every_article_and_writes_the_same_twice(name):
    @settings(law, max_examples=15 * TIMES)
    @given(articles())
    def holds(article):
        first, notes = _written(name, article)
        second, again = _written(name, article)
        assert first == second
        assert list(notes) == list(again)
        if name in CHECKED:
            assert [fault for fault in CHECKED[name].check(first) if fault != "there is no headline"] == []

    holds()


@few
@given(articles())
def test_an_epub_is_made_of_every_article(article):
    data, _ = _written("epub", article)
    assert data == _written("epub", article)[0]


@pytest.mark.slow
@settings(few, max_examples=2)
@given(articles(max_blocks=3))
def test_a_pdf_is_made_of_every_article(article):
    assert _written("pdf", article)[0].startswith(b"%PDF-")


@law
@given(articles())
def test_our_own_files_are_known_by_their_first_bytes(article):
    for name in ("json", "html", "markdown"):
        assert sniff(_written(name, article)[0]) == name


_IN_ANOTHER_PROCESS = """
import hashlib, sys
from newsarchive.registry import FORMATS, writer
from tests.rich import rich_article, rich_media
for format_ in FORMATS:
    if format_.name in sys.argv[1:]:
        print(format_.name, hashlib.sha256(writer(format_)(rich_article(), media=rich_media)).hexdigest())
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "C"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"},
    ],
)
def test_other_processes_write_the_same_bytes(surroundings, tmp_path):
    names = [*QUICK, "epub"]
    here = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, **surroundings, "PYTHONPATH": here}
    told = subprocess.run(
        [sys.executable, "-c", _IN_ANOTHER_PROCESS, *names],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {
        each.name: hashlib.sha256(writer(each)(rich_article(), media=rich_media)).hexdigest()
        for each in FORMATS
        if each.name in names
    }
    assert dict(line.split() for line in told.stdout.splitlines()) == expected


def _words_in(name, data):
    """Return what a reader of the bytes gets to read: strings of JSON, text and attributes of markup."""
    if name in ("json", "jsonld", "ninjs"):
        return _strings(json.loads(data))
    if name == "html":
        root = parse_xml(data, what=name)
        facts = next(part for part in root.iter("{*}script") if part.get("id"))
        told = [value for part in root.iter() for value in part.attrib.values()]
        return "\n".join(["".join(root.itertext()), *told, _strings(json.loads(facts.text))])
    if name == "markdown":
        front = data.decode().split("\n---\n")[0]
        return data.decode() + "".join(_strings(json.loads(line.partition(": ")[2])) for line in front.split("\n")[2:])
    return data.decode()


def _shown_in(name, data):
    """Return what people see of a file: for markup its text and what its attributes say, for Markdown that of its markup."""
    if name == "markdown":
        from newsarchive.formats.markdown.read import Parser

        data = etree.tostring(Parser({}, Account()).parsed(data.decode().partition("\n---\n")[2]))
        name = "xml"
    if name == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            pages = [book.read(part) for part in book.namelist() if part.endswith("story.xhtml")]
        return "\n".join(_shown_in("xml", page) for page in pages)
    if name in ("xml", "newsml-g2", "nitf"):
        root = parse_xml(data, what=name)
        told = [str(value) for part in root.iter() for value in part.attrib.values()]
        return "\n".join(["".join(map(str, root.itertext())), *told])
    return _words_in(name, data)


def _strings(value):
    if isinstance(value, dict):
        return "\n".join(map(_strings, value.values()))
    if isinstance(value, list):
        return "\n".join(map(_strings, value))
    return value if isinstance(value, str) else json.dumps(value)


def _folded(words):
    return re.sub(r"[\W_]+", "", words)


def _told(article):
    """Return the blocks whose words JSON-LD holds: what is said of pictures stands with the pictures."""
    return [block for block in blocks_of(article.body) if isinstance(block, Paragraph)]


def _invented(article, back):
    """Return the facts that were read and not written; the place of a dateline may be that of its first place."""

    def named(whole):
        return {
            (re.sub(r"\.\d+(?=\.|$)", "", path), unquote(value))
            for path, value in leaves_of(whole).items()
            if not path.endswith("._") and not path.startswith("dateline.place")
        }

    return named(back) - named(article)


def test_the_empty_article_goes_everywhere():
    for name in QUICK:
        assert _written(name, Article())[0]
    assert text.write(Article()) == b"\n"


FIGURE_FIRST = Article(
    headline="Ferry",
    dateline=Dateline("PORT SEL (EXW) — ", place="Port Sel"),
    body=(
        Figure((Media(HARBOUR_JPG, alt="A ferry"),), (Run("The ferry"),)),
        Figure((Media("https://news.example.org/b.mp4", "video"),)),
        Paragraph((Run("The boat stays."),)),
    ),
)


@pytest.mark.parametrize("name", ["html", "markdown", "text", "newsml-g2", "ninjs", "epub", "json"])
def test_a_picture_does_not_part_a_story_from_its_dateline(name):
    assert FIGURE_FIRST.text == "PORT SEL (EXW) — The boat stays."
    data, _ = _written(name, FIGURE_FIRST)
    if name in ("html", "newsml-g2", "ninjs"):
        assert re.search(r">PORT SEL \(EXW\) — </span>The boat stays\.", data.decode().replace('\\"', '"'))
    if name in ("markdown", "text"):
        assert re.search(
            r"^(<span class=\"dateline\">)?PORT SEL \(EXW\) — (</span>)?The boat stays\.", data.decode(), re.MULTILINE
        )
    if name != "text":
        back = reader(next(each for each in FORMATS if each.name == name))(data)
        assert back.body == FIGURE_FIRST.body
        assert back.dateline.printed == FIGURE_FIRST.dateline.printed
