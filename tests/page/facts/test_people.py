"""Names, and what is none."""

from __future__ import annotations

import pytest

from newsarchive.page.facts import byline, people
from newsarchive.page.facts.byline import parse_byline
from newsarchive.page.facts.people import clean_name, is_name, is_role, people_in
from newsarchive.page.facts.words import as_plain, by_language


@pytest.mark.parametrize(
    "text, names",
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and Ali bin Said, Staff Writers", ["Jane Doe", "Ali bin Said"]),
        ("Jane Doe, Ali Said & Bo Ek", ["Jane Doe", "Ali Said", "Bo Ek"]),
        ("Von Jan Müller und Eva Beispiel", ["Jan Müller", "Eva Beispiel"]),
        ("Par Jean-Luc Exemple et Ana de Armada", ["Jean-Luc Exemple", "Ana de Armada"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ana Pérez y Luis Gil", ["Ana Pérez", "Luis Gil"]),
        ("Ludwig van der Berg", ["Ludwig van der Berg"]),
        ("Martin Example, Jr.", ["Martin Example Jr."]),
        ("JANE O'NEILL-SMITH", ["Jane O'Neill-Smith"]),
        ("Dr. Anna Beispiel (anna@paper.example)", ["Anna Beispiel"]),
        ("Sarah Example, Washington correspondent", ["Sarah Example"]),
        ("Jane Doe | Hill Post", ["Jane Doe", "Hill Post"]),
        ("小池和樹記者", ["小池和樹"]),
        ("홍길동 기자", ["홍길동"]),
        ("Иван Примеров", ["Иван Примеров"]),
        ("@janedoe Jane Doe", ["Jane Doe"]),
    ],
)
def test_people_in_their_order(text, names):
    assert [person.name for person in people_in(text)] == names


@pytest.mark.parametrize(
    "text", ["admin", "jdoe99", "https://paper.example/a", "null", "", "a b c d e f g h i j", "!!!"]
)
def test_accounts_and_place_holders_are_nobody(text):
    assert people_in(text, trusted=True) == []


@pytest.mark.parametrize("text", ["dpa", "By The Associated Press", "Reuters Staff", "Redaktion", "AFP"])
def test_agencies_and_desks_are_no_persons(text):
    assert [person.kind for person in people_in(text, trusted=True)] == ["organisation"]


def test_a_role_stays_with_its_person():
    assert people_in("Sarah Example, Washington correspondent")[0].role == "Washington correspondent"


def test_last_name_first_is_turned_round_in_a_field_for_names():
    assert [person.name for person in people_in("Doe, Jane", trusted=True)] == ["Jane Doe"]


def test_a_place_behind_the_name_is_no_author():
    assert [person.name for person in people_in("Anna Beispiel und Lea Muster, Nairobi", trusted=True)] == [
        "Anna Beispiel",
        "Lea Muster",
    ]


@pytest.mark.parametrize("text", ["By the end of the day", "Von wegen Frühling", "Por fin llueve", "Read more"])
def test_a_sentence_is_no_byline(text):
    assert [person for person in parse_byline(text) if person.kind == "person" and " " in person.name] == []


def test_names_have_shapes():
    assert is_name("O'Neill")
    assert not is_name("Sign up now!")
    assert clean_name("  By   Jane   Doe , ") == "Jane Doe"


@pytest.mark.parametrize(
    "line, names",
    [
        ("About Jonna van Rijn", ["Jonna van Rijn"]),
        ("Ana Gil ⋅ Senior Analyst ⋅", ["Ana Gil"]),
        ("Ana Gil Education editor", ["Ana Gil"]),
        ("Hill-Post-Redakteurin Anna Muster", ["Anna Muster"]),
        ("Rechtsanwalt Jan Muster", ["Jan Muster"]),
        ("Ana Gil And Bo Ek For The Hill Post", ["Ana Gil", "Bo Ek"]),
        ("Ana Gil, Senior Staff Analyst, Hill Speech, Privacy, and Lakes Project", ["Ana Gil"]),
        ("Ana Gil, Senior Writer, and Bo Ek, Editor", ["Ana Gil", "Bo Ek"]),
        ("Ana Gil, reporter, Bo Ek, editor", ["Ana Gil", "Bo Ek"]),
        ("Ana Gil, Reporter, Bo Ekman and Ida Holm", ["Ana Gil", "Bo Ekman", "Ida Holm"]),
        ("page.head.author", []),
        ("Keep Reading", []),
        ("作者：", []),
    ],
)
def test_what_clings_to_a_name_is_cut_off(line, names):
    assert [person.name for person in people_in(line, trusted=True)] == names


def test_a_role_alone_is_a_role():
    assert is_role("Senior Writer")
    assert is_role("political editor")
    assert not is_role("Ana Gil")
    assert not is_role("the editor of the Hill Post")


@pytest.mark.parametrize("section, pattern", [("by", people._by), ("about", people._about), ("titles", people._titles)])
def test_a_name_may_lead_with_each_word_that_its_patterns_read(section, pattern):
    for word in by_language("bylines", section):
        assert len(word) < people._LONGEST_LEAD
        for text in (
            f"{shown}{behind}" for shown in (word, word.upper(), word.title()) for behind in (" Ana Gil", ": Ana Gil")
        ):
            assert people._may_lead(text) or not pattern().match(text), text


def test_a_role_is_found_wherever_its_pattern_reads_it():
    for word in by_language("bylines", "roles"):
        for text in (
            word,
            word.upper(),
            as_plain(word),
            word.replace(" ", "  "),
            f"Ana Gil, {word.title()}",
            f"Ana {word}s",
            word[1:],
        ):
            found, match = people._role_in(text), people._roles().search(text)
            assert (found and found.span()) == (match and match.span()), text


def test_each_by_word_leads_a_byline_where_its_pattern_reads_it():
    for word in by_language("bylines", "by"):
        assert len(word) < byline._LONGEST_BY
        assert word[0] not in byline._DASHES
        for text in (
            f"{dash}{shown}{sign}Ana"
            for dash in ("", "— ", "-")
            for shown in (word, word.upper())
            for sign in (" ", ": ", "")
        ):
            found, match = byline._led_by(text), byline._by().match(text)
            assert (found and found.span()) == (match and match.span()), text
            glued = text.replace("Ana", "| Ana")
            assert byline._may_be_glued(glued) or not byline._glued_by().search(glued), glued
