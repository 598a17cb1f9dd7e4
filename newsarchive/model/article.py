"""Hold one article: its facts, each as printed and as read, and its story as blocks."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from newsarchive.model.blocks import Block, Figure
from newsarchive.model.inline import Direction

__all__ = [
    "SCHEMA",
    "Article",
    "Contributor",
    "Dateline",
    "Evidence",
    "FirstPublished",
    "Identifier",
    "Moment",
    "Notice",
    "NoticeKind",
    "Organisation",
    "Person",
    "Picture",
    "Place",
    "Precision",
    "Provenance",
    "Rights",
    "Source",
    "Subject",
]

SCHEMA = "newsarchive/1"

Precision: TypeAlias = Literal["year", "month", "day", "minute", "second"]
Source: TypeAlias = Literal[
    "json-ld",
    "microdata",
    "rdfa",
    "opengraph",
    "meta",
    "page-data",
    "page-text",
    "site-rule",
    "url",
    "sidecar",
    "document",
    "user",
]
NoticeKind: TypeAlias = Literal[
    "correction", "clarification", "update", "editor", "translation", "disclosure", "companies", "contributors", "other"
]


class Moment(Struct, frozen=True, gc=False, omit_defaults=True):
    """A date or a time, at the precision that the page gives and no finer.

    ``iso`` is ISO 8601: ``2021``, ``2021-02``, ``2021-02-17``, ``2021-02-17T09:05``, ``2021-02-17T09:05:30-08:00``.
    Without an offset the zone is not known. ``zone`` says where an offset comes from: the page's own words,
    or the place of the publisher.
    """

    iso: str
    printed: str | None = None
    zone: Literal["page", "publisher"] | None = None

    @property
    def precision(self) -> Precision:
        """Tell how fine the date is.

        >>> Moment("2021-02-17").precision
        'day'
        """
        date, _, time = self.iso.partition("T")
        if not time:
            return {4: "year", 7: "month"}.get(len(date), "day")  # type: ignore[return-value]
        return "second" if time[5:6] == ":" else "minute"


class Place(Struct, frozen=True, gc=False, omit_defaults=True):
    """A place: its name as read, and what it resolved to where that is sure.

    ``country`` is ISO 3166-1 alpha-2; ``geonames`` and ``wikidata`` are identifiers of these services.
    """

    name: str
    region: str | None = None
    country: str | None = None
    geonames: int | None = None
    wikidata: str | None = None


class Dateline(Struct, frozen=True, gc=False, omit_defaults=True):
    """The start-of-story line: ``OTTAWA - ``.

    ``printed`` is the evidence, with its dash and its spaces. ``place`` is the reading as a whole, with its region or a second
    city where the line has them; ``places`` are the places one by one.
    """

    printed: str
    place: str | None = None
    places: tuple[Place, ...] = ()
    agency: str | None = None
    date: Moment | None = None


class Person(Struct, frozen=True, gc=False, omit_defaults=True):
    """A person, or the desk or team that signs where no person does (``kind``)."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    url: str | None = None
    kind: Literal["person", "organisation"] = "person"


class Contributor(Struct, frozen=True, gc=False, omit_defaults=True):
    """Someone who is named for a part of the work: reporting, editing, translation, files."""

    name: str
    role: str | None = None
    place: str | None = None
    kind: Literal["person", "organisation"] = "person"


class Organisation(Struct, frozen=True, gc=False, omit_defaults=True):
    """An agency or a publisher; ``code`` is the agency's short name, such as ``AP``."""

    name: str
    code: str | None = None
    url: str | None = None
    printed: str | None = None


class Rights(Struct, frozen=True, gc=False, omit_defaults=True):
    """Who owns the story: ``notice`` as printed, its holder and year, and the terms of use as printed."""

    notice: str | None = None
    holder: str | None = None
    year: int | None = None
    usage: str | None = None
    license_url: str | None = None


