from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsarchive.formats.json import encode
from newsarchive.model import Article, Moment, Paragraph, Run

# Workers are told where modules are by the path of their parent.
sys.path.insert(0, str(Path(__file__).parent))


def story(number: int, *, headline: str = "Harbour plan approved", date: str | None = "2024-03-01") -> bytes:
    body = tuple(
        Paragraph((Run(f"The board met for the {number}th time and read part {part} of its plan aloud."),))
        for part in range(6)
    )
    return encode(Article(headline=headline, body=body, published=Moment(date) if date else None, language="en"))


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """Return a folder of twelve stories in our own JSON, in a tree."""
    folder = tmp_path / "stories"
    for number in range(12):
        path = folder / f"part{number % 3}" / f"{number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(story(number))
    return folder
