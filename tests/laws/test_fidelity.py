"""The rich page of the fidelity table keeps every mark in every format of ours that has a place for it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import newsarchive as na
from tests.benchmarks.marks import MARKS, marks_of

PAGE = Path(__file__).parents[1] / "benchmarks" / "fidelity" / "ferry.html"
KINDS = {
    "json": "json", "newsml-g2": "xml", "nitf": "xml", "ninjs": "json", "jsonld": "jsonld", "html": "html", "markdown": "markdown",
    "text": "text", "epub": "epub",
}  # fmt: skip


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> na.Reading:
    folder = tmp_path_factory.mktemp("page")
    (folder / "ferry.html").write_bytes(PAGE.read_bytes())
    (folder / "ferry_files").mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (1200, 800), (90, 120, 160)).save(picture, "JPEG")
    (folder / "ferry_files" / "quay.jpg").write_bytes(picture.getvalue())
    return na.inspect(folder / "ferry.html", url="https://gazette.example.org/2021/02/17/ferry").with_pictures()


@pytest.mark.parametrize("name", KINDS)
def test_every_mark_is_kept(name: str, reading: na.Reading) -> None:
    found = marks_of(na.dumps(reading.article, name, media=reading.media), KINDS[name])
    assert {mark: found[mark] for mark in MARKS if found[mark] in ("words", "gone")} == {}


@pytest.mark.parametrize("name", [name for name in KINDS if name != "text"])
def test_what_was_read_back_is_the_same_to_the_looker(name: str, reading: na.Reading) -> None:
    back = na.loads(na.dumps(reading.article, name, media=reading.media))
    assert marks_of(na.dumps(back, name, media=reading.media), KINDS[name]) == marks_of(
        na.dumps(reading.article, name, media=reading.media), KINDS[name]
    )
