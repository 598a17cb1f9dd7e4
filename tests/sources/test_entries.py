from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.sources.entries import Cutter, Entry

_PARTS = st.sampled_from([
    "<rss><channel>", "<title>Example</title>", "<item>", "</item>", "<item a='b>'>", "<item/>", "<entry>", "</entry >", "<a:entry>",
    "</a:entry>", "<![CDATA[", "]]>", "<!--", "-->", "words", "<items>", "<", ">", "</channel></rss>", "&amp;", "<item",
])  # fmt: skip


def cut(pieces: list[str], limit: int = 1 << 20) -> tuple[list[Entry], str, bool]:
    cutter = Cutter(limit)
    return list(cutter.entries(iter(pieces))), cutter.head, cutter.ended


@given(st.lists(_PARTS, max_size=30), st.lists(st.integers(0, 300), max_size=6))
def test_it_does_not_matter_how_the_text_comes(parts: list[str], places: list[int]) -> None:
    text = "".join(parts)
    ends = sorted({min(place, len(text)) for place in places})
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    assert cut(pieces) == cut([text])


@given(st.lists(_PARTS, max_size=30))
def test_what_is_cut_stood_there(parts: list[str]) -> None:
    text = "".join(parts)
    entries, head, _ = cut([text])
    assert text.startswith(head)
    at = len(head) if entries else 0
    for entry in entries:
        at = text.index(entry.text, at) + len(entry.text)


def test_no_more_than_the_limit_is_held() -> None:
    flood = ["<item>", *["words " * 1000] * 100, "</item>", "<item>small</item>"]
    entries, _, _ = cut(flood, limit=20_000)
    assert entries == [Entry("", whole=False), Entry("<item>small</item>")]
    section = ["<item><![CDATA[", *["words " * 1000] * 100, "</item><item>small</item>"]
    entries, _, _ = cut(section, limit=20_000)
    assert entries[-1] == Entry("<item>small</item>")
