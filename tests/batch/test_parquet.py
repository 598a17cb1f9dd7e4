from __future__ import annotations

import sys
from pathlib import Path

import pytest
from invented import story

from newsarchive.batch.journal import JOURNAL, Entry, Journal
from newsarchive.batch.parquet import TABLE, ready, row_of, write_table
from newsarchive.batch.task import Done
from newsarchive.errors import MissingLibrary
from newsarchive.formats.json import decode


def test_a_row_holds_the_facts_and_the_whole(tmp_path: Path) -> None:
    data = story(3)
    row = row_of("ab", decode(data), data)
    assert (row["headline"], row["published"], row["language"]) == ("Harbour plan approved", "2024-03-01", "en")
    assert row["words"] == len(row["text"].split())
    assert decode(row["article"].encode()) == decode(data)


def test_the_table_is_the_same_in_any_order(tmp_path: Path) -> None:
    from pyarrow import parquet

    tables = []
    for name, numbers in (("a", [1, 2, 3]), ("b", [3, 1, 2, 2])):
        (tmp_path / name).mkdir()
        journal = Journal(str(tmp_path / name), resume=False)
        for number in numbers:
            journal.add(
                Entry("done", done=Done(key=f"{number:064x}", name=f"{number}", status="done", row=story(number)))
            )
        journal.close()
        assert write_table(str(tmp_path / name)) == 3
        tables.append((tmp_path / name / TABLE).read_bytes())
    assert tables[0] == tables[1]
    table = parquet.read_table(tmp_path / "a" / TABLE)
    assert table.column("headline").to_pylist() == ["Harbour plan approved"] * 3
    assert table.schema.metadata[b"newsarchive"] == b"articles/1"
    assert sorted(path.name for path in tmp_path.glob("a/*")) == [JOURNAL, TABLE]


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingLibrary, match=r"newsarchive\[parquet\]"):
        ready()
