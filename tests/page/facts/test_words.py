from __future__ import annotations

import gzip
import re
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.page import native
from newsarchive.page.facts.places import is_place
from newsarchive.page.facts.words import (
    alternation,
    as_plain,
    beginning,
    by_language,
    holding,
    holds_any,
    may_read,
    plain_holding,
    plainly_cased,
)

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


LETTERS = st.text("abAcİıſéÉ图ΣσςKẞ ", max_size=9)


@given(st.lists(LETTERS.filter(bool), max_size=6), st.lists(LETTERS, max_size=6))
def test_the_compiled_search_finds_what_the_plain_one_does(words: list[str], texts: list[str]) -> None:
    assert native.Phrases is not None
    known = sorted({word.lower() for word in words})
    plain, compiled = plain_holding(known), native.Phrases(known).held_by
    for text in [*texts, " ".join(texts), *(f"{text}{word}" for word in words for text in texts)]:
        assert compiled(text) == plain(text)
        assert compiled(text.upper()) == plain(text.upper())


@pytest.mark.parametrize("text", ["ΛΑΘΟΣ", "ΛΑΘΟΣ ΕΔΩ", "Λάθοσ", "ΛΑΘΟΣΑ", "İSTANBUL", "ISTANBUL İ"])
@pytest.mark.parametrize("word", ["λαθος", "λαθοσ", "istanbul", "i̇stanbul"])
def test_the_compiled_search_knows_letters_with_more_than_one_lower_case(text: str, word: str) -> None:
    assert native.Phrases is not None
    assert native.Phrases([word]).held_by(text) == (word in text.lower())


def test_plain_letters_are_read_by_words_as_by_patterns_that_ignore_case() -> None:
    cased = [chr(c) for c in range(sys.maxunicode + 1) if chr(c).lower() != chr(c) or chr(c).upper() != chr(c)]
    plain = "".join(filter(plainly_cased, cased))
    apart = [sign for sign in cased if not "\u1c80" <= sign <= "\u1c8f" and sign != "\u1e9b"]  # forms of manuscripts
    read = {sign: {found[0] for found in re.finditer(re.escape(sign), plain, re.IGNORECASE)} for sign in apart[::7]}
    assert read == {sign: {c for c in plain if c.lower() == as_plain(sign)} for sign in apart[::7]}
    for sign in "İıſKÅßẞ":
        assert re.findall(re.escape(sign), plain, re.IGNORECASE) == [c for c in plain if c.lower() == as_plain(sign)]


@given(st.lists(LETTERS.map(str.strip).filter(bool), min_size=1, max_size=6), LETTERS)
def test_a_text_begins_with_the_words_that_a_pattern_reads(words: list[str], rest: str) -> None:
    begins = beginning(words)
    pattern = re.compile(alternation(sorted({word.lower() for word in words}, key=len, reverse=True)), re.IGNORECASE)
    for text in (" ".join((word + rest).split()) for word in (*words, "")):
        if plainly_cased(text):
            found = begins(text.lower(), 0)
            assert bool(found) == bool(pattern.match(text))
            assert found == sorted(found, key=len, reverse=True)


@pytest.mark.parametrize("section", ["updated", "published", "rights"])
def test_what_a_pattern_reads_it_may_read(section: str) -> None:
    words = by_language("phrases", section)
    pattern = re.compile(alternation(words), re.IGNORECASE)
    for word in words:
        for text in (
            word,
            word.upper(),
            as_plain(word),
            word.replace(" ", "  "),
            word.title(),
            word[1:],
            f"a {word[:-1]}",
        ):
            assert may_read(text, "phrases", section) or not pattern.search(text), text