class FirstPublished(Struct, frozen=True, gc=False, omit_defaults=True):
    """A first-published notice: the sentence as printed, the date and the outlet it names."""

    printed: str
    date: Moment | None = None
    outlet: str | None = None


class Notice(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the publisher says about the story: a correction, an update, who contributed."""

    kind: NoticeKind
    printed: str
    date: Moment | None = None


class Subject(Struct, frozen=True, gc=False, omit_defaults=True):
    """A topic from a vocabulary: ``medtop:16000000`` of the IPTC Media Topics, and the page's word for it."""

    code: str
    name: str
    printed: str | None = None


class Identifier(Struct, frozen=True, gc=False, omit_defaults=True):
    """An identifier that the publisher or the agency gave, such as ``cms``, ``guid``, ``doi``."""

    scheme: str
    value: str


class Evidence(Struct, frozen=True, gc=False, omit_defaults=True):
    """Where the reading of one fact came from, and how sure it is (0 to 1)."""

    fact: str
    source: Source
    confidence: float = 1.0
    printed: str | None = None


class Provenance(Struct, frozen=True, gc=False, omit_defaults=True):
    """Where the article came from.

    ``sha256`` (hex) and ``size`` (bytes) are those of the source as it was read. ``captured`` is when it was
    fetched, where that is known. ``charset_evidence`` names the rung that decided the charset: ``bom``,
    ``utf-8``, ``http``, ``declared``, ``detected``, ``fallback``. ``rules`` is the version of the reading rules,
    ``confidence`` (0 to 1) how sure the reader is of the body.
    """

    sha256: str | None = None
    size: int | None = None
    source: str | None = None
    format: str | None = None
    url: str | None = None
    captured: Moment | None = None
    media_type: str | None = None
    charset: str | None = None
    charset_evidence: str | None = None
    record_id: str | None = None
    record_digests: tuple[str, ...] = ()
    rules: str | None = None
    site: str | None = None
    confidence: float | None = None
    software: str | None = None


class Picture(Struct, frozen=True, gc=False):
    """A picture as a reader of the article sees it: a view, not a part of the article.

    ``url`` is None where the page shows only the caption.
    """

    url: str | None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


class Article(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, tag_field="schema", tag=SCHEMA):
    """One news article, independent of any format.

    Dates keep the precision they had. ``lead`` is the picture that the publisher puts before the story where it
    is not one of the body's figures. ``paywalled`` is True when the page says that the text is cut.
    ``language`` is BCP 47; ``url`` is the canonical address.
    """

    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    byline: str | None = None
    authors: tuple[Person, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    agency: Organisation | None = None
    publisher: Organisation | None = None
    dateline: Dateline | None = None
    published: Moment | None = None
    updated: Moment | None = None
    first_published: FirstPublished | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    language: str | None = None
    dir: Direction | None = None
    url: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    summary: str | None = None
    lead: Figure | None = None
    body: tuple[Block, ...] = ()
    rights: Rights | None = None
    notices: tuple[Notice, ...] = ()
    paywalled: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    provenance: Provenance = Provenance()

    @property
    def schema(self) -> str:
        """The schema by which the article is written and read; it stands first in the JSON."""
        return SCHEMA

    @property
    def issued(self) -> Moment | None:
        """The date that the article is filed under: published, or first published elsewhere."""
        return self.published or (self.first_published.date if self.first_published else None)

    @property
    def text(self) -> str:
        """The body as plain text, a blank line between blocks; headline, deck, captions and pull quotes excluded.

        The dateline stands as printed before the first words, where a reader of the page meets it (decision 31).
        """
        from newsarchive.model.walk import story_text

        return story_text(self)

    @property
    def images(self) -> tuple[Picture, ...]:
        """Every picture of the article, the lead picture first."""
        from newsarchive.model.walk import pictures_of

        return pictures_of(self)

    @property
    def lead_image(self) -> Picture | None:
        """The picture that stands for the article."""
        return next((picture for picture in self.images if picture.url), None)
