"""The compiled walk and witness give what the plain ones give, to the last bit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsarchive.page import native, scorer
from newsarchive.page.features import Witnesses
from newsarchive.page.hints import WORDS, hints_of
from newsarchive.page.parse import parse_html
from newsarchive.page.tree import SKIPPED, Tree, hiding_style
from newsarchive.page.walk import walk
from newsarchive.page.words import LABEL, LEAD, PROMPT, label_class, lead_class, lexicon, prompt_class
from newsarchive.page.words.lines import sieved
from newsarchive.page.words.vocabulary import PlainVocabulary
from tests.page.pages import pages

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "pages").glob("*.html"))
ODD = [
    "",
    "<p>",
    "loose <b>text</b> and &nbsp; more&#8239;of&#x85;it",
    "<p> \n </p><p>\u00a0\u2003</p><p>a\u00a0 b\u2028c</p>",
    "<p>one<br>two<br><br>three<br> <br>four</p>",
    "<a href=x>in <b>a</b> link <a href=y>twice</a></a> after",
    "<div class='  ' id=''><p class='a b' id=c itemprop=x typeof=y hidden aria-hidden=true style='Display : None'>x</p></div>",
    "<p aria-hidden=false style='color:red'>shown</p><p style='visibility:hidden'>not</p>",
    "<div class='HTMLBody ArticleBODYx storyURLText'>names</div><div class='größe-artikel ünder'>others</div>",
    f"<div class='{'x' * 200}related{'article-body ' * 30}'>long names</div>",
    "<p lang>a <i lang=fr dir=ltr>b</i></p><p dir>c <b xml:lang=la language=x direction=y>d</b></p>",
    "<svg:rect>prefix</svg:rect><g-emoji>☺</g-emoji><x-unheard-of>of</x-unheard-of>",
    "<nav><p>a paragraph in a menu</p></nav><nav><ul><li><a href=x>Home</a></ul></nav>",
    "<div id=comments><p>said a reader</p></div><article><h1>T</h1><p>"
    + "Words of a story, and more. " * 9
    + "</p></article>",
    "<section class=related-posts>" + "<p>Another story, with its teaser.</p>" * 5 + "</section>",
    "<p>“Quoted”</p><p>Ends so…</p><p>Ends so [...]</p><p>Ünder, ÄÖ 1٣४ Ґ Я</p><p>東京、大阪。京都！奈良？</p>",
    "<p><b>All bold</b></p><p><em>All</em> <i>italic</i></p><p><time>now</time> <b><i>both</i></b></p>",
    "<table>" + "<tr><td>1<td>two<td><a href=x>3</a>" * 40 + "</table>",
    "".join(f"<t{i}>{i}" for i in range(400)),
    "<ul>" + "<li class=item><a href=x>A teaser of another story that is long enough to be looked at, you see</a>" * 30,
    "<p>" + "word " * 4000,
    "<h1>Head</h1><img src=x><p>Text behind a picture.</p><h2><a href=x>Linked</a></h2><p>Text under it, of some length.</p>",
]


def everything(tree: Tree) -> dict[str, object]:
    """Return all that a tree holds; what it is asked for in passing is worked out."""
    held: dict[str, Any] = {name: getattr(tree, name) for name in Tree.__slots__ if name[0] != "_" and name != "lines"}
    held["els"] = list(tree.els)
    held["attributes"] = [tree.els.attributes(e) for e in range(len(tree.els))]
    names = {name for attributes in held["attributes"] for name in attributes} | {"none"}
    held["asked"] = [tree.els.get(e, name) for e in range(len(tree.els)) for name in sorted(names)[:20]]
    held["hiding"] = {e for e in range(len(tree.els)) if tree.hides(e)}
    held["speaking"] = {e for e in range(len(tree.els)) if tree.speaks(e)}
    return held


def hold_against_each_other(page: bytes) -> None:
    assert native.walk is not None
    assert native.rates is not None
    root = parse_html(page, [])
    for skipped in (SKIPPED, SKIPPED - {"noscript", "template"}):
        for passing in (True, False):
            plain = walk(root, skipped, passing=passing)
            for e in range(len(plain.tags)):
                assert plain.line_of(e) == " ".join(plain.text_of(e).split())
            assert everything(native.walk(root, skipped, passing=passing)) == everything(plain)
    blocks = [block.text for block in plain.blocks]
    for said in (
        Witnesses(),
        Witnesses(headline="Head", description=" ".join(blocks[:3]), article_body=" ".join(blocks[1::2])),
    ):
        for free in ([True] * len(blocks), [i % 3 > 0 for i in range(len(blocks))]):
            assert native.rates(plain, said, free) == scorer.rates(plain, said, free)


def test_the_compiled_parts_are_there() -> None:
    # without them everything works, at a third of the pace: see the log of the set-up for what was missing
    assert native.walk is not None
    assert native.rates is not None
    assert native.promising is not None
    assert native.Vocabulary is not None
    assert native.Phrases is not None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.text(), max_size=4))
def test_lines_of_chance(lines: list[str]) -> None:
    assert_sieve_holds_back_nothing([line.replace("\n", " ") for line in lines])


def test_lines_of_the_lexicon() -> None:
    known = lexicon()
    phrases = [phrase for phrases in known.prompts.values() for phrase, _ in phrases]
    phrases += [inside for insides in known.joined.values() for inside, _ in insides]
    lines = [*known.labels, *map(" ".join, known.leads), *phrases]
    assert_sieve_holds_back_nothing([f"{line.upper()}: İ Kilometer 2,000" for line in lines] + lines)


def assert_sieve_holds_back_nothing(lines: list[str]) -> None:
    found = dict(sieved(lines))
    asked = {LABEL: label_class, LEAD: lead_class, PROMPT: prompt_class}
    for i, line in enumerate(lines):
        assert all(found.get(i, 0) & kind for kind, known in asked.items() if known(line)), line


def test_a_sieve_lets_little_through() -> None:
    # words that the lexicon may know, in an order that no phrase has
    lines = [" ".join(words) for words in zip(*[iter(sorted(lexicon().tellers)[::-1])] * 7, strict=False)]
    assert len(lines) > 300
    assert len(sieved(lines)) < len(lines) / 4


def test_each_line_that_is_not_ascii_must_be_there_folded() -> None:
    assert native.promising is not None
    with pytest.raises(ValueError, match="folded"):
        native.promising(["Ähnliche Artikel"], [])


def test_the_environment_leaves_them_alone() -> None:
    code = "from newsarchive.page import native; print(native.walk, native.rates, native.promising)"
    said = subprocess.run(
        [sys.executable, "-c", code], env={"NEWSARCHIVE_PURE": "1"}, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["None"] * 3


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda path: path.stem)
def test_example_pages(page: Path) -> None:
    hold_against_each_other(page.read_bytes())


@pytest.mark.parametrize("page", ODD, ids=range(len(ODD)))
def test_odd_pages(page: str) -> None:
    hold_against_each_other(page.encode())


@given(pages())
def test_made_pages(page: str) -> None:
    hold_against_each_other(page.encode("utf-8", "replace"))


@given(
    st.lists(st.one_of(st.sampled_from(sorted(WORDS)), st.text(max_size=12)), max_size=12),
    st.sampled_from(["", "-", "_", " ", "2"]),
)
def test_class_names(words: list[str], between: str) -> None:
    assert native.walk is not None
    name = "".join(sign for sign in between.join(words) if sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF)
    name = "".join(sign for sign in name if sign not in "\ufffe\uffff")
    root = etree.Element("html")
    for at in range(3):
        child = etree.SubElement(root, "div")
        child.set("class", (name, name.title(), name.upper())[at])
    tree = native.walk(root, SKIPPED, passing=False)
    assert tree.hints[1:] == [hints_of(name), hints_of(name.title()), hints_of(name.upper())]


def test_elements_are_made_when_asked_for() -> None:
    assert native.walk is not None
    root = parse_html(b"<p id=a>x</p>", [])
    tree = native.walk(root, SKIPPED, passing=True)
    assert tree.els[0] is root
    assert tree.els[-1] is tree.els[len(tree.els) - 1]
    with pytest.raises(IndexError):
        tree.els[len(tree.els)]
    with pytest.raises(IndexError):
        tree.els[-len(tree.els) - 1]
    assert [element.tag for element in tree.els] == tree.tags


def test_the_tree_outlives_every_other_hold_on_the_page() -> None:
    assert native.walk is not None
    tree = native.walk(parse_html(b"<p class=lead id=a>x</p>" * 50, []), SKIPPED, passing=True)
    assert [element.get("class") for element in tree.els].count("lead") == 50


STYLES = st.lists(
    st.sampled_from(
        [
            "display",
            "DISPLAY",
            "visibility",
            ":",
            " ",
            "\t",
            "\xa0",
            "none",
            "None",
            "hidden",
            ";",
            "n",
            "d",
            "ı",
            "color:red",
        ]
    )
).map("".join)


@given(STYLES)
def test_styles_that_hide(style: str) -> None:
    assert native.walk is not None
    root = etree.Element("html")
    etree.SubElement(root, "p").set("style", style)
    assert native.walk(root, SKIPPED, passing=False).hiding == ({1} if hiding_style(style) else set())


SYLLABLES = st.sampled_from(["a", "b", "the", "é", "東", "\U0001f600", " ", "  ", "\n", "\u2003", "x" * 30])


@given(st.lists(SYLLABLES).map("".join), st.lists(SYLLABLES).map("".join), st.integers(0, 60), st.integers(0, 60))
def test_counted_words(listed: str, text: str, begin: int, end: int) -> None:
    assert native.Vocabulary is not None
    words = {word for word in listed.split() if len(word) < 64}  # no list has longer ones
    plain = PlainVocabulary(words).known_in(text, begin, end)
    assert native.Vocabulary(words).known_in(text, begin, end) == plain
    for needed in (0, 0.5, 1, 3):
        assert native.Vocabulary(words).soon_reach(text, needed) == PlainVocabulary(words).soon_reach(text, needed)
    assert native.Vocabulary(words).known_in(text, 0, len(text)) == sum(word in words for word in text.split())
