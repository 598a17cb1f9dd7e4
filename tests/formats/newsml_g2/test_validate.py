from __future__ import annotations

import pytest

from newsarchive.formats.newsml_g2.validate import check
from newsarchive.formats.newsml_g2.write import write
from newsarchive.model import Article, Paragraph, run
from tests.formats.newsml_g2.agency import WIRE

GOOD = write(Article(headline="Rain", url="https://example.org/rain", body=(Paragraph((run("It rained."),)),)))


def test_what_we_write_has_no_finding():
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'standardversion="2.35"', b'standardversion="2.9"', "standardversion is 2.9"),
        (b'conformance="power"', b"", "conformance is not power"),
        (b'guid="urn:uuid:', b'guid="', "is not an absolute IRI"),
        (b' xml:lang="und"', b"", "no xml:lang"),
        (b"stat:usable", b"nowhere:usable", "the QCode alias 'nowhere' cannot be resolved"),
        (b"T00:00:00Z</versionCreated>", b"T00:00:00</versionCreated>", "has no time zone"),
        (b"<provider", b"<vendor", "not well-formed"),
        (b"application/xhtml+xml", b"application/nitf+xml", "holds XHTML and is declared as"),
        (b"It rained.", b'<img src="https://example.org/a.jpg"/>', "would load"),
        (b"It rained.", b'<b onclick="x()">It</b>', "handler onclick"),
        (b"It rained.", b"<script>x()</script>", "<script> does something"),
        (b"<generator", b"<itemClass qcode='ninat:text'/><generator", "Element 'itemClass'"),
        (b"1970-01-01T", b"soon", "versionCreated"),
    ],
)
def test_each_fault_is_found_with_its_line(old, new, says):
    assert old in GOOD
    found = [said for said in check(GOOD.replace(old, new)) if says in said]
    assert found
    assert "line " in found[0]


def test_bytes_that_are_no_xml_are_one_finding():
    assert len(check(b"hello")) == 1


def test_another_vocabulary_is_said_to_be_one():
    assert "namespace" in check(b"<feed/>")[0]


def test_a_message_without_header_is_looked_through_all_the_same():
    found = check(WIRE)
    assert any("header" in said for said in found)
    assert any("wordcount" in said for said in found)
    assert [int(said.split()[1].rstrip(":")) for said in found] == sorted(
        int(said.split()[1].rstrip(":")) for said in found
    )
