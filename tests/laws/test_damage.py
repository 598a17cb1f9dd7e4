"""Damaged and malicious files are read or refused; nothing else leaves a reader."""

from __future__ import annotations

import json as standard_json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.errors import NewsArchiveError
from newsarchive.formats import html, json, jsonld, markdown, ninjs
from newsarchive.model import Article
from newsarchive.notes import Account
from tests.rich import rich_article

FORMATS = {"json": json, "html": html, "markdown": markdown, "ninjs": ninjs, "jsonld": jsonld}
WHOLE = {name: format_.write(rich_article()) for name, format_ in FORMATS.items()}

_scraps = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [
            b"<",
            b"</div>",
            b"&",
            b'"',
            b"]]>",
            b"\x00",
            b"\xff",
            b"---\n",
            b"[^1]:",
            b"\\ud800",
            b"\\u0000",
            b"{",
            b"[" * 500,
            b"<b>" * 300,
        ]
    ),
)
_hits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _scraps), min_size=1, max_size=4)
_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.text(max_size=4),
    st.just([]),
    st.just([[]]),
    st.just({"@value": []}),
)


def _read_or_refused(format_, data):
    try:
        article = format_.read(data, notes=Account())
    except NewsArchiveError:
        return
    assert isinstance(article, Article)
    for other in FORMATS.values():
        other.write(article, notes=Account())
    assert isinstance(format_.check(data), list)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_that_were_hit(name):
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(_hits)
    def holds(hits):
        data = WHOLE[name]
        for place, length, scrap in hits:
            at = int(place * len(data))
            data = data[:at] + scrap + data[at + length :]
        _read_or_refused(FORMATS[name], data)

    holds()


@pytest.mark.parametrize("name", ["ninjs", "jsonld"])
def test_values_of_another_type(name):
    document = standard_json.loads(WHOLE[name])
    paths = list(_paths(document))

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(paths), _values), min_size=1, max_size=3))
    def holds(changes):
        changed = standard_json.loads(WHOLE[name])
        for path, value in changes:
            _put(changed, path, value)
        _read_or_refused(FORMATS[name], standard_json.dumps(changed).encode())

    holds()


def _paths(value, path=()):
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield from _paths(part, (*path, key))


def _put(value, path, new):
    for key in path[:-1]:
        if not isinstance(value, dict | list) or (
            isinstance(value, list) and not (isinstance(key, int) and key < len(value))
        ):
            return
        value = value.get(key) if isinstance(value, dict) else value[key]
    if isinstance(value, dict) or (isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value)):
        value[path[-1]] = new
