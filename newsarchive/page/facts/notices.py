"""Read the lines that close a story: first published, corrections, contributors, the agency alone, the end mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from newsarchive.model import Contributor, FirstPublished, Notice, NoticeKind
from newsarchive.page.facts.agency import Agency, agencies_in, agency_named
from newsarchive.page.facts.dates import find_dates
from newsarchive.page.facts.people import people_in
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import alternation, beginning, by_language, holds_any, one_line, plainly_cased
from newsarchive.page.hints import Hint
from newsarchive.page.marks import Mark
from newsarchive.page.tree import TextBlock

__all__ = ["agency_line", "parse_contributors", "parse_first_published", "parse_notice", "settle", "source_beside"]

_KINDS: tuple[NoticeKind, ...] = (
    "correction",
    "clarification",
    "editor",
    "update",
    "translation",
    "disclosure",
    "companies",
)
_LONGEST_FIRST = 260  # characters
_ELSEWHERE, _ELSEWHERE_FAR = int(Hint.COMMENT | Hint.NAV), int(Hint.COMMENT | Hint.NAV | Hint.FOOTER)
_LONGEST_HELP, _LEAD_OF_HELP = 420, 160  # characters
_LONGEST_END = 40  # characters; end marks are shorter, and no letter gets shorter in one case
_ONE_AGENCY = 40  # characters
_OF_PICTURES = int(Hint.FIGURE | Hint.CAPTION | Hint.MEDIA) | ELSEWHERE
_CLOSE = 4  # blocks behind the story that may close it, whatever their box is called
_BY = re.compile(
    r"\b(?:by|in|on|at|from|in der|im|in dem|dans|en|no|na|sul|su|nel|auf|bei|sur|i|på|op|w)\s+(?P<outlet>(?:The\s+)?[A-ZÀ-Þ][\w.&'’-]*(?:\s+(?:[A-ZÀ-Þ][\w.&'’-]*|of|and|de|der|du|la))*)"
)
_PROGRAMME = re.compile(
    r"(?:(?:die|der|das|im|in der|the|on)\s+)?(?P<name>[^,|;]{2,60}?)\s*(?:[,|;]|\b(?:am|vom|on|le|el|il|op)\s|$)"
)
_ROLES = re.compile(
    r"(?P<role>additional reporting|reporting|writing|editing|with files|with reporting|compiled|translation|copy editing|produced|"
    r"reporte|edición|reportagem|edição|con la colaboración de|com a colaboração de|con la collaborazione di|avec la collaboration de|met medewerking van|medverkan|współpraca|med bidrag fra|bidrag fra|при участии|за участю|katkıda bulunanlar|laporan tambahan oleh|penyunting|mitarbeit|redaktion|recherche|édité|édition)\s*(?:by|from|de|por|par|:|von)?\s*[:]?\s*(?P<who>[^;.()]+)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"^(?P<who>.{4,200}?)\s+(?:also\s+)?contributed\s+(?:to\s+this\s+\w+|reporting)", re.IGNORECASE
)
_PLACE_TAIL = re.compile(r"\s+(?:in|from|à|en|em|aus)\s+(?P<place>[A-ZÀ-Þ][\w .'’-]+)$")


_LEADING = ' *—–[("“-'  # what may stand before a notice, in a line whose white space is spaces
_LONGEST_PHRASE = 60  # characters; what says that a line is a notice, or was aired, is shorter
_MORE = r"(?P<more>\s*[:：.,]|\s+(?:on|vom|am|du)\s(?=[^.]{0,14}\d)|\s*[—–-]\s|\s*[（(]|\s|$)"
_BEHIND = re.compile(_MORE, re.IGNORECASE)


@cache
def _kind(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"^[\s*—–\[(\"“-]*(?:{alternation(by_language('phrases', kind))}){_MORE}",
        re.IGNORECASE,
    )


@cache
def _begins(kind: str) -> Callable[[str, int], list[str]]:
    return beginning(by_language("phrases", kind))


@cache
def _begins_any() -> Callable[[str, int], list[str]]:
    """Return what tells how a notice of any kind begins, or a line that says when a report was aired."""
    return beginning(word for kind in (*_KINDS, "aired") for word in by_language("phrases", kind))


def _opens(text: str) -> bool:
    """Tell whether a line may begin like a notice, or like one that was aired: most lines do not, and are told so at once.

    What may lead to an ``aired`` is among what may lead to a notice, and no phrase begins with a sign of it.
    """
    head = text.lstrip(_LEADING)[:_LONGEST_PHRASE]
    return bool(_begins_any()(head.lower(), 0)) or not plainly_cased(head)


def _begun(text: str) -> Iterator[tuple[NoticeKind, str, str]]:
    """Yield the kinds of notices that a line begins like, each with the words that say so and what stands behind these."""
    head = text.lstrip(_LEADING)
    at, head = len(text) - len(head), head[:_LONGEST_PHRASE]
    if not plainly_cased(head):
        for kind in _KINDS:
            if found := _kind(kind).match(text):
                yield kind, found[0], found["more"].strip()
        return
    lowered = head.lower()
    for kind in _KINDS:
        behind = (_BEHIND.match(text, at + len(word)) for word in _begins(kind)(lowered, 0))
        if found := next(filter(None, behind), None):
            yield kind, text[: found.end()], found["more"].strip()


@cache
def _aired() -> re.Pattern[str]:
    return re.compile(rf"^[\s*(\[]*(?:{alternation(by_language('phrases', 'aired'))})[\s:|]+", re.IGNORECASE)


@cache
def _contributor_words() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(—–-])(?:{alternation(by_language('phrases', 'contributors'))})", re.IGNORECASE)


@cache
def _source_words() -> re.Pattern[str]:
    return re.compile(rf"^[(\s]*(?:{alternation(by_language('phrases', 'source'))})\s*[:：]\s*", re.IGNORECASE)


@cache
def _ends() -> frozenset[str]:
    return frozenset(word.casefold() for word in by_language("phrases", "end"))


def parse_first_published(text: str, language: str | None = None) -> FirstPublished | None:
    """Read a sentence that says when or where the story first came out, in print or on the air.

    >>> found = parse_first_published("This report by The Canadian Press was first published Feb. 17, 2021.")
    >>> found.date.iso, found.outlet
    ('2021-02-17', 'The Canadian Press')
    """
    return _first_published(one_line(text), language) if len(text) <= _LONGEST_FIRST + 40 else None


def _first_published(text: str, language: str | None, *, told: bool = True) -> FirstPublished | None:
    """``told``: some line near holds words that say when a story first came out."""
    if len(text) > _LONGEST_FIRST:
        return None
    if aired := _aired().match(text):
        return _broadcast(text, aired.end(), language)
    if not told or not holds_any(text, "phrases", "first_published"):
        return None
    found = find_dates(text, language)
    words = text
    for start, stop, _ in reversed(found):
        words = words[:start] + words[stop:]
    match = _BY.search(words)
    outlet = re.sub(r"(?:\s+(?:of|and|de|der|du|la))+$", "", match["outlet"].strip(" .,")) if match else None
    return FirstPublished(text, found[0].moment if found else None, outlet)


def _broadcast(text: str, start: int, language: str | None) -> FirstPublished | None:
    """Read the programme and the date after the words that say a report was aired; without a date it is a sentence."""
    found = find_dates(text, language)
    if not found or found[0].start < start:
        return None
    match = _PROGRAMME.match(text, start, found[0].start)
    programme = match["name"] if match and len(match["name"]) > 2 and match["name"][-1] != "." else None  # "Do.", "on"
    return FirstPublished(text, found[0].moment, programme)


def parse_notice(text: str, language: str | None = None) -> Notice | None:
    """Read a line as a correction, a clarification, an update, an editor's note and so on.

    >>> parse_notice("Correction, Nov. 15, 2019: This article misnamed a lake.").kind
    'correction'
    """
    return _notice(one_line(text), language)


def _notice(text: str, language: str | None) -> Notice | None:
    if len(text) > 900 or not _opens(text):
        return None
    for kind, words, more in _begun(text):
        if (
            not more
            and kind in ("update", "disclosure", "correction", "clarification", "editor")
            and len(words.split()) < 3
        ):
            continue
        dates = find_dates(text[:160], language)
        return Notice(kind, text, dates[0].moment if dates and dates[0].start < 60 else None)
    return None


def parse_contributors(text: str) -> list[Contributor]:
    """Read who helped: ``(Reporting by A in B; Editing by C)``, ``A contributed to this report``.

    >>> [(one.name, one.role, one.place) for one in parse_contributors("(Reporting by Ana Gil in Lima; Editing by Bo Ek)")]
    [('Ana Gil', 'reporting', 'Lima'), ('Bo Ek', 'editing', None)]
    """
    text = " ".join(text.split()).strip(" ()—–-")
    found: list[Contributor] = []
    match = _CONTRIBUTED.match(text)
    parts = (
        [("contributing", match["who"])] if match else [(m["role"].lower(), m["who"]) for m in _ROLES.finditer(text)]
    )
    for role, named in parts:
        place, who = None, named.strip()
        tail = _PLACE_TAIL.search(who)
        if tail:
            place, who = tail["place"].strip(), who[: tail.start()]
        who = re.sub(
            r"^(?:The Associated Press|Associated Press|AP|Reuters|CNN)(?:’s|'s)?\s+(?:writers?|reporters?|journalists?)?\s*",
            "",
            who,
        )
        people = people_in(re.sub(r"\s+in\s+[A-ZÀ-Þ][\w.'’-]+(?=,|\s+and\s)", "", who))
        found.extend(Contributor(person.name, role, place, person.kind) for person in people)
    return found


def agency_line(text: str) -> tuple[list[Agency], str] | None:
    """Read a line of its own that names where the text comes from: ``The Canadian Press``, ``(abc/dpa)``, ``Quelle: dpa``.

    Returns the agencies and a word for the form: ``alone``, ``tail`` or ``source``; None where it is no such line.
    """
    text = one_line(text)
    if not 2 <= len(text) <= 90:
        return None
    match = _source_words().match(text) if ":" in text or "：" in text else None
    if match:
        found = [
            agency for agency in agencies_in(re.sub(r"^[^,]*,\s*(?=\w+/)", "", text[match.end() :])) if not agency.photo
        ]
        return (found, "source") if found else None
    bare = text.strip(" ()[].-–—©*")
    whole = agency_named(bare)
    if whole and not whole.photo:
        return [whole], "alone"
    if len(bare) <= 40 and ("/" in bare or "," in bare or " und " in bare):
        found = [agency for agency in agencies_in(bare) if not agency.photo]
        if found and (len(found) * 2 >= len(re.split(r"[/,]| und ", bare)) or text[:1] == "("):
            return found, "tail"
    return None


@cache
def _source_inside() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s|]))(?:{alternation(by_language('phrases', 'source'))})\s*[:：]\s*(?P<who>[^\s|，,。）)]{{2,30}})",
        re.IGNORECASE,
    )


def source_beside(text: str) -> Agency | None:
    """Return the agency that a line of small facts names as its source: ``来源：新华社``, ``Quelle: dpa``.

    >>> source_beside("Source: Reuters | ").name
    'Reuters'
    """
    match = _source_inside().search(text)
    agency = agency_named(match["who"]) if match else None
    return agency if agency and not agency.photo else None


def settle(facts: Facts, scene: Scene) -> None:
    """Claim the closing lines from the end of the story and just behind it, and the notes before it."""
    notices: list[Notice] = []
    contributors: list[Contributor] = []
    story = scene.story
    _agency_above(facts, scene)
    near = [*story[:2], *story[max(2, len(story) - 7) :], *scene.below[:10]]
    # most pages hold none of these words: then no line is asked for them
    told = holds_any(
        "\n".join([block.text for block in near if block.length <= _LONGEST_FIRST]), "phrases", "first_published"
    )
    led = "\n".join([block.text[:_LEAD_OF_HELP] for block in near[2:] if block.length < _LONGEST_HELP])
    helped = holds_any(led, "phrases", "contributors")
    for place, block in enumerate(near):
        inside = block.b in scene.kept
        outside = _ELSEWHERE if story and block.b <= story[-1].b + _CLOSE else _ELSEWHERE_FAR
        if scene.tree.context[block.e] & outside or not scene.open(block):
            continue
        text = block.text
        if inside and place >= 2:
            _tail_in_brackets(facts, scene, block)
        if len(text) > 900:
            continue
        opens = _opens(text)  # the text of a block is one line
        first = _first_published(text, facts.language, told=told) if opens or told else None
        if first is not None and (place >= 2 or len(text) < 200):
            facts.offer(
                "first_published", first, "page-text", 0.95 if first.date else 0.7, "closing line", first.printed
            )
            scene.claim(block, "first-published", "says when or where the story first came out", "first_published")
            continue
        notice = _notice(text, facts.language) if opens else None
        if notice is not None and (inside or notice.kind in ("correction", "clarification", "editor")):
            notices.append(notice)
            scene.claim(
                block,
                notice.kind if notice.kind != "editor" else "editors-note",
                f"the publisher's own word: {notice.kind}",
                "notices",
            )
            continue
        if place >= 2 and _closing(facts, scene, block, notices, contributors, helped=helped):
            continue
    if notices:
        facts.values["notices"] = tuple(notices)
    if contributors:
        facts.values["contributors"] = tuple(dict.fromkeys(contributors))
    facts.best("first_published", key=lambda first: first.printed)


def _agency_above(facts: Facts, scene: Scene) -> None:
    """Claim a line that names an agency and nothing else between the headline and the story; beside a picture it is a credit."""
    top = scene.headline
    if top is None or not scene.story:
        return
    for block in scene.tree.blocks[top.b + 1 : min(top.b + 1 + _CLOSE, scene.story[0].b)]:
        if block.length > _ONE_AGENCY or scene.bits(block) & _OF_PICTURES or not scene.open(block):
            continue
        line = agency_line(block.text)
        if line is not None and line[1] == "alone":
            for agency in line[0]:
                facts.offer("agency_line", agency, "page-text", 0.8, "line under the headline", block.text)
            scene.claim(block, "agency-line", "names the agency that the text comes from", "agency")
            return


def _closing(
    facts: Facts,
    scene: Scene,
    block: TextBlock,
    notices: list[Notice],
    contributors: list[Contributor],
    *,
    helped: bool,
) -> bool:
    """Claim a line of contributors, of an agency or an end mark; True where it was one.

    ``helped``: some line near holds words for who helped.
    """
    text = block.text
    if len(text) <= _LONGEST_END and text.casefold().strip() in _ends():
        scene.ledger.take_block(Mark("NA212", "end-mark", "marks the end of the story", block.e), block)
        return True
    if helped and len(text) < _LONGEST_HELP and _contributor_words().search(text[:_LEAD_OF_HELP]):
        people = parse_contributors(text)
        agencies = [
            agency
            for agency in agencies_in(
                re.sub(
                    r"^.*?(?:with files from|with|avec|mit(?: material von)?|con información de|com informações d[aeo])\s+",
                    "",
                    text.strip(" ()—–-."),
                    flags=re.IGNORECASE,
                )
            )
            if not agency.photo
        ]
        if people or agencies:
            contributors.extend(people)
            notices.append(Notice("contributors", " ".join(text.split())))
            scene.claim(block, "contributors", "names who helped with the story", "contributors")
            for agency in agencies:
                facts.offer("agency_line", agency, "page-text", 0.5, "contributors", text)
            return True
    line = agency_line(text)
    if line is not None and block.linked < block.length:
        agencies, form = line
        for agency in agencies:
            facts.offer(
                "agency_line",
                agency,
                "page-text",
                {"alone": 0.85, "tail": 0.85, "source": 0.8}[form],
                f"closing line ({form})",
                text,
            )
        names = ", ".join(agency.name for agency in agencies)
        scene.claim(block, "agency-line", "names the agency that the text comes from", "agency", read=names)
        return True
    return False


_LONGEST_TAIL = 120  # characters; what either pattern can take
_DASHED_TAIL = re.compile(r"\s[—–-]\s?([A-Za-z][\w/ -]{1,24})\.?\s*$")
_TAIL_SIGNS = ("(", "—", "–", "/", " -", "（", "[")  # what either of them holds, where white space is spaces
_TAIL = re.compile(r"\s*[(（\[/]\s*([^()（）\[\]/]{2,30}(?:/[^()（）\[\]/]{2,20}){0,3})\s*[)）\]/]?\s*$")


def _tail_in_brackets(facts: Facts, scene: Scene, block: TextBlock) -> None:
    """Claim an agency in brackets at the very end of the last paragraph: ``… sagte er. (abc/dpa)``."""
    text = block.text
    near_end = max(0, len(text) - _LONGEST_TAIL)
    if not any(map(text[near_end:].__contains__, _TAIL_SIGNS)):
        return
    match = _DASHED_TAIL.search(text, near_end) or _TAIL.search(text, near_end)
    if not match or match.start() < 20:
        return
    if not any(block is last for last in islice(filter(scene.free, reversed(scene.story)), 2)):
        return
    agencies = [agency for agency in agencies_in(match[1]) if not agency.photo]
    if not agencies or text[: match.start()].rstrip()[-1:] not in ".!?…\"”“»’'。":
        return
    if scene.claim_span(
        block,
        match.start() + (len(match[0]) - len(match[0].lstrip())),
        len(text),
        "agency-line",
        "names the agency that the text comes from",
        "agency",
        read=", ".join(agency.name for agency in agencies),
    ):
        for agency in agencies:
            facts.offer("agency_line", agency, "page-text", 0.9, "end of the last paragraph", match[0].strip())
