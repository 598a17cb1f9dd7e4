"""The words of an address, as a line of the page is compared with them."""

from __future__ import annotations

import pytest

from newsarchive.page.scrape.address import slug_words, worded


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("https://example.org/a/faehre-faehrt-wieder-ueber-den-see-4711.html", "Fähre fährt wieder über den See"),
        ("https://example.org/a/fahre-fahrt-wieder-uber-den-see", "Fähre fährt wieder über den See"),
        ("https://example.org/a/parom-snova-hodit-cherez-ozero", "Паром снова ходит через озеро"),
        ("https://example.org/a/harbour-masters-plan-for-the-ferry/", "Harbour master’s plan for the ferry"),
        ("https://example.org/a/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC-%D0%BD%D0%B0-%D0%BE%D0%B7%D0%B5%D1%80%D0%B5-%D0%BB%D1%91%D0%B4", "Паром на озере, лёд"),
        ("https://example.org/2026/11/ice_breaks_early_on_the_lake.htm?utm=x", "Ice breaks early on the lake"),
    ],
)  # fmt: skip
def test_the_words_of_an_address_are_those_of_the_line(address: str, line: str) -> None:
    assert slug_words(address)
    assert slug_words(address) <= worded(line)


@pytest.mark.parametrize(
    "address", [None, "", "https://[::1", "https://example.org/doc/4711", "https://example.org/news"]
)
def test_an_address_that_says_nothing_has_no_words(address: str | None) -> None:
    assert slug_words(address) == frozenset()
