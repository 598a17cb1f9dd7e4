"""Arbitrary valid articles for property tests (hypothesis): every block, nested, with the oddest characters.

The articles are in normal form, as every reader gives them: facts without white space at their ends, runs whose
neighbours look different, spaces single and never beside a line feed, links that a reader may follow.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from hypothesis import strategies as st

from newsarchive.model import (
    Article,
    Cell,
    Contributor,
    Credit,
    Dateline,
    Embed,
    Evidence,
    Figure,
    FirstPublished,
    Footnote,
    Heading,
    Identifier,
    Item,
    Listing,
    Media,
    Moment,
    Notice,
    Organisation,
    Paragraph,
    Person,
    Place,
    Preformatted,
    Provenance,
    Quote,
    Rights,
    Row,
    Rule,
    Run,
    Subject,
    Table,
)
from newsarchive.model.gate import clean, squeeze

__all__ = ["NOTES", "articles", "blocks", "facts", "lines", "moments", "runs", "words"]

# What breaks formats: markup of every kind, joiners, direction marks, combining marks, other planes, no-break spaces.
_TRAPS = (
    "&", "<", ">", '"', "'", "&amp;", "&#60;", "<b>", "</p>", "</script>", "<!--", "-->", "]]>", "<![CDATA[", "{{x}}", "${x}",
    "*", "**a**", "_a_", "__", "`", "``", "[a](b)", "![", "[^1]", "[^1]:", "|", "\\", "\\|", "#", "##", "-", "--", "---", "+",
    "1.", "2)", ">", ">>", "~~a~~", "~", "=", "===", ":", "http://a.example", "a@b.example", "%", "%20", "@", "^", "$", "!",
    "\u200d", "\u200b", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad", "e\u0301", "\u0301", "👩‍🚀", "🏳️‍🌈", "𝔘", "𠮷", "\U000e0067",
    "عربي", "עברית", "हिन्दी", "日本語", "한국어", "中文", "ไทย", "Ω", "ß", "İ", "ﬁ", "�", "…", "—", "“", "”", "null", "true", "~", "yes", "0x1F",
    "\u00a0x", "x\u00a0y",
)  # fmt: skip
_LANGUAGES = ("en", "en-CA", "ar", "he", "ur", "zh-Hans", "zh-Hant-TW", "ja", "ko", "hi", "sr-Latn", "de-1996")
_LINKS = (
    "https://example.org/",
    "https://example.org/a?b=c&d=%20e#f",
    "http://example.test/(a)_[b]/*c*",
    "https://example.org/'q'\"d\"<l>|p\\b`",
    "https://example.org/日本語?q=é",
    "mailto:desk@example.org?subject=a%20b",
)
_MEDIA = (*_LINKS[:5], "pictures/a b.jpg", "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=")
NOTES = ("1", 'a "<b>&c\u200d')
_MARKS = ("code", "em", "mark", "strike", "strong", "sub", "sup", "underline")


@cache
def words() -> st.SearchStrategy[str]:
    """One word: any characters that the gate lets pass, without white space that folds."""
    letters = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=6)
    plain = st.text("abcdefghijklmnop", min_size=1, max_size=8)
    return st.one_of(plain, st.sampled_from(_TRAPS), letters).filter(lambda text: "".join(clean(text).split(" ")) == text and squeeze(text.replace("\u00a0", "x")) == text.replace("\u00a0", "x"))  # fmt: skip


@cache
def lines() -> st.SearchStrategy[str]:
    """One line of words, as a fact holds it."""
    plain_words = words().filter(lambda word: squeeze(word) == word)
    return st.lists(plain_words, min_size=1, max_size=4).map(" ".join)


@cache
def moments() -> st.SearchStrategy[Moment]:
    """A date at each precision."""
    dates = st.dates().map(str)
    times = st.times().map(lambda time: time.isoformat("seconds"))
    zones = st.sampled_from(["", "Z", "+05:30", "-08:00"])
    iso = st.one_of(
        dates.map(lambda date: date[:4]),
        dates.map(lambda date: date[:7]),
        dates,
        st.builds(lambda date, time, zone: f"{date}T{time[:5]}{zone}", dates, times, zones),
        st.builds(lambda date, time, zone: f"{date}T{time}{zone}", dates, times, zones),
    )
    return st.builds(Moment, iso, _maybe(lines()), st.sampled_from([None, None, "page", "publisher"]))


@cache
def runs(notes: tuple[str, ...] = (), *, min_size: int = 1) -> st.SearchStrategy[tuple[Run, ...]]:
    """Runs in normal form; ``notes`` are the ids of footnotes that they may refer to."""
    parts = st.tuples(_text(), _looks(notes), st.sampled_from(["", " "]))
    return st.lists(parts, min_size=min_size, max_size=4).map(_normal)


def _normal(parts):
    made = [
        ("".join(text + space for text, _, space in group), look)
        for look, group in ((look, list(group)) for look, group in groupby(parts, key=lambda part: part[1]))
    ]
    if made:
        made[-1] = (made[-1][0].rstrip(" "), made[-1][1])
    return tuple(Run(text, *look) for text, look in made)


@cache
def blocks(notes: tuple[str, ...] = (), *, depth: int = 2) -> st.SearchStrategy:
    """One block of any kind; quotes, lists and embeds hold blocks down to ``depth``."""
    leaves = [
        st.builds(
            Paragraph, runs(notes), st.sampled_from([None, None, None, "timestamp", "question"]), _tag(), _direction()
        ),
        st.builds(Paragraph, runs(notes)),
        st.builds(Heading, runs(notes), st.integers(2, 6), _tag(), _direction()),
        _figures(),
        _tables(notes),
        st.builds(Preformatted, _preformatted(), _maybe(lines()), _tag(), _direction()),
        st.just(Rule()),
    ]
    if depth == 0:
        return st.one_of(leaves)
    inner = st.lists(blocks(notes, depth=depth - 1), min_size=1, max_size=2).map(tuple)
    items = st.lists(st.builds(Item, inner), min_size=1, max_size=3).map(tuple)
    said = st.one_of(st.just(()), runs(notes))
    return st.one_of(
        *leaves,
        st.builds(Quote, inner, st.sampled_from(["block", "pull"]), said, _maybe(_links()), _tag(), _direction()),
        st.builds(Listing, items, st.booleans(), st.sampled_from([1, 1, 0, 7]), _tag(), _direction()),
        st.builds(Embed, _maybe(_links()), _maybe(lines()), inner, _maybe(lines())),
    )


@cache
def facts() -> st.SearchStrategy[dict]:
    """The facts of an article, as keywords for ``Article``; each is there or not."""
    line, maybe = lines(), _maybe
    organisation = st.builds(Organisation, line, maybe(line), maybe(_links()), maybe(line))
    person = st.builds(Person, line, maybe(line), maybe(line), maybe(_links()), _kinds())
    place = st.builds(
        Place,
        line,
        maybe(line),
        maybe(st.sampled_from(["CA", "FR"])),
        maybe(st.integers(1, 2**31)),
        maybe(st.just("Q1930")),
    )
    printed_dateline = st.builds("{}{}".format, line, st.sampled_from([" - ", " — ", ": ", ".- "]))
    strategies = {
        "headline": maybe(line),
        "kicker": maybe(line),
        "deck": maybe(line),
        "byline": maybe(line),
        "authors": _few(person),
        "contributors": _few(st.builds(Contributor, line, maybe(line), maybe(line), _kinds())),
        "agency": maybe(organisation),
        "publisher": maybe(organisation),
        "dateline": maybe(
            st.builds(Dateline, printed_dateline, maybe(line), _few(place), maybe(line), maybe(moments()))
        ),
        "published": maybe(moments()),
        "updated": maybe(moments()),
        "first_published": maybe(st.builds(FirstPublished, line, maybe(moments()), maybe(line))),
        "section": maybe(line),
        "keywords": _few(line),
        "subjects": _few(st.builds(Subject, st.sampled_from(["medtop:20000337", "x:1"]), line, maybe(line))),
        "language": maybe(_languages()),
        "dir": _direction(),
        "url": maybe(_links().filter(lambda link: link.startswith("http"))),
        "identifiers": _few(st.builds(Identifier, st.sampled_from(["cms", "guid", "doi"]), line)),
        "summary": maybe(line),
        "lead": maybe(_figures()),
        "rights": maybe(
            st.builds(
                Rights, maybe(line), maybe(line), maybe(st.integers(1900, 2100)), maybe(line), maybe(_links())
            ).filter(lambda rights: rights != Rights())
        ),
        "notices": _few(st.builds(Notice, st.sampled_from(["correction", "editor", "other"]), line, maybe(moments()))),
        "paywalled": st.sampled_from([None, True, False]),
        "evidence": _few(
            st.builds(Evidence, st.just("headline"), st.sampled_from(["meta", "url"]), _sure(), maybe(line))
        ),
        "provenance": st.one_of(st.just(Provenance()), _provenance()),
    }
    return st.fixed_dictionaries(strategies)


@cache
def articles(*, max_blocks: int = 5) -> st.SearchStrategy[Article]:
    """An arbitrary valid article; some of its references lead to no footnote."""
    body = st.lists(blocks(NOTES), max_size=max_blocks).map(tuple)
    label = st.one_of(st.just(""), words().filter(lambda word: squeeze(word) == word))
    inner = st.lists(blocks(depth=0), min_size=1, max_size=2).map(tuple)
    notes = [st.builds(Footnote, st.just(id_), inner, label, _tag(), _direction()) for id_ in NOTES]
    ends = st.one_of(st.just(()), st.tuples(notes[0]), st.tuples(*notes[::-1]))
    return st.builds(lambda facts, body, ends: Article(body=body + ends, **facts), facts(), body, ends)


def _maybe(strategy):
    return st.one_of(st.none(), strategy)


def _few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


@cache
def _links():
    return st.sampled_from(_LINKS)


@cache
def _languages():
    return st.sampled_from(_LANGUAGES)


@cache
def _tag():
    return st.one_of(st.none(), st.none(), _languages())


@cache
def _direction():
    return st.sampled_from([None, None, "ltr", "rtl"])


@cache
def _kinds():
    return st.sampled_from(["person", "organisation"])


@cache
def _sure():
    return st.sampled_from([0.0, 0.25, 0.9, 1.0])


@cache
def _text():
    """Words of one run, divided by single spaces and now and then a line break."""
    more = st.lists(st.tuples(st.sampled_from([" ", " ", "\n"]), words()).map("".join), max_size=2).map("".join)
    return st.tuples(words(), more).map("".join)


@cache
def _looks(notes):
    marks = st.lists(st.sampled_from(_MARKS), max_size=2, unique=True).map(lambda chosen: tuple(sorted(chosen)))
    note = st.sampled_from([None, None, None, *notes]) if notes else st.none()
    bare = st.just(((), None, None, None, None))
    return st.one_of(bare, bare, st.tuples(marks, _maybe(_links()), _tag(), _direction(), note))


@cache
def _preformatted():
    line = st.lists(words(), max_size=3).map("  ".join)
    return st.lists(line, min_size=1, max_size=3).map("\n\t".join).filter(str.strip)


@cache
def _figures():
    media = st.builds(
        Media,
        st.sampled_from(_MEDIA),
        st.sampled_from(["image", "image", "video", "audio"]),
        st.one_of(st.none(), st.just(""), lines()),
        _maybe(st.integers(1, 4000)),
        _maybe(st.integers(1, 4000)),
        st.sampled_from([None, "image/jpeg"]),
        st.sampled_from([None, "0f" * 32]),
        _maybe(lines()),
    )
    credit = st.builds(Credit, lines(), _maybe(lines()), _maybe(lines()))
    caption = st.one_of(st.just(()), runs())
    return st.builds(
        Figure, st.lists(media, min_size=1, max_size=2).map(tuple), caption, _maybe(credit), _tag(), _direction()
    )


@cache
def _tables(notes):
    return st.integers(1, 3).flatmap(lambda width: _table(width, notes))


@cache
def _table(width, notes):
    cell = st.one_of(
        st.builds(Cell, runs(notes, min_size=0)),
        st.builds(Cell, runs(notes), st.just(True), st.sampled_from([None, "col", "row"])),
    )
    plain = st.lists(cell, min_size=width, max_size=width).map(lambda cells: Row(tuple(cells)))
    spanned = runs(notes).map(lambda inner: Row((Cell(inner, colspan=width),)))
    rows = st.lists(st.one_of(plain, plain, spanned), min_size=1, max_size=3).map(tuple)
    caption = st.one_of(st.just(()), runs(notes))
    return st.builds(
        lambda rows, head, *rest: Table(rows, min(head, len(rows)), *rest),
        rows, st.integers(0, 3), caption, _tag(), _direction(),
    )  # fmt: skip


@cache
def _provenance():
    return st.builds(
        Provenance,
        sha256=_maybe(st.just("0a" * 32)),
        size=_maybe(st.integers(0, 2**40)),
        source=_maybe(lines()),
        format=_maybe(st.just("page")),
        url=_maybe(_links()),
        captured=_maybe(moments()),
        media_type=_maybe(st.just("text/html")),
        charset=_maybe(st.just("utf-8")),
        record_digests=_few(lines()),
        confidence=_maybe(_sure()),
        software=_maybe(lines()),
    )
