from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from newsarchive.errors import InvalidDocument, TooLarge
from newsarchive.formats.markup import (
    MAX_DEPTH,
    MAX_XML,
    XHTML,
    attributes,
    from_xhtml,
    parse_xml,
    runs_from_xhtml,
    runs_to_xhtml,
    to_xhtml,
    with_dateline,
)
from newsarchive.model import (
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
    Row,
    Rule,
    Run,
    Table,
    run,
)
from newsarchive.model.walk import text_of
from newsarchive.notes import Account
from tests.articles import articles
from tests.rich import rich_article

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


def _p(*parts, **more):
    return Paragraph(tuple(Run(part) if isinstance(part, str) else part for part in parts), **more)


def _write(*blocks, flavour="xml", picture=lambda media: None, **options):
    notes = Account()
    return to_xhtml(blocks, notes=notes, picture=picture, flavour=flavour, **options), notes


def _tree(fragment):
    whole = f'<div xmlns="{XHTML}" xmlns:epub="http://www.idpf.org/2007/ops">{fragment}</div>'
    return parse_xml(whole.encode(), what="fragment")


def _read(fragment, **options):
    return from_xhtml(_tree(fragment), notes=Account(), **options)


# -- parsing --------------------------------------------------------------------------------------------------------


def test_comments_and_instructions_are_dropped_and_words_stay_whole():
    root = parse_xml(b"\xef\xbb\xbf \n<?xml version='1.0'?><a>b<!-- c --><?d e?>f</a>", what="x")
    assert root.text == "bf"


def test_named_characters_of_html_are_read_outside_cdata():
    root = parse_xml(b"<a>&eacute;&nbsp;&amp;<![CDATA[&eacute;]]></a>", what="x")
    assert root.text == "é\u00a0&&eacute;"


def test_a_doctype_is_tolerated_and_its_entities_are_not_put_in(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    document = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "why">]><a>1&x;<b/>2&y;3</a>'
    root = parse_xml(document.encode(), what="x")
    assert "".join(root.itertext()) == "1&x;2&y;3"


def test_a_doctype_of_elsewhere_is_not_loaded():
    document = b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf/>'
    assert parse_xml(document, what="x").tag == "nitf"


def test_entities_that_multiply_do_no_harm():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE a [<!ENTITY e0 "ha">{lines}]><a>&e9;</a>'
    assert _words_or_refused(document) in ("&e9;", "refused")  # libxml2 decides, by its version
    with pytest.raises(InvalidDocument):
        parse_xml(document.replace("<a>&e9;", '<a b="&e9;">').encode(), what="x")


def _words_or_refused(document):
    try:
        return "".join(parse_xml(document.encode(), what="x").itertext())
    except InvalidDocument:
        return "refused"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "line"),
        (b"<a>\n<b></a>", r"nitf: not well-formed XML \(line 2\)"),
        (b"<a>&nosuch;</a>", "nosuch"),
        (b"<a>" * 5000, "nitf"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "nitf"),
        (b"<a>\xff</a>", "nitf"),
        (b"<!-- only -->", "nitf"),
    ],
)
def test_what_is_no_xml_is_refused(data, says):
    with pytest.raises(InvalidDocument, match=says):
        parse_xml(data, what="nitf")


def test_what_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        parse_xml(bytes(MAX_XML + 1), what="nitf")


# -- writing --------------------------------------------------------------------------------------------------------


def test_marks_nest_in_one_order_and_a_link_is_one_link():
    href = "https://a.example/"
    runs = (run("a", "em", "strong", href=href), Run("b", ("strong",), href), Run("c", (), href), Run(" d\ne"))
    assert runs_to_xhtml(runs, notes=Account(), flavour="xml") == (
        '<a href="https://a.example/"><strong><em>a</em>b</strong>c</a> d<br/>e'
    )


def test_every_mark_has_its_element():
    for mark, name in [("code", "code"), ("em", "em"), ("mark", "mark"), ("strike", "s"), ("strong", "strong"), ("sub", "sub"),
                       ("sup", "sup"), ("underline", "u")]:  # fmt: skip
        assert runs_to_xhtml((run("x", mark),), notes=Account(), flavour="epub") == f"<{name}>x</{name}>"


def test_attributes_are_escaped_so_that_no_parser_folds_them():
    assert attributes(data_x='a"<\n\t&') == ' data-x="a&quot;&lt;&#10;&#9;&amp;"'


def test_pictures_are_never_loaded_from_elsewhere():
    figure = Figure(
        (Media("https://a.example/1.jpg", alt="A boat"),), (Run("Boat"),), Credit("Ada/Wire", "Ada", "Wire")
    )
    for src in (
        "https://a.example/1.jpg",
        "//a.example/1.jpg",
        "file:///etc/passwd",
        " javascript:x",
        "data:text/html,x",
        None,
    ):
        markup, _ = _write(figure, picture=lambda media, src=src: src, flavour="html")
        assert "<img" not in markup
        assert '<a href="https://a.example/1.jpg">A boat</a>' in markup
        assert "Ada/Wire" in markup
    for src in (DATA, "pictures/1.jpg"):
        markup, _ = _write(figure, picture=lambda media, src=src: src, flavour="epub")
        assert f'<img src="{src}" alt="A boat"/>' in markup


