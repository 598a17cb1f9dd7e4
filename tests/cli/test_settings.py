"""Options of formats, as they are typed."""

from __future__ import annotations

import pytest

from newsarchive.cli.settings import settings_from, settings_of
from newsarchive.errors import UsageError
from newsarchive.registry import FORMATS


def test_what_is_typed_becomes_what_the_writer_takes() -> None:
    typed = [
        "newsml-g2.content=nitf",
        "newsml-g2.version=3",
        "newsml-g2.validate=no",
        "ninjs.version=1.4",
        "text.width=72",
    ]
    assert settings_from(typed, ["newsml-g2", "ninjs", "text"]) == {
        "newsml-g2": {"content": "nitf", "version": 3, "validate": False},
        "ninjs": {"version": "1.4"},
        "text": {"width": 72},
    }


@pytest.mark.parametrize(
    "pair, said",
    [
        ("content=nitf", "FORMAT.OPTION=VALUE"),
        ("newsml-g2.content", "FORMAT.OPTION=VALUE"),
        ("pdf.paper=a4", "not among the formats"),
        ("newsml-g2.contents=nitf", "did you mean content?"),
        ("newsml-g2.xyz=nitf", "its options: content"),
        ("newsml-g2.content=html", "one of xhtml, nitf"),
        ("newsml-g2.version=two", "whole number"),
        ("newsml-g2.validate=perhaps", "yes or no"),
        ("newsml-g2.media=x", "no option media"),
    ],
)
def test_what_cannot_be_meant_is_said_before_the_run(pair: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        settings_from([pair], ["newsml-g2"])


def test_every_format_can_be_asked() -> None:
    known = {format_.name: set(settings_of(format_.name)) for format_ in FORMATS}
    assert known["html"] == {"pictures"}
    assert known["pdf"] == {"paper"}
    assert {"content", "item", "pictures", "version", "validate"} <= known["newsml-g2"]
