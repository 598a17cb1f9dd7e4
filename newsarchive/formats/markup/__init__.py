"""Blocks as XHTML, and XHTML as blocks: what html, epub, pdf and the XML formats share.

``parse_xml`` is the only XML parser of the house. ``to_xhtml`` is the only place where words are escaped for
markup, and ``from_xhtml`` is its inverse, lenient enough for the XHTML that agencies send inside news formats.
"""

from newsarchive.formats.markup.escape import (
    as_data_block,
    attributes,
    direction_of,
    escape,
    language,
    language_attributes,
)
from newsarchive.formats.markup.linked import linked_data
from newsarchive.formats.markup.neighbours import name_of_neighbour, neighbours, shown_file
from newsarchive.formats.markup.parse import MAX_XML, cut_out, local_name, parse_xml
from newsarchive.formats.markup.read import from_xhtml, runs_from_xhtml
from newsarchive.formats.markup.write import MAX_DEPTH, Flavour, runs_to_xhtml, to_xhtml, with_dateline

__all__ = [
    "MAX_DEPTH",
    "MAX_XML",
    "XHTML",
    "Flavour",
    "as_data_block",
    "attributes",
    "cut_out",
    "direction_of",
    "escape",
    "from_xhtml",
    "language",
    "language_attributes",
    "linked_data",
    "local_name",
    "name_of_neighbour",
    "neighbours",
    "parse_xml",
    "runs_from_xhtml",
    "runs_to_xhtml",
    "shown_file",
    "to_xhtml",
    "with_dateline",
]

XHTML = "http://www.w3.org/1999/xhtml"
