from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from newsarchive.model import (
    Article,
    Cell,
    Credit,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Media,
    Paragraph,
    Preformatted,
    Quote,
    Rights,
    Row,
    Rule,
    Run,
    Table,
    joined,
    plain,
    run,
)
from newsarchive.model.walk import (
    blocks_of,
    figures_of,
    fingerprint,
    map_runs,
    pictures_of,
    runs_of,
    settled,
    text_of,
    whole_text_of,
    word_count,
)
from tests.articles import articles
from tests.rich import rich_article


def _p(text):
    return Paragraph((Run(text),))


BLOCKS = (
    Heading((Run("head"),)),
    Quote((_p("quoted"), Listing((Item((_p("item"),)),))), attribution=(Run("said"),)),
    Figure(
        (Media("https://a.example/1.jpg", alt="alt"), Media("https://a.example/2.mp4", "video")),
        (Run("caption"),),
        Credit("credit"),
    ),
    Table((Row((Cell((Run("a"),)), Cell((Run("b"),)), Cell(()))),), caption=(Run("table"),)),
    Embed("https://a.example/", blocks=(_p("embedded"),)),
    Preformatted("\n  code\n"),
    Rule(),
    Footnote("n", (_p("note"),)),
)


def test_every_block_comes_before_those_inside_it():
    names = [type(block).__name__ for block in blocks_of(BLOCKS)]
    assert names == ["Heading", "Quote", "Paragraph", "Listing", "Paragraph", "Figure", "Table", "Embed", "Paragraph", "Preformatted",
                     "Rule", "Footnote", "Paragraph"]  # fmt: skip


def test_the_text_leaves_captions_out_and_the_whole_text_does_not():
    assert text_of(BLOCKS) == "head\n\nquoted\n\nitem\n\nsaid\n\ntable\na b\n\nembedded\n\n  code\n\nnote"
    assert "caption\ncredit" in whole_text_of(BLOCKS)


def test_runs_are_those_of_captions_and_cells_too():
    assert plain(tuple(runs_of(BLOCKS))) == "headsaidquoteditemcaptiontableabembeddednote"


def test_pictures_are_views_of_images_alone_the_lead_first():
    article = Article(lead=Figure((Media("https://a.example/0.jpg"),)), body=BLOCKS)
    assert [picture.url for picture in pictures_of(article)] == ["https://a.example/0.jpg", "https://a.example/1.jpg"]
    assert article.images == pictures_of(article)
    assert article.lead_image.url == "https://a.example/0.jpg"
    assert article.images[1].credit == "credit"
    assert len(figures_of(article)) == 2
    assert Article().lead_image is None


def test_mapping_reaches_every_run():
    shouted = map_runs(BLOCKS, lambda runs: tuple(Run(part.text.upper(), part.marks) for part in runs))
    assert plain(tuple(runs_of(shouted))) == plain(tuple(runs_of(BLOCKS))).upper()


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(articles())
def test_mapping_nothing_changes_nothing(article):
    assert map_runs(article.body, lambda runs: runs) == article.body


def test_runs_of_one_look_become_one_and_spaces_single():
    runs = (
        Run(" a  "),
        Run(" b"),
        Run("c ", ("em",)),
        Run(" "),
        Run("\n", ("em",)),
        Run(" \n"),
        Run("d\t \n e"),
        Run(" "),
        Run("\n"),
    )
    assert joined(runs) == (Run("a b"), Run("c\n", ("em",)), Run("\nd\ne"))
    assert joined((Run(" "), Run("\n", ("em",)))) == ()
    assert joined((Run("x\u00a0 \u00a0y"),)) == (Run("x\u00a0 \u00a0y"),)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(articles())
def test_an_article_in_normal_form_stays_as_it_is(article):
    assert settled(article) == article


def test_an_article_is_settled_in_every_part():
    article = Article(lead=Figure((), (Run("a"), Run("b"))), body=(_p("x "), Listing((Item((_p(" y"),)),))))
    assert settled(article) == Article(lead=Figure((), (Run("ab"),)), body=(_p("x"), Listing((Item((_p("y"),)),))))


def test_every_text_of_a_settled_article_has_passed_the_gate():
    article = Article(
        headline="a\x00b\uffff", keywords=("\ud800c", "d\\b"), body=(_p("e"),), rights=Rights(notice="f\x0c")
    )
    assert settled(article) == Article(
        headline="ab", keywords=("c", "d\\b"), body=(_p("e"),), rights=Rights(notice="f")
    )


def test_the_fingerprint_is_of_the_words_alone():
    article = rich_article()
    moved = Article(headline=article.headline.upper(), body=article.body, url="https://elsewhere.example/")
    assert fingerprint(moved) == fingerprint(article)
    assert fingerprint(Article(headline="e\u0301")) == fingerprint(Article(headline="é"))
    assert fingerprint(Article(headline="a")) != fingerprint(Article(headline="b"))


def test_words_are_counted_by_white_space():
    assert word_count(Article(body=(_p("one two\nthree"), _p("four")))) == 4


def test_marks_of_a_run_are_sorted_and_single():
    assert run("x", "sup", "em", "em").marks == ("em", "sup")
