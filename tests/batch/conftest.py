from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Workers are told where modules are by the path of their parent.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parent.parent / "sources"))

from invented import story


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """Return a folder of twelve stories in our own JSON, in a tree."""
    folder = tmp_path / "stories"
    for number in range(12):
        path = folder / f"part{number % 3}" / f"{number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(story(number))
    return folder
