from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console

from newsarchive.cli.account import PARTS, excerpt, parts_of
from newsarchive.model import (
    Article,
    Cell,
    Credit,
    Dateline,
    Embed,
    Evidence,
    Figure,
    FirstPublished,
    Footnote,
    Heading,
    Item,
    Listing,
    Media,
    Moment,
    Notice,
    Organisation,
    Paragraph,
    Person,
    Preformatted,
    Provenance,
    Quote,
    Rights,
    Row,
    Rule,
    Run,
    Table,
)
from newsarchive.notes import Note


def _words(*text: str) -> tuple[Run, ...]:
    return tuple(map(Run, text))


def _p(text: str) -> Paragraph:
    return Paragraph(_words(text))


ARTICLE = Article(
    headline="Rain [bold]falls[/bold]",
    byline="By Odd Nordli",
    authors=(Person("Odd Nordli"),),
    agency=Organisation("The Wire", code="TW"),
    dateline=Dateline("OSLO - ", place="Oslo"),
    published=Moment("2024-02-19", printed="Feb. 19, 2024"),
    first_published=FirstPublished("First published Feb. 18.", Moment("2024-02-18")),
    rights=Rights("© The Wire", holder="The Wire", year=2024),
    notices=(Notice("correction", "It was Tuesday."),),
    paywalled=True,
    lead=Figure((Media("a.jpg"),), _words("Wet street."), Credit("TW/Nordli")),
    evidence=(Evidence("headline", "json-ld", 0.98),),
    provenance=Provenance(source="page.html", charset="utf-8", charset_evidence="declared", confidence=0.914),
    body=(
        _p("It rained."), Paragraph(_words("08:15"), role="timestamp"), Heading(_words("Later"), 3),
        Quote((_p("Wet."),), kind="pull"), Listing((Item((_p("one"),)), Item((_p("two"),))), ordered=True),
        Figure((Media("b.jpg", alt="an alt"),)), Table((Row((Cell(_words("a")), Cell(_words("b")))),), caption=_words("Sums")),
        Embed("https://v.example/1", "v.example"), Preformatted("x = 1"), Rule(), Footnote("n1", (_p("Notes."),), "1"),
    ),
)  # fmt: skip
NOTES = [
    Note("NA203", "subscribe-prompt", "asks to subscribe", "Sub\x1b[31mscribe\u0007 now"),
    Note("NA203", "subscribe-prompt", "asks to subscribe", "Sub\x1b[31mscribe\u0007 now"),
    Note("NA202", "page-navigation", "a menu", "Home News"),
    Note("NA301", "dateline", "a place and a dash", "OSLO - ", fact="dateline"),
    Note("NA351", "published", "the page says so", fact="published", source="meta"),
]


def _shown(parts: Iterable[str] = PARTS, notes: Iterable[Note] = NOTES, article: Article = ARTICLE) -> str:
    out = io.StringIO()
    console = Console(file=out, width=120, highlight=False, emoji=False)
    for part in parts_of(article, notes, parts):
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def test_the_facts_stand_with_their_source() -> None:
    shown = _shown(["facts"])
    assert shown.startswith("Rain [bold]falls[/bold]\npage.html · utf-8 (declared) · body confidence 0.91\n")
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in shown.splitlines() if line.startswith("  ")}
    assert lines["headline"] == "Rain [bold]falls[/bold] json-ld 0.98"
    assert lines["agency"] == "The Wire (TW)"
    assert lines["dateline"] == "“OSLO - ” → Oslo"
    assert lines["published"] == "2024-02-19 ← “Feb. 19, 2024”"
    assert lines["rights"] == "© The Wire; The Wire; 2024"
    assert lines["correction"] == "It was Tuesday."
    assert lines["paywalled"] == "yes, the text is cut"
    assert lines["lead"] == "Wet street. [TW/Nordli]"


def test_every_kind_of_block_has_its_line() -> None:
    shown = _shown(["body"])
    body = [" ".join(line.split()) for line in shown.splitlines() if line.startswith("  ")]
    assert body == [
        "paragraph It rained.", "timestamp 08:15", "heading 3 Later", "pull quote Wet.", "list 2 items, numbered: one two",
        "figure an alt", "table 1 × 2: Sums", "embed v.example https://v.example/1", "preformatted x = 1", "rule ⁂",
        "footnote 1 Notes.",
    ]  # fmt: skip
    assert "Body  11 blocks" in shown


def test_removals_stand_by_rule_and_repeats_are_counted() -> None:
    shown = _shown(["removed"])
    assert "Removed  3 pieces, 44 characters" in shown
    lines = [" ".join(line.split()) for line in shown.splitlines() if line.startswith("  ")]
    assert lines == ["subscribe-prompt × 2 Sub[31mscribe now × 2 NA203", "page-navigation Home News NA202"]


def test_claims_and_other_notes_have_their_parts() -> None:
    assert "dateline  OSLO -  dateline" in _shown(["claimed"])
    assert "published: the page says so" in _shown(["notes"])
    assert "none" in _shown(["notes"], notes=[])


def test_a_page_cannot_speak_to_the_terminal() -> None:
    assert "\x1b" not in _shown()
    assert "\x07" not in _shown()


def test_an_empty_article_is_shown() -> None:
    assert _shown(article=Article(), notes=[]).startswith("(no headline)\n")


def test_an_excerpt_is_one_short_line() -> None:
    assert excerpt("a\nb" * 100, 10) == "a ba ba b…"
    assert excerpt("日本語", 3) == "日本語"
