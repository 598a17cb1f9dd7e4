"""What the witness is told of a block: the quick way of counting and folding says what the plain one says."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.page.features import INTEGERS, NAMES, Witnesses, _signs, folded, measure
from newsarchive.page.grow import grow
from newsarchive.page.parse import parse_html
from tests.page.pages import pages

TEXTS = st.text(st.sampled_from("abcXYZ 019_.,!?，、。！？ÄßéΩЯйІ٣۵क्षि中文かな’“”—…\u00a0İıſﬁ①²½\n"), max_size=260)


@given(TEXTS)
def test_folding_leaves_letters_and_digits_in_one_case(text: str) -> None:
    assert folded(text) == re.sub(r"[\W_]+", "", text).casefold()


@given(TEXTS)
def test_signs_are_counted_in_any_script(text: str) -> None:
    head = text[:200]
    assert _signs(text) == (
        sum(text.count(comma) for comma in ",，、"),
        sum(text.count(end) for end in ".!?。！？"),
        len(re.findall(r"\d", head)),
        len(re.findall(r"[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ]", head)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages(), st.booleans())
def test_each_number_is_of_the_kind_that_the_weights_are_compiled_for(page: str, told: bool) -> None:
    tree = grow(parse_html(page.encode(), []))
    body = " ".join(block.text for block in tree.blocks) if told else ""
    for row in measure(tree, Witnesses(body[:20], body[:60], body), [True] * len(tree.blocks)):
        if row is not None:
            assert len(row) == len(NAMES)
            assert {at for at, number in enumerate(row) if type(number) is int} == INTEGERS
            assert all(type(number) in {int, float} for number in row)
