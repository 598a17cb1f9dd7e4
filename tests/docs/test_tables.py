"""Hold that every verb, format, rule, note code and error is documented, and that the tables say what the code says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from tables import DOCS, TABLES, filled, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_table_says_what_the_code_says(path: Path) -> None:
    text = path.read_text("utf-8")
    assert filled(text) == text, "run `python tests/docs/tables.py` and read the difference"


def test_every_table_has_its_page() -> None:
    whole = "".join(path.read_text("utf-8") for path in pages())
    assert {name for name in TABLES if f"<!-- table: {name} -->" in whole} == set(TABLES)


def test_every_format_has_a_page_or_a_section() -> None:
    from newsarchive import registry

    written = "".join(path.read_text("utf-8") for path in (DOCS / "formats").glob("*.md"))
    for name in registry.names():
        assert f"`{name}`" in written


def test_every_page_is_in_the_navigation() -> None:
    nav = (DOCS.parent / ".mkdocs.yml").read_text("utf-8")
    missing = [
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if path.relative_to(DOCS).as_posix() not in nav and path.parent.name != "decisions"
    ]
    assert missing == []


def test_the_readme_names_every_verb() -> None:
    from newsarchive.cli.main import VERBS

    readme = (DOCS.parent / "README.md").read_text("utf-8")
    assert [verb for verb, _, _ in VERBS if f"| `newsarchive {verb}" not in readme] == []
