from __future__ import annotations

import pytest

from newsarchive.errors import InvalidDocument, NewsArchiveError, NotAnArticle
from newsarchive.formats.newsml_g2.read import read, read_all
from newsarchive.model import (
    Credit,
    Embed,
    Figure,
    Heading,
    Identifier,
    Moment,
    Organisation,
    Paragraph,
    Person,
    Quote,
    Rights,
    run,
)
from newsarchive.model.walk import text_of
from newsarchive.notes import Account
from tests.formats.newsml_g2.agency import NAR, NITF_INSIDE, PICTURE, PLAIN_INSIDE, WIRE, item


def _read(data):
    notes = Account()
    return read(data, notes=notes), notes


def _said(notes, *codes):
    return [f"{note.reason} {note.text}" for note in notes if note.code in codes]


def test_the_facts_of_an_agency_are_read():
    article, _ = _read(WIRE)
    assert article.headline == "Baum auf Bahnstrecke - Verspätungen"
    assert article.deck == "Behinderung am Abend"
    assert article.summary == "Ein umgestürzter Baum behindert den Bahnverkehr."
    assert article.byline == "Von Kim Muster"
    assert article.authors == (Person("KIM MUSTER"),)
    assert article.agency == Organisation("bsp")
    assert article.publisher == Organisation("Beispielwire")
    assert article.section == "Vermischtes"
    assert [subject.code for subject in article.subjects] == ["medtop:20000340"]
    assert article.keywords == ("Verkehr",)
    assert article.language == "de"
    assert article.rights == Rights("Copyright 2024, Beispielwire. Alle Rechte vorbehalten", year=2024)
    assert article.identifiers == (
        Identifier("guid", "urn:newsml:wire.example:20240925:1-99-7"),
        Identifier("version", "2"),
    )


def test_dates_are_read_as_agencies_write_them():
    article, notes = _read(WIRE)
    assert article.published == Moment("2024-09-25T18:00:00+02:00")
    assert article.updated == Moment("2024-09-25T18:52:17+02:00")
    assert any("contentModified is empty" in said for said in _said(notes, "NA107"))


def test_the_dateline_is_cut_from_the_story_and_read():
    article, _ = _read(WIRE)
    assert article.dateline.printed == "Musterstadt/Neudorf (bsp/lni) - "
    assert (article.dateline.place, article.dateline.agency) == ("Musterstadt", "bsp")
    assert [place.name for place in article.dateline.places] == ["Musterstadt", "Neudorf"]
    assert text_of(article.body).startswith("Ein Baum hat die Strecke gesperrt. Die Bahn warnte.")


def test_the_story_is_read_and_what_repeats_the_metadata_is_claimed():
    article, notes = _read(WIRE)
    kinds = [type(block) for block in article.body]
    assert kinds == [Paragraph, Heading, Paragraph, Embed, Figure]
    assert article.body[3].url == "https://video.example/embed/1"
    assert article.body[4].media[0].url == "https://wire.example/tree.jpg"
    assert article.body[4].credit == Credit("Kim Bild/bsp")
    claimed = [note.text for note in notes.of("claimed")]
    for words in ("25.09.2024 18:52", "Bahn", article.headline, article.deck, article.summary, article.byline):
        assert words in claimed


def test_pictures_beside_the_story_are_found_once():
    article, _ = _read(WIRE)
    assert article.lead.media[0].url == "https://wire.example/map.jpg"
    assert [picture.url for picture in article.images] == [
        "https://wire.example/map.jpg",
        "https://wire.example/tree.jpg",
    ]


def test_what_is_not_for_publication_stays_out():
    article, notes = _read(WIRE)
    assert [(notice.kind, notice.printed) for notice in article.notices] == [
        ("correction", "Berichtigt: Zahl der Züge."),
        ("editor", "Zu diesem Text finden Sie Bilder:\nBaum auf Gleis"),
        ("other", "Embargoed until 2024-09-25T20:00:00+02:00"),
    ]
    lost = _said(notes, "NA401")
    assert any("not for publication" in said and "+49 30" in said for said in lost)


@pytest.mark.parametrize(
    "oddity",
    [
        "Expected is ( header )",
        "'wireprov' cannot be resolved",
        "contentCreated",
        "wordcount",
        "the usage says nothing",
    ],
)
def test_each_oddity_is_a_note(oddity):
    _, notes = _read(WIRE)
    assert any(oddity in said for said in _said(notes, "NA107"))


def test_nitf_inside_is_read():
    article, _ = _read(NITF_INSIDE)
    assert (article.deck, article.byline) == ("Third day lost", "By Ann Lee, Staff Reporter")
    assert article.authors == (Person("Ann Lee", role="Staff Reporter"),)
    assert (article.dateline.printed, article.dateline.place) == ("LEEDS, June 1 — ", "LEEDS")
    assert article.body == (
        Paragraph((run("It rained "), run("all day", "strong"), run(" in Leeds."))),
        Quote((Paragraph((run("No chance."),)),), attribution=(run("An umpire"),)),
    )


