"""Structured data of any quality."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.lenient import decode
from newsarchive.page.facts.linked_data import json_ld, page_key


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        '{"headline": "Ice", "author": "Ana"}',
        '{"headline": "Ice", "author": "Ana",}',
        '/* data */ {"headline": "Ice", // the title\n "author": "Ana"}',
        '<!-- {"headline": "Ice", "author": "Ana"} -->',
        '//<![CDATA[\n{"headline": "Ice", "author": "Ana"}\n//]]>',
        "{&quot;headline&quot;: &quot;Ice&quot;, &quot;author&quot;: &quot;Ana&quot;}",
        "{'headline': 'Ice', 'author': 'Ana'}",
        '{headline: "Ice", author: "Ana"}',
        '{"headline": "Ice", "author": "Ana"',
        '{"headline": "Ice", "author": "Ana", "text": "a\tb\nc"}',
        '{"headline": "Ice", "author": "Ana"};',
        '{"headline": "Ice", "x": undefined, "author": "Ana"}',
    ],
)
def test_broken_json_costs_no_field(text):
    value = decode(text)[0]
    assert (value["headline"], value["author"]) == ("Ice", "Ana")


def test_a_quote_that_nobody_escaped_does_not_end_the_string():
    assert decode('{"headline": "The "ice" is out", "author": "Ana"}') == [
        {"headline": 'The "ice" is out', "author": "Ana"}
    ]


def test_several_values_in_one_script_are_all_read():
    assert decode('{"a": 1}{"b": 2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("text", ["", "no json", "[" * 500, "{" * 500, '{"a":' * 300, "\x00", "}" * 9])
def test_what_is_no_json_is_nothing(text):
    assert all(not isinstance(value, dict) or "headline" not in value for value in decode(text))


def test_references_into_the_graph_are_followed():
    nodes = json_ld(
        [
            '{"@graph":[{"@type":"NewsArticle","headline":"Ice","author":{"@id":"#a"}},{"@id":"#a","@type":"Person","name":"Ana Gil"}]}'
        ]
    )
    assert nodes[0].text("author") == "Ana Gil"


def test_a_graph_that_points_in_a_circle_is_read():
    nodes = json_ld(
        [
            '{"@graph":[{"@id":"#a","@type":"NewsArticle","headline":"Ice","isPartOf":{"@id":"#b"}},{"@id":"#b","@type":"WebPage","hasPart":{"@id":"#a"}}]}'
        ]
    )
    assert nodes[0].text("headline") == "Ice"


def test_the_article_of_this_page_is_chosen_among_several(read, page):
    head = "<title>Ice breaks early on Lake Ember</title>" + ld(
        '[{"@type":"NewsArticle","headline":"Another story altogether","url":"https://www.hillpost.example/other","author":{"name":"Bo Ek"},'
        '"datePublished":"2020-01-01"},'
        '{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","mainEntityOfPage":"https://www.hillpost.example/news/ice-breaks",'
        '"author":{"name":"Ana Gil"},"datePublished":"2021-02-17T09:05:00-05:00"}]'
    )
    seen = read(page("", head=head))
    assert [person.name for person in seen.authors] == ["Ana Gil"]
    assert seen.published.iso == "2021-02-17T09:05:00-05:00"


def test_a_teaser_in_an_item_list_is_not_this_article(read, page):
    head = ld('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"A teaser","author":"Bo Ek"}]}')
    assert not read(page("", head=head)).authors


@pytest.mark.parametrize(
    "author",
    [
        '"Ana Gil"', '{"name":"Ana Gil"}', '[{"@type":"Person","name":"Ana Gil","url":"https://www.hillpost.example/ana"}]',
        '{"@type":"Person","givenName":"Ana","familyName":"Gil"}', '["Ana Gil","https://www.hillpost.example/ana"]', '{"name":["Ana Gil"]}',
        '{"@type":"Person","name":"By Ana Gil (ana@hillpost.example)"}', '[{"name":"Ana Gil"},{"name":"Hill Post"}]',
        '[{"name":"Ana Gil"},{"name":"dpa"}]',
    ],
)  # fmt: skip
def test_authors_in_every_shape(read, page, author):
    head = ld(
        f'{{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember","author":{author},"publisher":{{"name":"Hill Post"}}}}'
    )
    assert [person.name for person in read(page("", head=head)).authors] == ["Ana Gil"]


def test_one_bad_field_costs_no_other(read, page):
    head = ld('{"@type":"NewsArticle","headline":["Ice breaks early on Lake Ember"],"datePublished":{"@value":"2021-02-17"},"author":42,'
              '"publisher":["Hill Post"],"keywords":{"a":1},"image":7,"inLanguage":{"name":"en"},"articleSection":[["Sport"]]}')  # fmt: skip
    seen = read(page("", head=head))
    assert (seen.headline, seen.published.iso, seen.publisher.name, seen.section) == (
        "Ice breaks early on Lake Ember", "2021-02-17", "Hill Post", "Sport",
    )  # fmt: skip


def test_microdata_rdfa_and_hatom_give_the_same(read, page):
    micro = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="datePublished" content="2021-02-17">'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ana Gil</span></span></div>'
    )
    rdfa = (
        '<div vocab="https://schema.org/" typeof="NewsArticle"><span property="datePublished" content="2021-02-17"></span>'
        '<span property="author" typeof="Person"><span property="name">Ana Gil</span></span></div>'
    )
    for above in (micro, rdfa):
        seen = read(page("", above=f"<h1>Ice breaks early on Lake Ember</h1>{above}"))
        assert (seen.published.iso, [person.name for person in seen.authors]) == ("2021-02-17", ["Ana Gil"])
    atom = '<div class="hentry"><time class="published" datetime="2021-02-17">today</time></div>'
    assert read(page("", above=f"<h1>Ice breaks early on Lake Ember</h1>{atom}")).published.iso == "2021-02-17"


@pytest.mark.parametrize(
    "head, fact, value",
    [
        ('<meta name="parsely-author" content="Ana Gil">', "authors", "Ana Gil"),
        ('<meta name="sailthru.author" content="Ana Gil">', "authors", "Ana Gil"),
        ('<meta name="dc.creator" content="Gil, Ana">', "authors", "Ana Gil"),
        ('<meta name="author" content="Ana Gil"><meta name="author" content="Bo Ek">', "authors", "Ana Gil; Bo Ek"),
    ],
)
def test_other_vocabularies_name_authors(read, page, head, fact, value):
    assert "; ".join(person.name for person in getattr(read(page("", head=head)), fact)) == value


def test_a_page_is_known_by_host_and_path():
    assert page_key("https://m.paper.example/A/") == page_key("http://www.paper.example/a?utm_source=x")
    assert page_key(None) == page_key("http://[::1") == ""
