"""Keep the account of a journey: what was removed, claimed, guessed, seen or lost, as plain values with stable codes.

NA1xx  source    what was odd about the bytes, or about the page as a whole
NA2xx  removed   words of the page that are not part of the story
NA30x  claimed   words of the page that became a fact
NA35x  guessed   a reading chosen among several, or read from data that is not text of the page
NA4xx  lost      what a format cannot say

body + claimed + removed = page: the words of the NA2xx and NA30x notes and of the body are the words of the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeAlias

__all__ = ["CODES", "RULES", "Account", "Kind", "Note", "kind_of"]

Kind: TypeAlias = Literal["source", "removed", "claimed", "guessed", "lost"]

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("NA1", "source"),
    ("NA2", "removed"),
    ("NA30", "claimed"),
    ("NA35", "guessed"),
    ("NA4", "lost"),
)

# Each code once, with the sentence that explains it. docs/notes.md is held to this table by a test.
CODES: dict[str, str] = {
    "NA101": "The charset was not declared, or the declaration was wrong; the evidence that decided is named.",
    "NA102": "The HTML parser lost text, so the page was read again with a slower parser.",
    "NA103": "The body is thin: fewer words than a story usually has.",
    "NA104": "The page says that the text is cut by a paywall.",
    "NA105": "The page looks like something other than an article.",
    "NA106": "Something on the page was over a limit and was cut short.",
    "NA107": "The document has an oddity that its format does not allow; it was read all the same.",
    "NA108": "Witnesses disagree about where the story is.",
    "NA109": "A picture could not be had or could not be read.",
    "NA110": "A part of the source is damaged; the bytes hit are named.",
    "NA111": "The page does not show its story; it was read from the page's data.",
    "NA112": "The page holds a part of a story; the address of the next part is named.",
    "NA201": "Removed: never shown to a reader (scripts, style sheets, hidden text).",
    "NA202": "Removed: chrome of the page (navigation, header, footer, search, skip links).",
    "NA203": "Removed: a prompt (subscribe, sign in, cookies, paywall).",
    "NA204": "Removed: a widget (weather, ticker, poll, player controls, site switch).",
    "NA205": "Removed: sharing and following.",
    "NA206": "Removed: other stories (related, popular, read more, teasers).",
    "NA207": "Removed: advertising and its labels.",
    "NA208": "Removed: comments.",
    "NA209": "Removed: about the author or the site.",
    "NA211": "Removed: outside the story.",
    "NA212": "Removed: an end mark or a decoration of the text.",
    "NA213": "Removed: because a site rule or the user says so.",
    "NA301": "Claimed: words of the page became a fact.",
    "NA302": "Claimed: words of the page repeat a fact or the story, which stand elsewhere.",
    "NA351": "Guessed: the reading of a fact, and where it came from.",
    "NA352": "Guessed: a reading that another one beat.",
    "NA401": "Lost: the format has no place for this fact.",
    "NA402": "Lost: the format cannot show this block or this mark as it is.",
    "NA403": "Lost: characters that the format forbids were replaced.",
    "NA404": "Lost: cut down to a limit of the format.",
}

# Every removing or claiming rule: its name, its code, what it says. Kept here so that one table serves
# `newsarchive rules`, the docs and the test that each is documented.
RULES: dict[str, tuple[str, str]] = {
    # never shown
    "script": ("NA201", "Program text, inside a script element or leaked into the page."),
    "style-sheet": ("NA201", "A style sheet."),
    "template": ("NA201", "A template that the page fills in later, or its filler."),
    "noscript": ("NA201", "Shown only where scripts are off."),
    "drawing": ("NA201", "Text inside a drawing (SVG)."),
    "embedded-object": ("NA201", "Stands in for a player or another object."),
    "hidden-text": ("NA201", "Text that the page does not show."),
    "page-head": ("NA201", "Text in the head of the document."),
    # chrome
    "navigation": ("NA202", "Menus and other navigation of the site."),
    "breadcrumbs": ("NA202", "The way to the page in the site's sections."),
    "page-header": ("NA202", "The header of the page."),
    "page-footer": ("NA202", "The footer of the page."),
    "search-box": ("NA202", "The site's search."),
    "form": ("NA202", "A form."),
    "form-field": ("NA202", "A field of a form."),
    "button": ("NA202", "A button or a label of a form."),
    "tag-list": ("NA202", "The list of the page's tags or topics."),
    "skip-link": ("NA202", "Jumps to another part of the page."),
    "back-to-top": ("NA202", "Jumps to the top of the page."),
    "reading-time": ("NA202", "Says how long the story takes to read."),
    "title-suffix": ("NA202", "What the site adds to its page titles: its name, a section, a motto."),
    # prompts
    "reader-prompt": ("NA203", "Asks the reader to sign up, pay or log in."),
    "newsletter-prompt": ("NA203", "Asks the reader to subscribe to a newsletter."),
    "subscribe-prompt": ("NA203", "Asks the reader to subscribe, to register or to give."),
    "app-prompt": ("NA203", "Asks the reader to install an app."),
    "cookie-prompt": ("NA203", "Asks about cookies or consent."),
    "paywall-prompt": ("NA203", "Says that the text is for subscribers, or offers a subscription."),
    # widgets
    "widget": ("NA204", "A widget: weather, ticker, poll, calculator."),
    "player": ("NA204", "Controls of a player."),
    "weather-box": ("NA204", "The weather at the site's place."),
    "picture-control": ("NA204", "A control beside a picture: enlarge, close, 1 of 5."),
    "hover-card": ("NA204", "A card that opens over a name in the text."),
    "site-switch": ("NA204", "Switches between the desktop and the mobile site, or the looks of the site."),
    # sharing
    "share-bar": ("NA205", "Asks to share the story or to follow the site."),
    # other stories
    "related-stories": ("NA206", "Points at other stories."),
    "popular-list": ("NA206", "A list of popular or latest stories."),
    "read-more": ("NA206", "A line in or below the story that leads to another one."),
    "teaser": ("NA206", "A teaser of another story."),
    # advertising, comments, about
    "advertising": ("NA207", "Advertising, or the label above it."),
    "comments": ("NA208", "What readers say about the story, and the form for it."),
    "author-box": ("NA209", "Tells about the author."),
    "reader-contact": ("NA209", "Asks readers for tips, corrections and letters."),
    # decoration
    "end-mark": ("NA212", "Says that the story ends here."),
    "site-rule": ("NA213", "The rules of the site, or the user, say that it goes."),
    "list-bullet": ("NA212", "The sign or number that a text dump puts before a list item."),
    # outside
    "byline-area": ("NA211", "Stands with the byline and is no part of it."),
    "date-area": ("NA211", "Stands with the dates of the page and is none that was read."),
    "stray-caption": ("NA211", "A caption without a picture of the story."),
    "stray-credit": ("NA211", "A credit without a picture of the story."),
    "footnote-backlink": ("NA212", "A sign that leads back from a footnote to its place."),
    "ruby-reading": ("NA212", "A reading aid above the characters of a word (ruby)."),
    "sidebar": ("NA211", "Stands in a sidebar."),
    "outside-story": ("NA211", "Stands outside the story."),
    # claimed: the words became a fact, or repeat one
    "headline": ("NA301", "The headline, as printed."),
    "headline-repeat": ("NA302", "Repeats the headline."),
    "byline-repeat": ("NA302", "Repeats the byline."),
    "title-repeat": ("NA302", "The title of the page, which is not the headline as printed."),
    "pull-quote": (
        "NA302",
        "Tells words of the story a second time, set apart; kept as a pull quote, not in the plain text.",
    ),
    "kicker": ("NA301", "The kicker over the headline."),
    "deck": ("NA301", "The deck under the headline."),
    "byline": ("NA301", "Names who wrote the story."),
    "date-line": ("NA301", "Says when the story was published or updated."),
    "dateline": ("NA301", "Place, date or agency at the start of the story."),
    "caption": ("NA301", "The caption of a picture."),
    "credit": ("NA301", "The credit of a picture."),
    "first-published": ("NA301", "Says when or where the story first came out."),
    "correction": ("NA301", "The publisher corrects the story."),
    "clarification": ("NA301", "The publisher makes something in the story clear."),
    "update": ("NA301", "The publisher says that the story was updated."),
    "editors-note": ("NA301", "A word of the editors about the story."),
    "translation": ("NA301", "Says that the story was translated."),
    "disclosure": ("NA301", "The publisher discloses an interest in the story."),
    "companies": ("NA301", "Names the companies in the story."),
    "contributors": ("NA301", "Names who helped with the story."),
    "agency-line": ("NA301", "Names the agency that the story came from."),
    "rights-line": ("NA301", "The rights notice of the story."),
    "site-rights": ("NA301", "The rights notice of the site."),
}


def kind_of(code: str) -> Kind:
    """Tell what a code is about.

    >>> kind_of("NA211")
    'removed'
    """
    for prefix, kind in _KINDS:
        if code.startswith(prefix):
            return kind
    raise ValueError(f"{code} is not a note code")


class Note:
    """One entry of the account.

    ``text`` are the words concerned and ``path`` says where they stood (an XPath, or ``line 12``); both are
    worked out when first asked for, since most notes are never read. ``fact`` names the fact of a claimed or
    guessed note, ``source`` where it was found, ``confidence`` (0 to 1) how sure the reading is.
    """

    __slots__ = ("_path", "_text", "code", "confidence", "fact", "reason", "rule", "source")

    def __init__(
        self,
        code: str,
        rule: str,
        reason: str,
        text: str | Callable[[], str] = "",
        path: str | Callable[[], str] = "",
        *,
        fact: str | None = None,
        source: str | None = None,
        confidence: float | None = None,
    ) -> None:
        self.code = code
        self.rule = rule
        self.reason = reason
        self._text = text
        self._path = path
        self.fact = fact
        self.source = source
        self.confidence = confidence

    @property
    def kind(self) -> Kind:
        """What the note is about."""
        return kind_of(self.code)

    @property
    def text(self) -> str:
        """The words concerned, as they stood on the page."""
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text

    @property
    def path(self) -> str:
        """Where they stood."""
        if not isinstance(self._path, str):
            self._path = self._path()
        return self._path

    def as_dict(self) -> dict[str, Any]:
        """Return the note as a plain dict, without what is not set."""
        whole = {
            "code": self.code,
            "kind": self.kind,
            "rule": self.rule,
            "reason": self.reason,
            "text": self.text,
            "path": self.path,
            "fact": self.fact,
            "source": self.source,
            "confidence": self.confidence,
        }
        return {key: value for key, value in whole.items() if value not in (None, "")}

    def __reduce__(self) -> tuple[Any, ...]:
        # A note that travels to another process takes its words along, not the page.
        return (_rebuilt, (self.as_dict(),))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Note) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.code, self.rule, self.reason))

    def __repr__(self) -> str:
        words = " ".join(self.text.split())
        shown = words if len(words) <= 60 else words[:59] + "…"
        return f"{self.code} {self.rule} «{shown}»" if shown else f"{self.code} {self.rule}: {self.reason}"


def _rebuilt(fields: dict[str, Any]) -> Note:
    return Note(
        fields["code"],
        fields.get("rule", ""),
        fields.get("reason", ""),
        fields.get("text", ""),
        fields.get("path", ""),
        fact=fields.get("fact"),
        source=fields.get("source"),
        confidence=fields.get("confidence"),
    )


class Account:
    """The notes of one journey, in the order in which they were made."""

    __slots__ = ("_notes",)

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        self._notes: list[Note] = list(notes)

    def add(self, note: Note) -> None:
        """File one note."""
        self._notes.append(note)

    def extend(self, notes: Iterable[Note]) -> None:
        """File several notes."""
        self._notes.extend(notes)

    def lost(self, what: str, reason: str, text: str = "", *, code: str = "NA401") -> None:
        """File what a format cannot say; ``what`` names the fact or the block."""
        self.add(Note(code, what, reason, text, fact=what))

    def of(self, *kinds: Kind) -> list[Note]:
        """Return the notes of these kinds."""
        return [note for note in self._notes if note.kind in kinds]

    def as_jsonl(self) -> str:
        """Return the notes as JSON lines."""
        return "".join(json.dumps(note.as_dict(), ensure_ascii=False, sort_keys=True) + "\n" for note in self._notes)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)

    def __getitem__(self, index: int) -> Note:
        return self._notes[index]

    def __add__(self, other: Iterable[Note]) -> Account:
        return Account([*self._notes, *other])

    def __str__(self) -> str:
        return "\n".join(map(repr, self._notes))
