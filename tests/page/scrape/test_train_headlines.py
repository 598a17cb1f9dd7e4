"""The labels of headlines: the first of them that a line of the dump shows."""

from __future__ import annotations

import json
from pathlib import Path

from newsarchive.page.scrape.headlines import HEADLINE_NAMES
from newsarchive.page.scrape.train_headlines import asked

STORY = "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke at last."


def test_the_lines_that_show_the_headline_are_marked(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(f"Ferry runs again | Hill Post\nMenu of the day\nFerry runs again\n{STORY}")
    label = {"file": "one.txt", "domain": "hillpost.example", "headlines": ["Ferry sails at last", "Ferry runs again"]}
    none = {**label, "headlines": ["Ferry sails at last"]}
    without = {"file": "one.txt", "domain": "hillpost.example", "body": STORY}
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, (label, none, without))) + "\n")
    found = list(asked(tmp_path))
    assert len(found) == 1
    assert [len(row) for row in found[0].rows] == [len(HEADLINE_NAMES)] * len(found[0].wanted)
    assert sum(found[0].wanted) == 1
    assert found[0].weight == 1.0
    assert 0 <= found[0].fold < 4