def test_a_picture_without_words_is_told_by_its_caption():
    figure = Figure((Media("https://a.example/1.jpg"),), (Run("The boat"),))
    markup, _ = _write(figure, picture=lambda media: DATA)
    assert 'alt="The boat" data-alt="unknown"' in markup
    assert _read(markup) == (figure,)


def test_heading_levels_start_where_told_and_never_skip():
    markup, _ = _write(*(Heading((Run("x"),), level) for level in (4, 3, 6, 2)), heading=3)
    assert [part.tag.rpartition("}")[2] for part in _tree(markup)] == ["h3", "h4", "h5", "h3"]


def test_notes_and_references_lead_to_each_other():
    blocks = (_p("a", Run("1", note="n"), " b", Run("1", note="n")), Footnote("n", (_p("c"),), "1"))
    markup, _ = _write(*blocks, flavour="epub", prefix="s1-")
    tree = _tree(markup)
    ids = [part.get("id") for part in tree.iter() if part.get("id")]
    targets = [part.get("href")[1:] for part in tree.iter() if part.get("href")]
    assert sorted(ids) == ["s1-fn1", "s1-fnref1", "s1-fnref1-2"]
    assert set(targets) == set(ids)
    assert 'epub:type="noteref" role="doc-noteref"' in markup
    assert 'epub:type="footnote" role="doc-footnote"' in markup


def test_a_reference_to_nothing_has_no_link():
    assert _write(_p(Run("1", note="gone")))[0] == '<p><span class="noteref" data-note="gone">1</span></p>'


def test_two_footnotes_of_one_id_do_not_make_two_ids():
    markup, _ = _write(Footnote("n", (_p("a"),)), Footnote("n", (_p("b"),)))
    assert markup.count(' id="') == 1
    assert len(_read(markup)) == 2


def test_direction_follows_the_language_where_none_is_given():
    assert 'dir="rtl"' in _write(_p("שלום", lang="he"), flavour="pdf")[0]
    markup, _ = _write(_p("שלום", lang="he"), flavour="xml")
    assert 'dir="auto"' in markup
    assert _read(markup) == (_p("שלום", lang="he"),)


def test_what_cannot_be_written_is_noted():
    blocks = (
        _p(Run("a", href="javascript:x"), Run("b", lang="no lang"), "c\x00d"),
        _p(Run("1", href="https://a.example/", note="n")),
        Quote((_p("q"),), cite="nowhere"),
    )
    markup, notes = _write(*blocks)
    assert sorted(note.rule for note in notes) == ["cite", "lang", "link", "link", "text"]
    assert "javascript" not in markup


def test_a_cell_that_reaches_beyond_its_table_is_held_back():
    table = Table((Row((Cell((Run("x"),), colspan=5000, rowspan=9),)),))
    markup, notes = _write(table, flavour="epub")
    assert '<td colspan="100">' in markup
    assert [note.code for note in notes] == ["NA404"]
    markup, notes = _write(table, flavour="html")
    assert _read(markup) == (table,)
    assert len(notes) == 0


def test_blocks_nested_without_end_are_written_side_by_side():
    block = _p("deepest")
    for number in range(500):
        block = Quote((block,), attribution=(Run(f"q{number}"),)) if number % 2 else Listing((Item((block,)),))
    markup, notes = _write(block)
    assert "deepest" in markup
    assert all(f"q{number}<" in markup for number in range(1, 500, 2))
    assert {note.code for note in notes} == {"NA404"}
    assert text_of(_read(markup)).startswith("deepest") is False
    assert markup.count("<blockquote>") <= MAX_DEPTH


def test_the_dateline_stands_in_the_first_paragraph():
    assert with_dateline("<p>A</p>", "OSLO - ") == '<p><span class="dateline">OSLO - </span>A</p>'
    assert with_dateline('<p class="timestamp">A</p>', "O - ").startswith(
        '<p><span class="dateline">O - </span></p>\n<p class'
    )
    assert with_dateline("<p>A</p>", None) == "<p>A</p>"


@pytest.mark.parametrize("flavour", ["xml", "html"])
def test_arbitrary_blocks_come_back(flavour):
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(articles())
    def holds(article):
        markup, _ = _write(*article.body, flavour=flavour)
        assert _read(markup) == article.body

    holds()


def test_the_rich_body_comes_back():
    markup, notes = _write(*rich_article().body, picture=lambda media: DATA)
    assert _read(markup) == rich_article().body
    assert len(notes) == 0


# -- reading what others write --------------------------------------------------------------------------------------

