"""Hold what is known about one page: every reading that was offered for a fact, the choice, and the notes about both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from newsarchive.model import Evidence, Figure, Moment, Source
from newsarchive.notes import Note

if TYPE_CHECKING:
    from newsarchive.model import Credit, Media, Runs
    from newsarchive.page.facts.head import Head
    from newsarchive.page.facts.linked_data import Node
    from newsarchive.page.tree import TextBlock

__all__ = ["Facts", "FoundFigure", "Offer"]

_CONFIDENCE = attrgetter("confidence")


class Offer(Struct, frozen=True):
    """One reading of one fact: its value, where it came from and how far that source is believed (0 to 1).

    ``where`` names the place in words that a reader of the account understands: ``datePublished``, ``og:title``, ``h1``.
    """

    value: Any
    source: Source
    confidence: float
    where: str
    printed: str | None = None


@dataclass(slots=True)
class FoundFigure:
    """A picture of the article: the element where it stands, its media, its caption (without the credit) and its credit.

    ``blocks`` are the text blocks that hold the caption; they are claimed already. ``lead`` tells that it stands before
    the story, or is named by the page's data alone (then ``e`` is -1).
    """

    e: int
    media: tuple[Media, ...]
    blocks: tuple[TextBlock, ...] = ()
    caption: Runs = ()
    credit: Credit | None = None
    lead: bool = False

    def as_figure(self) -> Figure:
        """Return the figure as a block of the article."""
        return Figure(media=self.media, caption=self.caption, credit=self.credit)

    @property
    def block(self) -> Figure:
        """The figure as a block of the article, for the body to place at ``e``."""
        return self.as_figure()


@dataclass(slots=True)
class Facts:
    """The facts of one page while they are being gathered.

    The names up to ``page_type`` are early guesses, made from the head and the structured data alone: they help to find
    the story. ``base`` is the address that relative addresses of the page start from. ``block_languages`` are the blocks of the
    story in another language than its own. ``values`` are the facts as settled, by the names of ``Article``'s fields.
    """

    url: str | None = None
    captured: Moment | None = None
    headline_guess: str | None = None
    description: str | None = None
    article_body: str | None = None
    site_name: str | None = None
    language: str | None = None
    author_names: tuple[str, ...] = ()
    page_type: str | None = None
    base: str | None = None
    block_languages: dict[int, str] = field(default_factory=dict)

    head: Head | None = None
    nodes: list[Node] = field(default_factory=list)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    # by fact: what was chosen, among which readings, and by what these differ
    choices: dict[str, tuple[Offer, list[Offer], Callable[[Any], Any]]] = field(default_factory=dict)
    found: list[FoundFigure] = field(default_factory=list)
    pictured: list[dict[str, Any]] = field(default_factory=list)  # what the page's scripts say about pictures

    def offer(
        self, fact: str, value: Any, source: Source, confidence: float, where: str, printed: str | None = None
    ) -> None:
        """Put forward one reading of a fact; nothing is chosen yet."""
        if value or value not in (None, "", ()):
            self.offers.setdefault(fact, []).append(Offer(value, source, confidence, where, printed))

    def offered(self, fact: str) -> list[Offer]:
        """Return what was put forward for a fact, the most believed first."""
        return _ranked(self.offers.get(fact, ()))

    def choose(self, fact: str, offer: Offer, *, key: Callable[[Any], Any] = str) -> None:
        """Settle a fact, and note the choice and each reading that differs from it (by ``key``); the last choice holds."""
        self.values[fact] = offer.value
        self.evidence[fact] = Evidence(fact, offer.source, round(offer.confidence, 2), offer.printed)
        self.choices.pop(fact, None)
        self.choices[fact] = offer, self.offers.get(fact, [])[:], key

    def best(self, fact: str, *, key: Callable[[Any], Any] = str) -> Offer | None:
        """Settle a fact by the most believed reading, if there is any."""
        ranked = self.offered(fact)
        if not ranked:
            return None
        self.choose(fact, ranked[0], key=key)
        return ranked[0]

    @property
    def notes(self) -> list[Note]:
        """The notes about the choices, in their order; most accounts are never read, so they are written when asked for."""
        return [note for fact, choice in self.choices.items() for note in _notes(fact, *choice)]

    def fields(self) -> dict[str, Any]:
        """Return the facts as keyword arguments of ``Article``, without its body and provenance."""
        return {**self.values, "evidence": tuple(self.evidence.values())}


def _ranked(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=_CONFIDENCE, reverse=True)  # the first of equals stays first


def _notes(fact: str, chosen: Offer, offers: list[Offer], key: Callable[[Any], Any]) -> Iterator[Note]:
    """Write the note about a choice, and one about each reading that differs from it."""
    yield Note(
        "NA351",
        fact,
        f"read from {chosen.where}",
        partial(_shown, chosen.value),
        fact=fact,
        source=chosen.source,
        confidence=round(chosen.confidence, 2),
    )
    seen = {key(chosen.value)}
    for other in _ranked(offers):
        mine = key(other.value)
        if mine not in seen:
            seen.add(mine)
            yield Note(
                "NA352",
                fact,
                f"{other.where} says otherwise; {chosen.where} was believed",
                partial(_shown, other.value),
                fact=fact,
                source=other.source,
                confidence=round(other.confidence, 2),
            )


def _shown(value: Any) -> str:
    """Say a value in words, for the account."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    for name in ("iso", "printed", "name", "notice"):
        text = getattr(value, name, None)
        if isinstance(text, str):
            return text
    return str(value)
