from __future__ import annotations

import pytest

from newsarchive.errors import NotAnArticle
from newsarchive.formats.newsml_g2.read import read, read_all
from newsarchive.model import Credit, Figure, Identifier, Media, Moment, Organisation, Paragraph, Person, Rights, run
from newsarchive.notes import Account

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2">
 <NewsEnvelope><SentFrom><Party FormalName="Example Wire"/></SentFrom><DateAndTime>20130612T152900+0000</DateAndTime></NewsEnvelope>
 <NewsItem>
  <Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20130612</DateId><NewsItemId>42</NewsItemId>
   <RevisionId PreviousRevision="1" Update="N">2</RevisionId>
   <PublicIdentifier>urn:newsml:wire.example:20130612:42:2N</PublicIdentifier></NewsIdentifier></Identification>
  <NewsManagement><FirstCreated>20130612T152900+0000</FirstCreated><ThisRevisionCreated>20130613T080000+0000</ThisRevisionCreated></NewsManagement>
  <NewsComponent>
   <NewsLines><CopyrightLine>Copyright Example Wire 2013</CopyrightLine><RightsLine>Print only</RightsLine></NewsLines>
   <AdministrativeMetadata><Source><Party FormalName="Rain Ltd."/></Source><Creator><Party FormalName="Ann Lee"/></Creator></AdministrativeMetadata>
   <DescriptiveMetadata><Language FormalName="en"/><Genre FormalName="Release"/></DescriptiveMetadata>
   <Metadata><Property FormalName="ExIndustryKeywords" Value="Weather"/><Property FormalName="ExIndustryKeywords" Value="Weather"/></Metadata>
   <NewsComponent>
    <NewsLines><HeadLine>Rain stops play</HeadLine><DateLine>LEEDS, England</DateLine><ByLine>By Ann Lee</ByLine></NewsLines>
    <NewsComponent><Role FormalName="StyleSheet"/><ContentItem><MimeType FormalName="text/css"/>
     <DataContent>.p {{}}</DataContent></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="SubHeadLine"/><ContentItem><DataContent>
     <html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>A third day is lost</p></body></html></DataContent></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="Contact"/><ContentItem><DataContent>
     <html xmlns="http://www.w3.org/1999/xhtml"><body><p>Rain Ltd.<br/>+44 0</p></body></html></DataContent></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="Logo"/><ContentItem Href="https://wire.example/logo.jpg"><MimeType FormalName="image/jpeg"/></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="Photo"/><DescriptiveMetadata><Property FormalName="Rank" Value="2"/></DescriptiveMetadata>
     <ContentItem Href="https://wire.example/b.jpg"><MimeType FormalName="image/jpeg"/></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>Covers.</HeadLine><CreditLine>Bo Lens</CreditLine></NewsLines>
     <DescriptiveMetadata><Property FormalName="Rank" Value="1"/></DescriptiveMetadata>
     <ContentItem Href="https://wire.example/s.jpg"><MimeType FormalName="image/jpeg"/>
      <Characteristics><Property FormalName="PixelWidth" Value="72"/></Characteristics></ContentItem>
     <ContentItem Href="https://wire.example/l.jpg"><MimeType FormalName="image/jpeg"/>
      <Characteristics><Property FormalName="PixelWidth" Value="800"/><Property FormalName="PixelHeight" Value="600"/></Characteristics></ContentItem>
    </NewsComponent>
    <NewsComponent><Role FormalName="Body"/><ContentItem><MimeType FormalName="text/xhtml"/><DataContent>{body}</DataContent></ContentItem></NewsComponent>
   </NewsComponent>
  </NewsComponent>
 </NewsItem>
</NewsML>"""
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>LEEDS, England -- It rained.</p></body></html>'
NITF = "<nitf><body><body.content><p>It rained.</p></body.content></body></nitf>"


def _read(body=XHTML):
    notes = Account()
    return read(OLD.format(body=body).encode(), notes=notes), notes


def test_the_facts_of_an_old_item_are_read():
    article, notes = _read()
    assert (article.headline, article.deck, article.byline) == ("Rain stops play", "A third day is lost", "By Ann Lee")
    assert article.authors == (Person("Ann Lee"),)
    assert (article.agency, article.publisher) == (Organisation("Rain Ltd."), Organisation("Example Wire"))
    assert (article.dateline.printed, article.dateline.place) == ("LEEDS, England -- ", "LEEDS")
    assert (article.published, article.updated) == (
        Moment("2013-06-12T15:29:00+00:00"),
        Moment("2013-06-13T08:00:00+00:00"),
    )
    assert article.rights == Rights("Copyright Example Wire 2013", year=2013, usage="Print only")
    assert article.identifiers == (
        Identifier("guid", "urn:newsml:wire.example:20130612:42"),
        Identifier("version", "2"),
    )
    assert (article.keywords, article.language) == (("Weather",), "en")
    assert [notice.printed for notice in article.notices] == ["Rain Ltd.\n+44 0"]
    assert [note.code for note in notes] == ["NA107", "NA401", "NA302"]


@pytest.mark.parametrize("body", [XHTML, NITF, "It rained.", "&lt;p&gt;It rained.&lt;/p&gt;"])
def test_the_story_is_read_whatever_its_vocabulary(body):
    assert _read(body)[0].body[0] == Paragraph((run("It rained."),))


def test_pictures_are_taken_at_their_largest_in_the_order_of_their_ranks():
    article, _ = _read()
    media = Media("https://wire.example/l.jpg", width=800, height=600, media_type="image/jpeg")
    assert article.lead == Figure((media,), (run("Covers."),), Credit("Bo Lens"))
    assert [picture.url for picture in article.images] == ["https://wire.example/l.jpg", "https://wire.example/b.jpg"]


def test_an_item_without_a_dateline_is_read():
    document = OLD.format(body=XHTML).replace("<DateLine>LEEDS, England</DateLine>", "")
    assert read(document.encode()).text == "LEEDS, England -- It rained."


def test_every_item_is_read():
    document = OLD.format(body=XHTML)
    start, end = document.index(" <NewsItem>"), document.index("</NewsML>")
    assert len(read_all((document[:end] + document[start:end] + "</NewsML>").encode())) == 2


def test_a_document_without_a_story_says_so():
    with pytest.raises(NotAnArticle, match="no item"):
        read(b'<NewsML Version="1.2"/>')
    with pytest.raises(NotAnArticle, match="no headline"):
        read(b'<NewsML Version="1.0"><NewsItem/></NewsML>')
