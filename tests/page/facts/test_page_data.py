"""What the scripts of a page hold of its story."""

from __future__ import annotations

import json

import pytest

from newsarchive.page.facts.lenient import decode_at
from newsarchive.page.facts.page_data import states

TITLE = "Ice breaks early on Lake Ember"
H1 = f"<h1>{TITLE}</h1>"

NEXT = {
    "props": {
        "pageProps": {
            "article": {
                "id": 7,
                "title": TITLE,
                "lead": "Three weeks before its time, the lake opens.",
                "publishedAt": "2024-03-07T09:05:00+01:00",
                "updatedAt": 1709805600000,
                "authors": [{"firstName": "Ana", "lastName": "Gil"}, {"displayName": "Bo Ek"}],
                "section": {"name": "Sport"},
                "tags": [{"label": "ice"}, {"label": "ferries"}],
                "image": {"type": "image", "url": "/pictures/lake.jpg", "caption": "The lake on Monday.", "credit": "Ida Holm / Hill Pictures"},
                "body": "The ferries wait. " * 30,
            },
            "teasers": [{"title": "Another story of the hill country", "publishedAt": "2020-01-01", "authors": ["Zed Zett"]}],
        }
    }
}  # fmt: skip

FUSION = {
    "headlines": {"basic": TITLE},
    "display_date": "2024-03-07T08:05:00Z",
    "credits": {"by": [{"type": "author", "name": "Ana Gil"}]},
    "taxonomy": {"tags": [{"text": "ice"}]},
    "content_elements": [{"type": "text", "content": "The ferries wait."}],
}

APOLLO = {
    "ROOT_QUERY": {"article": {"__ref": "Article:7"}},
    "Article:7": {"headline": TITLE, "datePublished": "2024-03-07", "author": {"__ref": "Person:1"}},
    "Person:1": {"name": "Ana Gil"},
}


def names(seen):
    return [person.name for person in seen.authors or ()]


def test_a_page_that_is_silent_is_known_by_its_state(read, page):
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(NEXT)}</script>'
    seen = read(page("", head=script, above=H1))
    assert names(seen) == ["Ana Gil", "Bo Ek"]
    assert seen.published.iso == "2024-03-07T09:05:00+01:00"
    assert seen.updated.iso == "2024-03-07T10:00:00+00:00"
    assert seen.section == "Sport"
    assert seen.keywords == ("ice", "ferries")
    assert seen.summary == "Three weeks before its time, the lake opens."
    assert all(found.confidence <= 0.6 for found in seen.evidence if found.source == "page-data")
    assert seen.lead.media[0].url == "https://www.hillpost.example/pictures/lake.jpg"
    assert seen.lead.credit.photographer == "Ida Holm"


@pytest.mark.parametrize(
    "script",
    [
        f"window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(FUSION)};Fusion.x=1",
        f"window.__APOLLO_STATE__ = {json.dumps(APOLLO)};",
        f"window.__PRELOADED_STATE__ = JSON.parse({json.dumps(json.dumps(APOLLO))});",
        f"window['__INITIAL_STATE__'] = {{story: {json.dumps(FUSION)}, user: undefined,}};",
    ],
)
def test_state_comes_in_many_wrappers(read, page, script):
    seen = read(page("", head=f"<script>{script}/*{'x' * 400}*/</script>", above=H1))
    assert names(seen) == ["Ana Gil"]
    assert seen.published.iso[:10] == "2024-03-07"


def test_better_witnesses_are_believed(read, page):
    head = (
        '<meta name="author" content="Ida Holm"><meta property="article:published_time" content="2024-03-06T10:00:00Z">'
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(NEXT)}</script>'
    )
    seen = read(page("", head=head, above=H1))
    assert names(seen) == ["Ida Holm"]
    assert seen.published.iso == "2024-03-06T10:00:00+00:00"


def test_another_story_is_not_this_one(read, page):
    script = f'<script type="application/json">{json.dumps(NEXT)}</script>'
    seen = read(page("", head=script, above="<h1>Ferries of the lake are sold at last</h1>"))
    assert seen.authors is None
    assert seen.published is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[" * 5000,
        '{"a": ' * 3000,
        "window.__INITIAL_STATE__ = ",
        "__NUXT__=(function(a){return {}})(1)",
        "x" * 3_000_000,
    ],
)
def test_damage_costs_nothing_but_itself(text):
    for value in states([text]):
        assert isinstance(value, dict | list)


def test_a_literal_of_a_script_is_read():
    assert decode_at("state = {a: [1, 2,], 'b': undefined}; more()", 8) == {"a": [1, 2], "b": None}
    assert decode_at('x = JSON.parse("{\\"a\\": 1}")', 4) == {"a": 1}
    assert decode_at('x = "%7B%22a%22%3A1%7D"', 4) == {"a": 1}


@pytest.mark.parametrize(
    "given",
    [
        "window.__NUXT__={}",
        "window['__REACT_QUERY_STATE__'] = {}",
        "__STATE____DATA__DATA__ = {}",  # one name begins with the end of another word
        "Fusion.contentCache\n=\n{}",
        "var _pageData={}",
        "preloadedState == 1; initialState = {}",
    ],
)
def test_state_is_known_by_its_name(given: str) -> None:
    assert list(states([given.replace("{}", '{"a": 1}')])) == [{"a": 1}]


def test_states_are_read_in_their_order() -> None:
    script = " ".join(
        f"{name} = [{n}];" for n, name in enumerate(("articleData", "__DATA__", "x", "pageData", "__NUXT__"))
    )
    assert list(states([script])) == [[0], [1], [3], [4]]
