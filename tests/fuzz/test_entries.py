"""Knock at every door with damaged and mixed input: short, and the same each time; `hour.py` is the long run."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from entries import ENTRIES, SEEDS, knock

ROUNDS = 60
CASES = Path(__file__).parent / "cases"
_TOKENS = (
    b"\0",
    b"\xff\xff\xff\xff",
    b"\r\n\r\n",
    b"<",
    b"</",
    b"<!--",
    b"]]>",
    b"&#xD800;",
    b"-1",
    b"9" * 30,
    b"%n",
    b"\xed\xa0\x80",
    b"{" * 40,
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, repeat, overwrite or insert, as storage and strangers do."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        size = chance.choice((1, 2, 8, 60, 400))
        match chance.randrange(5):
            case 0:
                del out[at : at + size]
            case 1:
                out[at:at] = out[at : at + size] * chance.choice((1, 3, 50))
            case 2:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                out[at:at] = chance.choice(_TOKENS)
            case _:
                del out[at:]
    return bytes(out)


@pytest.mark.parametrize("name", ENTRIES)
def test_damaged_input_is_answered_or_refused(name: str) -> None:
    chance = random.Random(f"newsarchive {name}")
    for seed in SEEDS[name]:
        knock(name, seed)
        for _ in range(ROUNDS):
            knock(name, damaged(seed, chance))


@pytest.mark.parametrize("name", ENTRIES)
def test_input_meant_for_another_door_is_answered_or_refused(name: str) -> None:
    for seeds in SEEDS.values():
        for seed in seeds:
            knock(name, seed)
    for size in (0, 1, 2, 3, 100):
        knock(name, bytes(size))


def test_what_was_found_once_stays_mended() -> None:
    found = sorted(CASES.glob("*"))
    assert {path.name.partition("-")[0] for path in found} <= set(ENTRIES)
    for path in found:
        knock(path.name.partition("-")[0], path.read_bytes())