def test_plain_text_inside_is_read_as_paragraphs():
    article, _ = _read(PLAIN_INSIDE)
    assert article.text == 'It rained all day in Leeds.\n\n"No chance," said an umpire.'


def test_html_in_data_is_read():
    article, _ = _read(
        item(
            "<inlineData contenttype='text/html'>&lt;p>It &lt;b>rained&lt;/b>.&lt;/p>&lt;script>x()&lt;/script></inlineData>"
        )
    )
    assert article.body == (Paragraph((run("It "), run("rained", "strong"), run("."))),)


def test_xhtml_is_preferred_to_its_alternatives():
    both = "<inlineData contenttype='text/plain'>plain</inlineData><inlineXML contenttype='application/xhtml+xml'><p xmlns='http://www.w3.org/1999/xhtml'>rich</p></inlineXML>"
    assert _read(item(both))[0].text == "rich"


def test_a_picture_alone_is_an_article_with_a_lead():
    article, _ = _read(PICTURE)
    assert article.headline == "Rain at Leeds"
    assert article.published == Moment("2021-06")
    media = article.lead.media[0]
    assert (media.url, media.width, media.height) == ("https://wire.example/h.jpg", 3000, 2000)
    assert (article.images[0].caption, article.images[0].credit) == ("Covers on the pitch at Leeds.", "Bo Lens/Wire")
    assert article.lead.credit.photographer == "Bo Lens"


def test_the_first_story_of_a_package_is_read():
    second = (
        NITF_INSIDE.decode()
        .replace("tag:wire.example,2021:1", "tag:wire.example,2021:2")
        .replace("Rain stops play", "Second")
    )
    picture = PICTURE.decode().replace("tag:wire.example,2021:1", "tag:wire.example,2021:3")
    package = f"""<packageItem guid="tag:wire.example,2021:4" xmlns="{NAR}"><groupSet root="G"><group id="G">
     <itemRef residref="tag:wire.example,2021:2"/><itemRef residref="tag:wire.example,2021:3"/></group></groupSet></packageItem>"""
    message = f'<newsMessage xmlns="{NAR}"><itemSet>{NITF_INSIDE.decode()}{second}{picture}{package}</itemSet></newsMessage>'.encode()
    article, notes = _read(message)
    assert article.headline == "Second"
    assert article.lead.media[0].url == "https://wire.example/h.jpg"
    assert any("2 stories" in said for said in _said(notes, "NA107"))
    assert [story.headline for story in read_all(message)] == ["Second", "Rain stops play"]


def test_elements_without_a_namespace_are_read():
    article, notes = _read(PLAIN_INSIDE.replace(f' xmlns="{NAR}"'.encode(), b""))
    assert article.headline == "Rain stops play"
    assert any("namespace (none)" in said for said in _said(notes, "NA107"))


def test_a_part_of_an_item_is_read_as_one():
    fragment = f"""<contentSet xmlns="{NAR}"><inlineXML contenttype="application/xhtml+xml">
     <html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Alone</h1><p>Words.</p></body></html></inlineXML></contentSet>"""
    article, notes = _read(fragment.encode())
    assert (article.headline, article.text) == ("Alone", "Words.")
    assert any("a part of an item" in said for said in _said(notes, "NA107"))


def test_descriptive_elements_in_the_wrong_place_are_found():
    article, _ = _read(item("", meta="<headline>Misplaced</headline>", about=""))
    assert article.headline == "Misplaced"


@pytest.mark.parametrize(
    ("root", "error", "says"),
    [
        ("packageItem", NotAnArticle, "without"),
        ("conceptItem", NotAnArticle, "concept"),
        ("knowledgeItem", NotAnArticle, "concepts"),
        ("planningItem", NotAnArticle, "plans"),
        ("catalogItem", NotAnArticle, "schemes"),
        ("groupSet", NotAnArticle, "groups"),
        ("newsMessage", NotAnArticle, "no news item"),
        ("newsItem", NotAnArticle, "no headline"),
        ("NewsML", NotAnArticle, "no item"),
        ("feed", InvalidDocument, "<feed>"),
    ],
)
def test_what_holds_no_story_says_what_it_is(root, error, says):
    with pytest.raises(error) as caught:
        read(f'<{root} xmlns="{NAR}"/>'.encode())
    assert says in str(caught.value) or says == "without"


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<newsItem", b"\x00\xff", b"<!DOCTYPE x [<!ENTITY a 'b'>]><newsItem>&a;</newsItem>"]
)
def test_what_cannot_be_read_is_our_error(data):
    with pytest.raises(NewsArchiveError):
        read(data)