FOREIGN = {
    "bare words and double breaks": ("One <b>two</b>.<br/><br/>Three.", (_p("One ", run("two", "strong"), "."), _p("Three."))),
    "a single break": ("<p>a<br/> b</p>", (_p("a\nb"),)),
    "white space": ("<p>  a \n b\u00a0 <em> c</em> </p>", (_p("a b\u00a0 ", run("c", "em")),)),
    "old elements": ("<p><i>a</i> <tt>b</tt> <strike>c</strike> <font color='red'>d</font></p>",
                     (_p(run("a", "em"), " ", run("b", "code"), " ", run("c", "strike"), " d"),)),
    "a list in a paragraph": ("<p>a<ul><li>b</li></ul>c</p>", (_p("a"), Listing((Item((_p("b"),)),)), _p("c"))),
    "a list beside its item": ("<ul><li>a</li><ul><li>b</li></ul></ul>",
                               (Listing((Item((_p("a"), Listing((Item((_p("b"),)),)))),)),)),
    "containers pass their language on": ("<div lang='fr'><section><p>a</p><p xml:lang='de'>b</p></section></div>",
                                          (_p("a", lang="fr"), _p("b", lang="de"))),
    "a first headline": ("<h1>a</h1><h5>b</h5>", (Heading((Run("a"),), 2), Heading((Run("b"),), 5))),
    "a figure": ("<figure><img src='a.jpg' alt='x' width='10px' height='5'/><figcaption>C <small class='photo-credit'>Ada</small></figcaption></figure>",
                 (Figure((Media("https://a.example/d/a.jpg", alt="x", width=10, height=5),), (Run("C"),), Credit("Ada")),)),
    "a picture among words": ("<p>a <img src='/b.jpg'/> c</p>", (_p("a c"), Figure((Media("https://a.example/b.jpg"),)))),
    "a frame": ("<iframe src='https://v.example/1' title='Film'>x</iframe>", (Embed("https://v.example/1", title="Film"),)),
    "a film": ("<video><source src='https://v.example/1.mp4'/></video>", (Figure((Media("https://v.example/1.mp4", "video"),)),)),
    "links": ("<p><a href='../b'>a</a> <a href='javascript:x'>b</a> <a href='#c'>c</a></p>",
              (_p(Run("a", href="https://a.example/b"), " b ", Run("c", href="https://a.example/d/e#c")),)),
    "a quote with its footer": ("<blockquote>a<footer>Ada</footer></blockquote>", (Quote((_p("a"),), attribution=(Run("Ada"),)),)),
    "a figure round a quote": (
        "<figure><blockquote cite='https://a.example/q'><p>a</p></blockquote><figcaption>Ada</figcaption></figure>",
        (Quote((_p("a"),), attribution=(Run("Ada"),), cite="https://a.example/q"),),
    ),
    "a figure round a table": (
        "<figure><table><tr><td>a</td></tr></table><figcaption>C</figcaption></figure>",
        (Table((Row((Cell((Run("a"),)),)),)), _p("C")),
    ),
    "a film in a figure": (
        "<figure><iframe src='https://v.example/1'></iframe><figcaption>Film</figcaption></figure>",
        (Embed("https://v.example/1", title="Film"),),
    ),
    "a table without a head": ("<table><tr><th>a</th></tr><tr><td><p>b</p><p>c</p></td></tr></table>",
                               (Table((Row((Cell((Run("a"),), header=True),)), Row((Cell((Run("b\n\nc"),)),))), 1),)),
    "terms": ("<dl><dt>a</dt><dd>b</dd></dl>", (_p(run("a", "strong")), _p("b"))),
    "preformatted": ("<pre> a\n  b<br/>c</pre>", (Preformatted(" a\n  b\nc"),)),
    "a note of another hand": ("<p>a<a epub:type='noteref' href='#n1'>*</a></p><aside epub:type='footnote' id='n1'><p>b</p></aside>",
                               (_p("a", Run("*", note="n1")), Footnote("n1", (_p("b"),)))),
    "scripts and empty paragraphs": ("<script>x</script><p/><p> </p><hr/><style>y</style>", (Rule(),)),
    "a link round blocks": ("<a href='x'><p>a</p></a>", (_p("a"),)),
    "quotation marks": ("<p><q>a</q></p>", (_p("“a”"),)),
}  # fmt: skip


@pytest.mark.parametrize("case", FOREIGN)
def test_xhtml_of_others_is_read(case):
    markup, expected = FOREIGN[case]
    assert _read(markup, url="https://a.example/d/e") == expected


def test_an_element_that_is_a_block_is_read_as_one():
    element = parse_xml(f'<p xmlns="{XHTML}">a</p>'.encode(), what="x")
    assert from_xhtml(element, notes=Account()) == (_p("a"),)
    assert runs_from_xhtml(element, notes=Account()) == (Run("a"),)


def test_html_nested_without_end_keeps_its_words():
    from lxml import etree

    root = etree.fromstring("<div>" * 1000 + "words" + "</div>" * 1000, etree.HTMLParser(huge_tree=True))
    assert text_of(from_xhtml(root, notes=Account())) == "words"
    root = etree.fromstring("<b>" * 1000 + "words" + "</b>" * 1000, etree.HTMLParser(huge_tree=True))
    assert text_of(from_xhtml(root, notes=Account())) == "words"
