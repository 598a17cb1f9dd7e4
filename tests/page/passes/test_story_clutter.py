from __future__ import annotations

import pytest

from newsarchive import inspect

PAGE = """<html lang="en"><head><title>Harbour wall</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Harbour wall gives way in the night",
 "author": {{"@type": "Person", "name": "Ada Wren"}}}}</script></head><body><article><h1>Harbour wall gives way in the night</h1>
<p>The harbour wall of Port Larch gave way on Tuesday night after three days of storm, and nobody was hurt, the council said.</p>
{first}
<p>The council will meet on Friday to decide whether the boats can go back into the harbour before the end of the month.</p>
<p>Two ferries were sent to the next port, where the road along the coast is open again after a landslide in the winter.</p>
{last}
</article></body></html>"""
CARD = """<p>The wall is the work of <a href="/people/bo-lind">Bo Lind</a><span class="block"><span><img src="/bo.jpg" alt="">
<a href="/people/bo-lind">Bo Lind</a> <a href="/s/1">Engineer defends bridge</a> <a href="/people/bo-lind">MORE</a></span></span>, who
built it in 1988 for the fishing fleet of the town.</p>"""


def _read(first: str = "", last: str = ""):
    return inspect(PAGE.format(first=first, last=last).encode(), format="page")


def _rules(reading) -> list[tuple[str, str]]:
    return [(note.rule, " ".join(note.text.split())) for note in reading.account.of("removed") if note.code != "NA201"]


def test_a_card_over_a_name_is_taken_out_of_the_sentence():
    reading = _read(CARD)
    assert ("hover-card", "Bo Lind Engineer defends bridge MORE") in _rules(reading)
    assert "the work of Bo Lind, who built it" in " ".join(reading.article.text.split())


@pytest.mark.parametrize(
    "sentence",
    [
        '<p>See <a href="/a">Bo Lind</a>, or <a href="/a">Bo Lind</a>, as the records of the town have called the engineer.</p>',
        '<p>The work of <a href="/a">Bo Lind</a> <a href="/b">Bo Lind</a> was known to everybody who lived along the coast.</p>',
    ],
)
def test_two_links_in_a_sentence_are_no_card(sentence):
    assert not any(rule == "hover-card" for rule, _ in _rules(_read(sentence)))


def test_a_line_of_capitals_that_is_a_link_leads_elsewhere():
    line = '<p><strong><a href="/other">MAYOR TO OPEN NEW BRIDGE IN SPRING</a></strong></p>'
    assert ("read-more", "MAYOR TO OPEN NEW BRIDGE IN SPRING") in _rules(_read(line))


@pytest.mark.parametrize(
    "line",
    ["<p><strong>MAYOR TO OPEN NEW BRIDGE IN SPRING</strong></p>", '<h2><a href="#b">WHAT THE TOWN WILL DO NEXT</a></h2>',
     '<p><a href="/x">The report of the town council</a></p>'],
)  # fmt: skip
def test_other_lines_are_left_to_the_choice(line):
    assert not any("capitals" in note.reason for note in _read(line).account)


def test_a_line_about_the_author_is_removed_by_name():
    told = "Ada Wren is a reporter for the Larch Herald and has covered the coast since 2009; she lives in the old lighthouse."
    assert ("author-box", told) in _rules(_read(last=f"<p>{told}</p>"))


@pytest.mark.parametrize(
    "line",
    ["Ada Wren’s neighbours said that they had heard the wall fall in the night and went out to look for the boats at once.",
     "Bo Lind is the engineer who built the wall in 1988, and he told the council last year that it would not stand for long."],
)  # fmt: skip
def test_other_people_stay_in_the_story(line):
    assert line in _read(last=f"<p>{line}</p>").article.text
