"""Check NITF: the 3.6 schema, and the rules that a schema does not state."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from lxml import etree

from newsarchive.errors import NewsArchiveError
from newsarchive.formats.markup import parse_xml
from newsarchive.formats.nitf.terms import NAMESPACE, VERSION, line_of, words_in

__all__ = ["check", "findings"]

_SCHEMA = Path(__file__).parent / "schema" / "nitf-3-6.xsd"
_TEXT = f"{{{NAMESPACE}}}body/{{{NAMESPACE}}}body.content"
Finding = tuple[int, str]  # line (0 where it is not known), what is wrong


def check(data: bytes) -> list[str]:
    """Return what is wrong with a document, each finding with its line; an empty list where nothing is."""
    try:
        root = parse_xml(data, what="nitf")
    except NewsArchiveError as error:
        return [str(error)]
    found = list(findings(root))
    if root.get("version") != VERSION and not found:
        found.append((line_of(root), f"version is {root.get('version')!r}, not {VERSION!r}"))
    return [f"line {line}: {said}" for line, said in sorted(found, key=lambda finding: finding[0])]


def findings(root: etree._Element) -> Iterator[Finding]:
    """Yield what is wrong with a parsed ``nitf`` element, which may stand inside another document."""
    if root.tag != f"{{{NAMESPACE}}}nitf":
        yield line_of(root), f"the root element {root.tag} is not nitf in the namespace {NAMESPACE}"
        return
    # A schema is held against a whole document; a copy keeps the lines of the original.
    tree = root.getroottree() if root.getparent() is None else etree.ElementTree(deepcopy(root))
    schema = _schema()
    if not schema.validate(tree):
        for error in schema.error_log:  # type: ignore[attr-defined]
            yield error.line, error.message.replace(f"{{{NAMESPACE}}}", "")
    if not any(words_in(part).strip() for part in root.iter(f"{{{NAMESPACE}}}hl1")):
        yield line_of(root), "there is no headline (body.head/hedline/hl1)"
    if not any(words_in(content).strip() or len(content) for content in root.findall(_TEXT)):
        yield line_of(root), "body.content is empty"


@cache
def _schema() -> etree.XMLSchema:
    # Compiled when first needed, once in a process (6 ms); the shipped files include nothing from elsewhere.
    return etree.XMLSchema(etree.parse(str(_SCHEMA), etree.XMLParser(no_network=True)))
