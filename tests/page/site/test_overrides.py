from __future__ import annotations

import pytest

from newsarchive.errors import UsageError
from newsarchive.page.site import Layout, Target, joined, typed


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("read-more", Target(rule="read-more")),
        ("rule:read-more", Target(rule="read-more")),
        ("#facts", Target("#facts")),
        (".box.wide", Target(".box.wide")),
        ("//div[@id='x']", Target("//div[@id='x']")),
        ("div.box", Target("div.box")),
        ("main > aside", Target("main > aside")),
        ("select:aside", Target("aside")),
        ("aside", Target(text="aside")),
        ("Listen now.", Target(text="Listen now.")),
        ("text:#facts", Target(text="#facts")),
        ("Note: the ferry", Target(text="Note: the ferry")),
        ("...and more", Target(text="...and more")),
    ],
)
def test_what_was_typed_is_a_rule_a_selector_or_words(words: str, target: Target) -> None:
    assert typed(keep=[words]).keep == (target,)


def test_what_is_dropped_has_a_rule_for_the_account() -> None:
    assert typed(drop=["#later", "Listen now"]).drop == (
        Target("#later", rule="site-rule"),
        Target(text="Listen now", rule="site-rule"),
    )


@pytest.mark.parametrize(
    ("keep", "drop", "said"),
    [
        (["rule:no-such-rule"], [], "no rule 'no-such-rule'"),
        (["//div["], [], "no selector"),
        ([" "], [], "--keep: name a rule"),
        ([], ["read-more"], "is a rule"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(keep: list[str], drop: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        typed(keep, drop)


def test_what_several_say_is_one() -> None:
    one, two = Layout(story=("#a",), keep=(Target("#b"),)), Layout(story=("#c",), drop=(Target("#d"),))
    assert joined([None, one]) is one
    assert joined([None]) is None
    assert joined([one, None, two]) == Layout(story=("#a", "#c"), keep=(Target("#b"),), drop=(Target("#d"),))
