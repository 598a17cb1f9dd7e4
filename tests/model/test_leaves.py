from __future__ import annotations

import pytest

from newsarchive.model import (
    Article,
    Contributor,
    Dateline,
    Evidence,
    Figure,
    Identifier,
    Media,
    Moment,
    Paragraph,
    Place,
    Provenance,
    Rights,
    run,
)
from newsarchive.model.leaves import article_of, leaves_of, residue, settle

WHOLE = Article(
    headline="null",
    keywords=("true", "12"),
    contributors=(Contributor("Ada Lund", role="editing"),),
    dateline=Dateline(
        "OSLO - ", "Oslo", (Place("Oslo", geonames=3143244, wikidata="Q585"),), date=Moment("2021-02-17")
    ),
    rights=Rights(year=2021),
    identifiers=tuple(Identifier("n", str(number)) for number in range(12)),
    evidence=(Evidence("headline", "json-ld", 0.25, "null"),),
    paywalled=False,
    provenance=Provenance(size=12, confidence=0.5, record_digests=("a", "b")),
    lead=Figure((Media("https://example.org/a.jpg"),)),
    body=(Paragraph((run("Rain."),)),),
)


def test_an_article_is_put_together_from_its_leaves():
    assert article_of(leaves_of(WHOLE), body=WHOLE.body, lead=WHOLE.lead) == WHOLE


def test_a_fact_that_says_nothing_is_still_there():
    assert article_of(leaves_of(Article(rights=Rights()))) == Article(rights=Rights())


def test_the_residue_settles_what_was_told():
    told = leaves_of(Article(headline="null", deck="Only told", keywords=("true", "12", "more")))
    assert settle(told, residue(leaves_of(WHOLE), told)) == leaves_of(WHOLE)


@pytest.mark.parametrize(
    "leaves", [{"a..b": "x"}, {"rights": "x", "rights.year": "1"}, {"rights.year": "soon"}, {"a" + ".a" * 20: ""}]
)
def test_a_path_that_is_none_of_the_model_is_refused(leaves):
    with pytest.raises(ValueError):
        article_of(leaves)
