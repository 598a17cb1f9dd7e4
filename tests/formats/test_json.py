from __future__ import annotations

import json as standard_json

import pytest

from newsarchive.errors import InvalidDocument, VersionConflict
from newsarchive.formats import json
from newsarchive.model import Article, Moment
from tests.rich import rich_article


def test_the_rich_article_comes_back_whole():
    for indent in (0, 2):
        assert json.read(json.write(rich_article(), indent=indent)) == rich_article()
    assert json.check(json.write(rich_article())) == []


def test_one_line_is_one_line_and_the_schema_comes_first():
    data = json.write(rich_article(), indent=0)
    assert data.startswith(b'{"schema":"newsarchive/1","headline":')
    assert data.count(b"\n") == 1


def test_what_is_not_set_is_not_written():
    assert (
        json.write(Article(published=Moment("2021")), indent=0)
        == b'{"schema":"newsarchive/1","published":{"iso":"2021"}}\n'
    )


def test_a_version_from_the_future_is_refused():
    with pytest.raises(VersionConflict, match="newsarchive/2"):
        json.read(b'{"schema": "newsarchive/2", "headline": "H", "colour": "red"}')


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not whole or not JSON"),
        (b'{"schema":"newsarchive/1","headline":"H"', "not whole"),
        (b'{"schema":"newsarchive/1","headline":7}', r"\$\.headline"),
        (b'{"schema":"newsarchive/1","body":[{"type":"poem"}]}', r"\$\.body\[0\]"),
        (b'{"headline":"H"', "json"),
        (b'{"schema":"other/1"}', "json"),
        (b'{"schema":"newsarchive/1","headline":"\xff"}', "json"),
        (b'{"schema":"newsarchive/1","body":' + b'[{"type":"quote","blocks":' * 10_000, "json"),
    ],
)
def test_what_is_no_article_is_refused_with_its_place(data, says):
    with pytest.raises(InvalidDocument, match=says):
        json.read(data)
    assert json.check(data)[0].startswith("json:")


def test_the_schema_names_every_fact():
    schema = json.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["$defs"]["Article"]["properties"]) == {"schema", *Article.__struct_fields__}
    standard_json.dumps(schema)


def test_words_that_no_encoding_has_are_refused_not_crashed_on():
    with pytest.raises(InvalidDocument, match="surrogate"):
        json.write(Article(headline="\ud800"))
