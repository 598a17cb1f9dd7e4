"""The laws of the house, for arbitrary articles."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.formats.newsml_g2.read import read, read_all
from newsarchive.formats.newsml_g2.validate import check
from newsarchive.formats.newsml_g2.write import bind, write
from newsarchive.notes import Account
from tests.articles import articles

_SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("content", ["xhtml", "nitf"])
@_SETTINGS
@given(article=articles())
def test_every_article_is_written_valid_and_read_back(content, article):
    notes = Account()
    data = write(article, notes=notes, content=content)
    assert check(data) == []
    back = read(data)
    assert back == article or notes.of("lost")
    assert write(article, content=content) == data
    assert write(back, content=content) == data or notes.of("lost")


@_SETTINGS
@given(article=articles())
def test_the_text_of_the_article_is_in_the_document(article):
    from lxml import etree

    words = "".join("".join(etree.fromstring(write(article)).itertext()).split())
    for line in article.text.split("\n"):
        assert "".join(line.split()) in words


@settings(_SETTINGS, max_examples=10)
@given(several=st.lists(articles(max_blocks=2), min_size=1, max_size=3).map(tuple))
def test_every_collection_is_written_valid_and_read_back(several):
    notes = Account()
    data = bind(several, notes=notes)
    assert check(data) == []
    back = read_all(data)
    assert sorted(map(repr, back)) == sorted(map(repr, several)) or notes.of("lost")
