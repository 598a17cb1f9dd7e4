"""What became a fact is a fact: no words of a page are claimed and then forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from newsarchive import inspect
from newsarchive.notes import Note
from tests.claims import lost_claims

EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
PAGES = sorted(path for path in EXAMPLES.iterdir() if path.is_file())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_each_claim_of_an_example_is_found_among_its_facts(path):
    reading = inspect(path)
    # the story's own words are no fact; its pictures are
    pictures = [block for block in reading.article.body if hasattr(block, "caption")]
    facts = msgspec.structs.replace(reading.article, body=())
    claims = [note for note in reading.account if note.code == "NA301"]
    assert claims
    assert lost_claims([facts, pictures], claims) == []


@dataclass
class _Claim:
    text: str
    reason: str
    code: str = "NA301"
    rule: str = "byline"


def test_a_claim_is_lost_where_no_fact_and_no_note_has_it():
    facts = {"byline": "By Ana  Gil", "caption": [{"text": "Ice on "}, {"text": "the lake"}]}
    assert (
        lost_claims(facts, [_Claim("By\nAna Gil", "names who wrote it"), _Claim("(Ice on the lake)", "a caption")])
        == []
    )
    assert lost_claims(facts, [_Claim("Posted by Ana Gil", "names who wrote it: Ana Gil")]) == []
    assert lost_claims(facts, [_Claim("Posted by Bo Ek", "names who wrote it")]) == [("byline", "Posted by Bo Ek")]
    assert lost_claims(facts, [_Claim("Posted by Bo Ek", "names who wrote it: Cy Od")]) == [
        ("byline", "Posted by Bo Ek")
    ]


def test_words_that_were_removed_are_no_claims():
    assert lost_claims({}, [Note("NA202", "navigation", "a menu", "Home News Sport")]) == []
