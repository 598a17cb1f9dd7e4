from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.batch.names import folder_of, name_of, portable, slug
from newsarchive.model import Article, Moment, Provenance

KEY = "0123456789abcdef" * 4
RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\.|$)", re.IGNORECASE)


def is_portable(name: str) -> bool:
    raw = name.encode("utf-8")
    return (
        0 < len(raw) <= 255
        and not RESERVED.match(name)
        and name[-1] not in ". "
        and name[0] not in " -~."
        and not re.search(r'[\x00-\x1f\x7f<>:"|?*\\/]', name)
        and name == unicodedata.normalize("NFC", name)
    )


@pytest.mark.parametrize(
    "headline, expected",
    [
        ("../../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("", ""),
        ("?!*<>|", ""),
        ("a\nb\rc", "a-b-c"),
        ("\u202egpj.exe", "gpj-exe"),
        ("港の計画を市が承認", "港の計画を市が承認"),
        ("हार्बर योजना", "हार्बर-योजना"),
        ("e" + "\u0301\u0327\u0489" * 50, "\u0229\u0301"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full-width"),
        ("🌊🌊", ""),
    ],
)
def test_slugs_keep_words_of_any_script(headline: str, expected: str) -> None:
    assert slug(headline) == unicodedata.normalize("NFC", expected)


@given(st.text(max_size=400))
def test_every_headline_makes_a_portable_name(headline: str) -> None:
    name = name_of(Article(headline=headline, published=Moment("2024-03-01")), KEY) + ".newsml.xml"
    assert is_portable(name)
    assert name.startswith("2024-03-01-")
    assert "0123456789" in name


@given(st.text(min_size=1, max_size=300))
def test_every_folder_becomes_portable(name: str) -> None:
    assert is_portable(portable(name))


def test_folders_that_differ_stay_different() -> None:
    names = ["a?b", "a*b", "a:b", "CON", "con ", "con.", "a\u0301", "..", "~", "-", " "]
    made = [portable(name) for name in names]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made}) == len(names)


def test_the_tree_is_kept_and_bounded() -> None:
    article = Article(headline="x", published=Moment("2024-03-01T10:00:00Z"))
    assert folder_of("", article) == ""
    assert folder_of("news/2024", article) == "news/2024"
    assert folder_of("../../etc/./x", article) == "etc/x"
    deep = folder_of("/".join(["d"] * 400), article)
    assert len(deep) <= 160
    assert deep != folder_of("/".join(["d"] * 401), article)


def test_what_is_no_tree_goes_by_month() -> None:
    assert folder_of(None, Article(published=Moment("2024-03-01"))) == "2024/2024-03"
    assert folder_of(None, Article(published=Moment("2024"))) == "2024"
    assert folder_of(None, Article(provenance=Provenance(captured=Moment("2023-05-06T07:08:09Z")))) == "2023/2023-05"
    assert folder_of(None, Article(published=Moment("not a date"))) == "undated"
    assert name_of(Article(), KEY) == "undated-0123456789"


def test_a_folder_that_loses_its_first_sign_is_not_hidden() -> None:
    assert is_portable(portable("*.0"))
