from __future__ import annotations

import pytest

from newsarchive.formats.openings import cut_dateline, find_dateline, names_in, opened
from newsarchive.model import Heading, Paragraph, run
from newsarchive.notes import Account


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("By Ann Lee, Bo Lens and Cy Wu", ["Ann Lee", "Bo Lens", "Cy Wu"]),
        ("Von Kim Muster und Ulla Beispiel", ["Kim Muster", "Ulla Beispiel"]),
        ("Par Léa Exemple et Jean-Luc Modèle", ["Léa Exemple", "Jean-Luc Modèle"]),
        ("Ann Lee, Staff Reporter", ["Ann Lee"]),
        ("By The Example Wire", []),
        ("Redaktion", []),
        ("dpa", []),
        ("", []),
    ],
)
def test_the_people_of_a_byline_are_named(byline, names):
    assert names_in(byline) == names


@pytest.mark.parametrize(
    ("opening", "printed", "place", "rest"),
    [
        ("Oslo (NTB): Det regnet.", "Oslo (NTB): ", "Oslo", "Det regnet."),
        ("LEEDS, England (ntb/xyz) — It rained.", "LEEDS, England (ntb/xyz) — ", "LEEDS", "It rained."),
        ("Valencia (NTB).- Llovió.", "Valencia (NTB).- ", "Valencia", "Llovió."),
    ],
)
def test_an_opening_that_names_the_agency_is_a_dateline(opening, printed, place, rest):
    notes = Account()
    found = find_dateline((Paragraph((run(opening),)),), ["NTB"], notes=notes, rule="nitf")
    assert found == ((Paragraph((run(rest),)),), printed, place)
    assert [note.code for note in notes] == ["NA301"]


@pytest.mark.parametrize(
    "opening", ["Leeds (CDU) - Der Rat", "The bank (EZB): it", "Oslo: Det regnet.", "(NTB) - Regn", "Oslo (NTB) meldet"]
)
def test_other_openings_stay_in_the_story(opening):
    assert find_dateline((Paragraph((run(opening),)),), ["NTB"], notes=Account(), rule="nitf") is None


def test_a_story_that_begins_otherwise_is_left_alone():
    notes = Account()
    for body in ((), (Heading((run("Oslo (NTB): Regn"),)),)):
        assert find_dateline(body, ["NTB"], notes=notes, rule="nitf") is None
        assert cut_dateline(body, "Oslo", notes=notes, rule="nitf") == (body, "Oslo")
    assert len(notes) == 0


def test_a_dateline_is_cut_across_the_looks_of_its_words():
    first = Paragraph((run("LEEDS", "strong"), run(" (Wire) - It "), run("rained", "em"), run(".")))
    body, printed = cut_dateline((first,), "LEEDS", notes=Account(), rule="nitf")
    assert printed == "LEEDS (Wire) - "
    assert body == (Paragraph((run("It "), run("rained", "em"), run("."))),)


def test_a_paragraph_that_is_only_a_dateline_goes():
    rest = Paragraph((run("It rained."),))
    body, printed = cut_dateline((Paragraph((run("LEEDS -"),)), rest), "Leeds", notes=Account(), rule="nitf")
    assert (body, printed) == ((rest,), "LEEDS -")


@pytest.mark.parametrize(
    ("words", "told", "printed", "rest"),
    [
        ("Leeds (EXW) - It rained.", {"printed": "", "place": "Leeds"}, "Leeds (EXW) - ", "It rained."),
        ("LEEDS (EXW) _ It rained.", {"printed": "LEEDS Jan. 2", "place": "Leeds"}, "LEEDS (EXW) _ ", "It rained."),
        ("Leeds - It rained.", {"printed": "", "place": "Leeds"}, "Leeds - ", "It rained."),
        ("Leeds-based firms lost money.", {"printed": "", "place": "Leeds"}, "", "Leeds-based firms lost money."),
        ("York (EXW/ab): It rained.", {"printed": "", "place": "Leeds"}, "York (EXW/ab): ", "It rained."),
        ("It rained.", {"printed": "LEEDS", "place": "Leeds"}, "LEEDS", "It rained."),
    ],
)
def test_a_story_opens_with_its_dateline(words, told, printed, rest):
    body, dateline = opened((Paragraph((run(words),)),), told, ("EXW",), notes=Account(), rule="x")
    assert (dateline["printed"], dateline["place"]) == (printed, "Leeds")
    assert body == (Paragraph((run(rest),)),)
