"""What clutter says, by language; and what stories say, which must never be taken for it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.notes import RULES
from newsarchive.page import native, words
from newsarchive.page.words.lines import Lines, words_of_lines

LANGUAGES = sorted(entry.name for entry in files(words).iterdir() if entry.name.endswith(".toml"))
CLASSES: dict[str, Callable[[str], str | None]] = {
    "label": words.label_class,
    "lead": words.lead_class,
    "prompt": words.prompt_class,
    "title": words.title_class,
}
PAGES = {"error-page", "consent-page", "login-page"}  # kinds of the table of titles, which remove nothing


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_is_tables_of_phrases_by_known_rules(name: str) -> None:
    tables = tomllib.loads((files(words) / name).read_text("utf-8"))
    assert set(tables) <= set(CLASSES)
    for table, kinds in tables.items():
        for kind, phrases in kinds.items():
            assert kind in (PAGES if table == "title" else RULES)
            assert phrases
            assert all(isinstance(phrase, str) and phrase == phrase.strip() and phrase for phrase in phrases)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_phrase_is_found_by_the_table_that_holds_it(name: str) -> None:
    tables = tomllib.loads((files(words) / name).read_text("utf-8"))
    for table, known in CLASSES.items():
        for phrases in tables.get(table, {}).values():
            for phrase in phrases:
                shown = phrase.replace("…", " Harbour View ", 1)
                if table == "lead":
                    shown = f"{shown} Ice breaks early on the river?"
                assert known(shown) is not None, phrase


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Subscribe", "subscribe-prompt"),
        ("Current Conditions  Light Rainshower  11.6°C", "weather-box"),
        ("• Popular Hillview News", "popular-list"),
        ("View Site in: Desktop | Mobile", "site-switch"),
        ("MEISTGELESEN", "popular-list"),
        ("17 Kommentare", "comments"),
        ("À LIRE AUSSI :", "related-stories"),
        ("5 thoughts on “The last ferry”", "comments"),
        ("ÇOK OKUNANLAR", "popular-list"),
        ("関連記事", "related-stories"),
        ("この記事は3分で読めます", "reading-time"),
        ("많이 본 뉴스", "popular-list"),
        ("Publicité", "advertising"),
        ("Читайте также", "related-stories"),
        ("اقرأ أيضاً", "related-stories"),
        ("Lesezeit: 4 Min.", "reading-time"),
        ("Skip to main content", "skip-link"),
    ],
)
def test_labels(text: str, rule: str) -> None:
    assert words.label_class(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("READ MORE: Ferry back in service", "read-more"),
        ("Lesen Sie auch: Die Fähre fährt wieder", "read-more"),
        ("Lire aussi « Le bac a repris la mer »", "read-more"),
        ("Also read | Ferry back in service", "read-more"),
        ("Tags: ferry, harbour", "tag-list"),
        ("【関連記事】フェリー再開", "read-more"),
        ("Have a tip? Write to the desk.", "reader-contact"),
        ("Article continues below this advertisement", "advertising"),
        ("Leia mais sobre o porto: a balsa voltou", "read-more"),
    ],
)
def test_leads(text: str, rule: str) -> None:
    assert words.lead_class(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Would you like to subscribe to our newsletter?", "subscribe-prompt"),
        ("Get the morning's stories delivered to your inbox.", "newsletter-prompt"),
        ("Melden Sie sich jetzt für unseren Newsletter an!", "newsletter-prompt"),
        ("この記事は会員限定です。", "subscribe-prompt"),
        ("제보를 기다립니다", "reader-contact"),
    ],
)
def test_prompts(text: str, rule: str) -> None:
    assert words.prompt_class(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "Read more books, the librarian said, and the town did.",
        "More than 40 boats left the harbour.",
        "Related costs rose by 4 per cent.",
        "Next-gen ferries",
        "Watch the river, she said.",
        "The most popular boat of the year sank.",
        "Trending downward, prices fell again on Tuesday.",
        "Anzeigen gegen zwei Männer gingen bei der Polizei ein.",
        "Lesen Sie, was Sie wollen, sagte die Lehrerin.",
        "Il a lu aussi la lettre du maire.",
        "She would like to subscribe to the view that rivers rise.",
        "He asked the readers of the newsletter to be patient, and left.",
        "“Follow us to the harbour,” the captain shouted.",
        "关于广告的争论持续了三天。",
        "広告の売り上げは前年より増えた。",
        "Sharing the catch was never a question.",
        "Comments by the minister angered fishermen.",
        "Weather in the valley stayed dry until Sunday.",
        "",
        "***",
    ],
)
def test_what_a_story_says_is_no_clutter(text: str) -> None:
    assert [known(text) for known in CLASSES.values()] == [None] * len(CLASSES)


def test_long_lines_are_not_asked() -> None:
    assert words.label_class("Most read " * 20) is None
    assert words.prompt_class("Delivered to your inbox. " + "The harbour froze again. " * 20) is None


PHRASES = ["Most read", "Read more: ", "Lue myös: ", "delivered to your inbox", "阅读全文", "3 Comments", ""]
LINES = st.text(st.sampled_from("abcXYZ 0123_.,:!?|ÄßéΩЯйІ٣۵क्षि中文かな’“”—…\u00a0İıſﬁ①²½e\u0301ё\u0307"), max_size=60)


@given(st.lists(LINES, max_size=8))
@example(["", "2,000 boats", "No. 1000000", "snake_case", "Café 12"])
def test_lines_are_folded_together_as_each_alone(lines: list[str]) -> None:
    assert [" ".join(said) for said in words_of_lines(lines)] == [words.fold(line) for line in lines]


def assert_asked_together_as_each_alone(lines: list[str]) -> None:
    def each_alone(known: Callable[[str], str | None]) -> list[tuple[int, str]]:
        return [(i, rule) for i, line in enumerate(lines) if (rule := known(line)) is not None]

    for compiled in (native.promising, None):
        with mock.patch.object(native, "promising", compiled):
            asked = Lines(lines)
        assert asked.labels == each_alone(words.label_class)
        assert asked.leads == each_alone(words.lead_class)
        assert asked.prompts == each_alone(words.prompt_class)


@pytest.mark.parametrize("name", LANGUAGES)
def test_lines_are_asked_together_as_each_alone(name: str) -> None:
    tables = tomllib.loads((files(words) / name).read_text("utf-8"))
    phrases = [phrase for kinds in tables.values() for phrases in kinds.values() for phrase in phrases]
    lines = [phrase.replace("…", " Harbour View ") for phrase in phrases]
    lines += [f"{line} Ice breaks" for line in lines] + [f"She said: {line.upper()}!" for line in lines]
    assert_asked_together_as_each_alone(lines)


@given(st.lists(st.tuples(LINES, st.sampled_from(PHRASES), LINES).map("".join), max_size=8))
@example(["Read m\u0307ore: Ice breaks", "Rea\u0345d more: Ice breaks"])
def test_odd_letters_change_no_answer(lines: list[str]) -> None:
    assert_asked_together_as_each_alone(lines)
