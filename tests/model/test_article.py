from __future__ import annotations

import msgspec
import pytest

from newsarchive.model import Article, Dateline, Heading, Moment, Paragraph, Run
from tests.rich import rich_article


@pytest.mark.parametrize(
    ("iso", "precision"),
    [("2021", "year"), ("2021-02", "month"), ("2021-02-17", "day"), ("2021-02-17T09:05", "minute"), ("2021-02-17T09:05-08:00", "minute"),
     ("2021-02-17T09:05Z", "minute"), ("2021-02-17T09:05:00", "second"), ("2021-02-17T09:05:00+05:30", "second")],
)  # fmt: skip
def test_a_date_knows_its_precision(iso, precision):
    assert Moment(iso).precision == precision


def test_the_rich_article_fills_every_field():
    empty = [name for name in Article.__struct_fields__ if getattr(rich_article(), name) in (None, ())]
    assert empty == []


def test_an_article_is_a_value():
    assert rich_article() == rich_article()
    assert hash(rich_article()) == hash(rich_article())
    with pytest.raises(AttributeError):
        rich_article().headline = "x"


def test_text_and_schema_are_derived():
    article = Article(headline="H", body=(Paragraph((Run("One"),)), Paragraph((Run("Two"),))))
    assert article.text == "One\n\nTwo"
    assert article.schema == "newsarchive/1"


@pytest.mark.parametrize(
    ("printed", "text"),
    [("OTTAWA - ", "OTTAWA - One\n\nTwo"), ("LEEDS", "LEEDS One\n\nTwo"), ("（東京共同）", "（東京共同）One\n\nTwo")],
)
def test_the_text_prints_the_dateline_as_the_page_does(printed, text):
    body = (Paragraph((Run("One"),)), Paragraph((Run("Two"),)))
    assert Article(dateline=Dateline(printed), body=body).text == text
    assert Article(dateline=Dateline(printed)).text == ""


def test_a_dateline_before_something_else_is_a_line_of_its_own():
    for block in (Heading((Run("One"),)), Paragraph((Run("One"),), "timestamp"), Paragraph((Run("One"),), "question")):
        assert Article(dateline=Dateline("OTTAWA - "), body=(block,)).text == "OTTAWA -\n\nOne"


def test_a_fact_of_the_wrong_type_is_named_by_its_place():
    with pytest.raises(msgspec.ValidationError, match=r"\$\.published\.iso"):
        msgspec.convert({"schema": "newsarchive/1", "published": {"iso": 2021}}, Article)
