"""Hold the links between the pages of the docs, without the program that builds the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    assert [link for link in _LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()] == []


def test_one_file_of_the_navigation_is_one_page() -> None:
    nav = re.findall(r"([\w/-]+\.md)", (ROOT / ".mkdocs.yml").read_text("utf-8"))
    assert [name for name in nav if not (ROOT / "docs" / name).exists()] == []
    assert len(nav) == len(set(nav))


def test_the_first_page_leads_to_every_other() -> None:
    docs = ROOT / "docs"
    seen: set[Path] = set()
    todo = [docs / "index.md"]
    while todo:
        page = todo.pop()
        if page in seen:
            continue
        seen.add(page)
        if page.name == "index.md":  # a page that lists others
            todo += [(page.parent / link).resolve() for link in _LINK.findall(page.read_text("utf-8"))]
    assert [path for path in docs.rglob("*.md") if path not in seen] == []
