from __future__ import annotations

import gzip
from importlib.resources import files

import pytest

from newsarchive.page.facts.places import is_place
from newsarchive.page.facts.words import by_language, holding, holds_any

SECTIONS = ("paywall", "first_published", "contributors", "rights")


@pytest.mark.parametrize("section", SECTIONS)
def test_each_word_of_a_section_is_found_wherever_it_stands(section: str) -> None:
    for word in by_language("phrases", section):
        for text in (word, word.upper() if word.upper().lower() == word else word, f"Ice.{word}s", f"é\n{word}"):
            assert holds_any(text, "phrases", section), (word, text)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_part_of_a_word_is_not_the_word(section: str) -> None:
    words = by_language("phrases", section)
    for word in words:
        for part in (word[1:], word[:-1], f"{word[: len(word) // 2]}\n{word[len(word) // 2 :]}"):
            assert holds_any(part, "phrases", section) == any(other in part for other in words), part


def test_words_that_share_their_rarest_letter_are_all_found() -> None:
    holds = holding(["club", "bulb", "Bären"])
    assert [holds(text) for text in ("a club", "bulbs", "bären", "bul", "baren")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_places_are_known_from_the_first_line_of_the_list_to_the_last() -> None:
    folder = files("newsarchive.page.facts") / "data"
    lines = gzip.decompress((folder / "places.txt.gz").read_bytes()).decode().split("\n")[1:-1]
    names = [line.split("\t")[0] for line in lines]
    assert names == sorted(names)  # they are looked up by halves
    sample = [names[0], *names[::97], names[-1]]
    assert [name for name in sample if name.isascii() and not is_place(name)] == []
    assert not any(map(is_place, ("a", f"{names[0]}z", f"z{names[-1]}", "z" * 3000)))
