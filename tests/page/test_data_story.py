from __future__ import annotations

import json

import pytest

from newsarchive import inspect
from newsarchive.page.data_story import MARK

ONE = "The harbour wall of Port Larch gave way on Tuesday night after three days of storm, and nobody was hurt, the council said."
TWO = "The council will meet on Friday to decide whether the boats can go back into the harbour before the end of the month."
THREE = "Two ferries were sent to the next port, where the road along the coast is open again after a landslide in the winter."
FOUR = "“We have asked for a new wall for eleven years,” said Ada Wren, who keeps the boatyard beside the old customs house."
LINES = [ONE, TWO, THREE, FOUR]
OTHERS = [
    {"title": f"Story {i}", "description": "Another story of the day, told in a line or two for the front page."}
    for i in range(40)
]


def _page(
    data: object, shown: str = "<p>Loading …</p>", kind: str = 'id="__NEXT_DATA__" type="application/json"'
) -> bytes:
    return (
        f'<html lang="en"><head><title>Harbour wall gives way</title></head><body><div id="__next">{shown}</div>'
        f"<script {kind}>{json.dumps(data)}</script></body></html>"
    ).encode()


def _next(body: object) -> dict[str, object]:
    return {
        "props": {"pageProps": {"related": OTHERS, "article": {"headline": "Harbour wall gives way", "body": body}}}
    }


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{line}</p>" for line in LINES),
        "\n\n".join(LINES),
        [{"type": "text", "content": f"<p>{line}</p>"} for line in LINES],
        [
            {"_type": "block", "children": [{"text": part} for part in line.replace(" ", " |").split("|")]}
            for line in LINES
        ],
    ],
    ids=["markup", "plain", "blocks", "spans"],
)
def test_a_story_that_stands_only_in_the_data_is_read(body):
    reading = inspect(_page(_next(body)), format="page")
    assert reading.article.text == "\n\n".join(LINES)
    (note,) = [note for note in reading.account if note.code == "NA111"]
    assert "props.pageProps.article.body" in note.reason


def test_the_body_that_linked_data_gives_is_read_where_the_page_shows_none():
    data = {"@type": "NewsArticle", "headline": "Harbour wall gives way", "articleBody": "\n".join(LINES)}
    reading = inspect(_page(data, kind='type="application/ld+json"'), format="page")
    assert reading.article.text == "\n\n".join(LINES)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("".join(f"<p>{line}</p>" for line in LINES), "".join(f"<p>{line}</p>" for line in [*LINES, *LINES])),  # the page shows it
        ("<p>A short note of one line, which is hardly a story but all there is.</p>", "<p>Loading …</p>"),  # there is none
        (None, "<p>Loading …</p>"),
    ],
)  # fmt: skip
def test_other_pages_are_read_as_they_are_shown(body, shown):
    reading = inspect(_page(_next(body), shown), format="page")
    assert not any(note.code == "NA111" for note in reading.account)
    assert MARK not in str(reading.ledger.tree.els[0].keys())


@pytest.mark.parametrize("data", [[], "x", 7, {"a": {"b": [[[["\u0000" * 500]]]]}}, {"body": "<p>" * 3000 + ONE * 9}])
def test_data_of_any_shape_costs_nothing(data):
    assert inspect(_page(data), format="page").article.headline == "Harbour wall gives way"
