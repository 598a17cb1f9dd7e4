from __future__ import annotations

import pytest

from newsarchive.sources.xml import parsed, root_of


@pytest.mark.parametrize("data", [b"", b"no XML", b"\0", b"<a", "<a>\ud800</a>".encode("utf-8", "surrogatepass")])
def test_what_is_no_xml_has_no_root_or_is_mended(data: bytes) -> None:
    root = root_of(data)
    assert root is None or root.tag == "a"


def test_entities_stay_unread() -> None:
    root = parsed(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "yyy">]><a>1&x;2&y;3</a>')
    assert root is not None
    assert "".join(root.itertext()) in ("123", "1&x;2&y;3")


def test_references_to_what_xml_forbids_are_left_out() -> None:
    root = parsed(b"<a>1&#0;&#xD800;&#x110000;&#65;2</a>")
    assert root is not None
    assert root.text == "1A2"
