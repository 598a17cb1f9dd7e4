"""Set round a story what a printed page has round it; shared, as markup is, by the formats that people look at."""

from newsarchive.formats.dates import epoch_of, parts
from newsarchive.formats.furniture.edition import Edition, edition_of
from newsarchive.formats.furniture.end import end_matter, place_names, record_rows
from newsarchive.formats.furniture.links import url_of, with_valid_links
from newsarchive.formats.furniture.story import body, head, map_figures, with_alt
from newsarchive.formats.furniture.words import (
    Words,
    date_words,
    headline_of,
    isolated,
    label,
    language_of,
    no_words,
    story_direction,
    time_element,
    words_for,
)

__all__ = [
    "Edition",
    "Words",
    "body",
    "date_words",
    "edition_of",
    "end_matter",
    "epoch_of",
    "head",
    "headline_of",
    "isolated",
    "label",
    "language_of",
    "map_figures",
    "no_words",
    "parts",
    "place_names",
    "record_rows",
    "story_direction",
    "time_element",
    "url_of",
    "with_alt",
    "with_valid_links",
    "words_for",
]
