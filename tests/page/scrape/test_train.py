"""Training marks the lines of a dump that stand in its labelled body, each stretch of the body once."""

from __future__ import annotations

import json
from pathlib import Path

from newsarchive.page.grow import grow
from newsarchive.page.scrape import parse
from newsarchive.page.scrape.measures import NAMES
from newsarchive.page.scrape.train import labelled, marked, overlap, tokens

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice broke.",
    "“We had men ready for three more weeks of this,” harbour master Anna Hill told the council.",
)


def test_lines_of_the_body_are_marked_and_a_second_copy_is_not() -> None:
    dump = "\n".join(["Title", "Home", STORY[0], "What now", STORY[1], STORY[0], "What now"])
    body = "\n\n".join([STORY[0], "What now", STORY[1]])
    assert marked(grow(parse(dump)), body) == [False, False, True, True, True, False, False]


def test_signs_of_unspaced_scripts_are_words() -> None:
    assert tokens("川の氷 Ice 2") == ["川", "の", "氷", "ice", "2"]


def test_overlap_is_of_runs_of_words() -> None:
    assert overlap(STORY[0], STORY[0]) == 1.0
    assert overlap(STORY[0], STORY[1]) == 0.0
    assert 0.6 < overlap(STORY[0], f"{STORY[0]} And more to come.") < 1.0


def test_a_folder_of_labelled_dumps_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("\n".join(["Title", "Home", *STORY]))
    label = {"file": "one.txt", "domain": "hillpost.example", "body": "\n".join(STORY)}
    (tmp_path / "labels.jsonl").write_text(json.dumps(label) + "\n")
    sample = next(labelled(tmp_path))
    assert sample.wanted == [False, False, True, True]
    assert sample.free == [False, True, True, True]
    assert [len(row) for row in sample.rows] == [len(NAMES)] * 4
    assert 0 <= sample.fold < 5