@pytest.mark.parametrize(
    ("told", "first", "printed", "text"),
    [
        ("LEEDS, June 1 (Wire)", "LEEDS, June 1 (Wire) - It rained.", "LEEDS, June 1 (Wire) - ", "It rained."),
        ("LEEDS", "LEEDS (Wire) _ It rained.", "LEEDS (Wire) _ ", "It rained."),
        ("Leeds - ", "LEEDS — It rained.", "LEEDS — ", "It rained."),
        ("LEEDS", "Leeds is wet - again.", "LEEDS", "Leeds is wet - again."),
        ("LEEDS", "It rained.", "LEEDS", "It rained."),
    ],
)
def test_a_dateline_that_the_story_repeats_is_cut(told, first, printed, text):
    article, _ = _read(
        item(
            f"<inlineData contenttype='text/plain'>{first}</inlineData>",
            about=f"<headline>Rain</headline><dateline>{told}</dateline>",
        )
    )
    assert (article.dateline.printed, text_of(article.body)) == (printed, text)


def test_headlines_and_names_are_taken_in_the_language_of_the_item():
    about = """<subject qcode="medtop:1"><name xml:lang="de">Wetter</name><name xml:lang="en">weather</name></subject>
    <headline xml:lang="de">Regen</headline><headline xml:lang="en">Rain</headline>"""
    article, notes = _read(item("", about=about))
    assert (article.headline, article.deck) == ("Rain", None)
    assert article.subjects[0].name == "weather"
    assert any("another language" in said for said in _said(notes, "NA401"))


@pytest.mark.parametrize(("encoded", "text"), [("SXQgcmFpbmVkLg==", "It rained."), ("!!!", ""), ("/////w==", "")])
def test_encoded_text_is_decoded_where_it_can_be(encoded, text):
    article, _ = _read(item(f"<inlineData contenttype='text/plain' encoding='encd:base64'>{encoded}</inlineData>"))
    assert article.text == text


def test_lines_wrapped_by_the_document_are_one_line():
    about = "<headline>Rain\n     stops play</headline><creditline>Bo Lens/Wire</creditline>"
    article, _ = _read(item("", meta="<edNote>One\n      line.</edNote><edNote>Two\nlines.</edNote>", about=about))
    assert article.headline == "Rain stops play"
    assert [notice.printed for notice in article.notices] == ["One line.", "Two\nlines."]
    assert article.agency == Organisation("Bo Lens", printed="Bo Lens/Wire")


def test_content_that_lies_elsewhere_is_not_fetched():
    article, notes = _read(item('<remoteContent href="https://wire.example/story.html" contenttype="text/html"/>'))
    assert (article.body, article.lead) == ((), None)
    assert any("https://wire.example/story.html" in said for said in _said(notes, "NA401"))


def test_a_picture_without_an_address_keeps_its_words():
    about = "<creditline>Bo Lens</creditline><description role='drol:caption'>Covers.</description>"
    article, _ = _read(item("<remoteContent width='10'/>", about=about, kind="picture"))
    assert article.lead == Figure((), (run("Covers."),), Credit("Bo Lens"))


def test_a_code_that_nobody_explains_is_nobodys_name():
    about = """<infoSource qcode="NS:EXW"/><creator qcode="NP:1"/><headline>Rain</headline><by>By Ann Lee and Bo Lens</by>
    <creditline>Wire</creditline>"""
    article, _ = _read(item("<inlineData>Leeds (Wire): It rained.</inlineData>", about=about))
    assert article.authors == (Person("Ann Lee"), Person("Bo Lens"))
    assert article.agency == Organisation("Wire")
    assert (article.dateline.printed, article.dateline.place, article.text) == (
        "Leeds (Wire): ",
        "Leeds",
        "Leeds (Wire): It rained.",
    )


@pytest.mark.parametrize(
    ("status", "notices"),
    [("stat:canceled", ["Status: canceled"]), ("stat:withheld", ["Status: withheld"]), ("stat:usable", [])],
)
def test_a_status_that_matters_is_a_notice(status, notices):
    article, _ = _read(item("", meta=f'<pubStatus qcode="{status}"/>'))
    assert [notice.printed for notice in article.notices] == notices


def test_an_embargo_without_a_date_holds_until_further_notice():
    article, _ = _read(item("", meta="<embargoed/>"))
    assert [notice.printed for notice in article.notices] == ["Embargoed until further notice"]


def test_the_story_is_taken_in_the_language_of_the_item():
    def said(language, words):
        return (
            f'<inlineXML xml:lang="{language}" contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<body><p>{words}</p></body></html></inlineXML>"
        )

    article, notes = _read(item(said("fr", "Il pleut.") + said("en-GB", "It rains.")))
    assert article.text == "It rains."
    assert [note.text for note in notes.of("lost") if note.reason == "content in another language"] == ["Il pleut."]
    assert _read(item(said("fr", "Il pleut.")))[0].text == "Il pleut."
