"""Read names: people apart from agencies and desks, free of titles, roles, addresses, handles and dates, in their order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from newsarchive.model import Person
from newsarchive.page.facts.agency import agency_named
from newsarchive.page.facts.places import is_place, is_region
from newsarchive.page.facts.words import (
    alternation,
    as_plain,
    beginning,
    by_language,
    holding,
    key,
    one_line,
    plainly_cased,
    table,
)

__all__ = ["beats", "clean_name", "is_desk", "is_name", "is_role", "people_in"]

_NOISE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+\s?@\s?[\w-]+\.[\w.-]+|(?<!\w)@\w+|\(\s*@?\w*\s*\)|\+?\d[\d\s()/-]{6,}\d|\bfollow\b.*$",
    re.IGNORECASE,
)
_NOISY = re.compile(r"[@(\d]|://|www|follow", re.IGNORECASE)  # what every noise holds one of
_LONGEST_LEAD = 60  # characters; by-words and titles are shorter
_SHORTEST_LOWER = 3  # letters for each word of a name in lower case
_LONGEST = 600  # characters of a byline; a list of a hundred names is no byline
_WORDLIKE = re.compile(r"[^\W\d_]")
_EDGES = " \t\n,;:|/\\-–—•·⋅‧∙●»«*#<>=_~.：，。、\u200b\u200e\u200f\ufeff"
_SEPARATORS = re.compile(r"\s*(?:[;|•·⋅‧∙●/\n\t]|\s[–—-]\s|,\s*(?:and|und|et|y|e|og|och)\s|\s&amp;\s)\s*")
_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]{0,80})[)\]）]?\s*")
_BRACKET = re.compile(r"[(\[（]")
_EMPTY_BRACKETS = re.compile(r"[(\[（]\s*[)\]）]")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SUFFIXES = re.compile(
    r"^(?:jr|sr|ii|iii|iv|phd|ph\.d|md|m\.d|esq|mba|rn|cpa|jd|j\.d|mp|mla|msc|ma|ba|sj|s\.j|ofm)\.?$", re.IGNORECASE
)
_BARE_ACCOUNT = re.compile(r"^[a-z0-9_.-]+$")
_VARIABLE = re.compile(r"^\w+(?:\.\w+){2,}$|[{}\[\]%$]")  # what a template left unfilled
_FOR_WHOM = re.compile(r"\s+for\s+the\s+.*$", re.IGNORECASE)  # "Ana Gil for The Hill Post"


def _denoised(text: str) -> str:
    """Return a text without addresses, handles and numbers; few names have a sign of any."""
    return _NOISE.sub(" ", text) if _NOISY.search(text) else text


@cache
def _and() -> re.Pattern[str]:
    words = by_language("bylines", "and")
    latin = [word for word in words if (word.isascii() and word.isalpha()) or word in ("och", "és", "și", "şi")]
    rest = [word for word in words if word not in latin and len(word) > 0 and word not in ("و", "&")]
    return re.compile(
        rf"\s+(?:{alternation(latin)}|&)\s+|\s*[、・]\s*|\s+(?:{alternation([w for w in rest if w not in '、・'])})\s+",
        re.IGNORECASE,
    )


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(by_language('bylines', 'by'))})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)


@cache
def _desks() -> frozenset[str]:
    return frozenset(key(word) for word in by_language("bylines", "desks"))


@cache
def _nobody() -> frozenset[str]:
    return frozenset(key(word) for word in by_language("bylines", "nobody"))


@cache
def _roles() -> re.Pattern[str]:
    spaced = [word for word in by_language("bylines", "roles") if not _NO_SPACES.search(word)]
    return re.compile(rf"(?<!\w)(?:{alternation(spaced)})(?!\w)", re.IGNORECASE)


def _role_in(text: str) -> re.Match[str] | None:
    """Find a role in a text; most hold none, and to look for all of them at once takes less time than to try each everywhere."""
    return _roles().search(text) if not plainly_cased(text) or _names_role()(one_line(text)) else None


@cache
def _names_role() -> Callable[[str], bool]:
    return holding(as_plain(word) for word in by_language("bylines", "roles") if not _NO_SPACES.search(word))


@cache
def _roles_unspaced() -> re.Pattern[str]:
    words = [word for word in by_language("bylines", "roles") if _NO_SPACES.search(word)]
    return re.compile(rf"\s*(?:{alternation(words)})\s*$")


@cache
def beats() -> frozenset[str]:
    """Return the words for what an editor is the editor of, in lower case."""
    return frozenset(by_language("bylines", "beats"))


@cache
def _led_by_role() -> re.Pattern[str]:
    """Return the pattern of a role written in one word before a name: ``Post-Redakteurin Anna Muster``."""
    return re.compile(rf"^\w\S*-(?i:{alternation(by_language('bylines', 'roles'))})\s+(?=[^\Wa-z\d_])")


def _may_lead(text: str) -> bool:
    """Tell whether a line without double spaces may begin with a word that is no name: "by", "about" and the like, or a title."""
    return not plainly_cased(text) or bool(_leads()(text[:_LONGEST_LEAD].lower(), 0))


@cache
def _leads() -> Callable[[str, int], list[str]]:
    return beginning(word for section in ("by", "about", "titles") for word in by_language("bylines", section))


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(by_language('bylines', 'about'))})\s+(?=\S+\s)", re.IGNORECASE)


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(by_language('bylines', 'titles'))})\s+", re.IGNORECASE)


def is_desk(text: str) -> bool:
    """Tell whether a name is that of a desk, a staff or nobody: ``Redaktion``, ``Staff Writer``, ``admin``.

    >>> is_desk("Online-Redaktion"), is_desk("Ana Pérez")
    (True, False)
    """
    folded = key(text)
    return folded in _desks() or folded in _nobody() or not folded


def is_role(text: str) -> bool:
    """Tell whether a text is a role and nothing else: ``Senior Writer``, ``Redakteurin``.

    >>> is_role("Education editor"), is_role("Ana Gil, editor")
    (True, False)
    """
    match = _role_in(text)
    if not match or text[match.end() :].strip(_EDGES):
        return False
    return all(word.lower() in beats() for word in text[: match.start()].split())


@lru_cache(maxsize=256)
def is_name(text: str) -> bool:
    """Tell whether a text has the shape of a person's name.

    >>> is_name("Ludwig van Beethoven"), is_name("read our newsletter"), is_name("小池和樹")
    (True, False, True)
    """
    if not 2 <= len(text) <= 60 or any(map(str.isdigit, text)) or not _WORDLIKE.search(text):
        return False
    if _NO_SPACES.search(text):
        return 2 <= len(text.replace(" ", "").replace("・", "").replace("＝", "")) <= 14
    words = text.split()
    if len(words) > 6:
        return False
    particles = table("bylines")["particles"]["all"]
    capitals = 0
    for word in words:
        bare = word.strip(".'’\"“”„-")
        if not bare:
            return False
        first = bare[0]
        if first.isupper() or unicodedata.category(first) == "Lo":
            capitals += 1
        elif word.lower() not in particles and not re.match(
            r"^(?:d|l|o|t)?[’'][A-Z]|^(?:al|el|abd|mac|mc)[-A-Z]", word
        ):
            return False
    return capitals >= 1 and not set(text) & set("?!:：;@#<>{}=%$€")


@lru_cache(maxsize=256)  # a name is read as that of a field, of a byline, of a credit
def clean_name(text: str) -> str:
    """Return a name without what clings to it: by-words, addresses, handles, titles, a paper's name after a bar.

    >>> clean_name("By Dr. Anna O'Neill-Smith (anna@paper.example)")
    "Anna O'Neill-Smith"
    """
    text = _denoised(text[:_LONGEST])
    if "(" in text or "[" in text or "（" in text:
        text = _EMPTY_BRACKETS.sub(" ", text)
    text = " ".join(text.split()).strip(_EDGES)
    leads = _may_lead(text)
    match = _by().match(text) if leads else None
    if match and match.end() < len(text):
        text = text[match.end() :]
    before = text
    if leads:
        text = _about().sub("", text)
    if "-" in text:
        text = _led_by_role().sub("", text)
    if "for" in text.lower():
        text = _FOR_WHOM.sub("", text)
    for _ in range(3 if leads or text is not before else 0):
        match = _titles().match(text)
        if not match:
            break
        text = text[match.end() :]
    if _NO_SPACES.search(text):
        text = _roles_unspaced().sub("", text)
    text = " ".join(text.split()).strip(_EDGES)
    words = text.split()
    if len(words) > 1 and text.isupper() and len(text) > 6 and text.isascii():
        text = " ".join(_titled(word) for word in words)
    return text


def _titled(word: str) -> str:
    """Return a word of an upper-case name as it is written in running text."""
    lowered = word.lower()
    if lowered in table("bylines")["particles"]["all"] and lowered not in (
        "e",
        "i",
        "y",
        "do",
        "da",
        "das",
        "san",
        "ben",
    ):
        return lowered
    return re.sub(r"(^|[-’'.])([^\W\d_])", lambda match: match[1] + match[2].upper(), lowered)


def people_in(text: str, *, trusted: bool = False, kind: str = "person") -> list[Person]:
    """Return the people (and the desks and agencies) that a byline or a field of data names, in order.

    ``trusted``: the text stands in a field for names, so a single word is a name as well. Agencies and desks come with
    ``kind="organisation"``; what is neither is left out.

    >>> [person.name for person in people_in("By Jane Doe and Ali bin Said, Staff Writers")]
    ['Jane Doe', 'Ali bin Said']
    >>> people_in("Von Jan Müller, dpa")[1].kind
    'organisation'
    """
    return list(_people_in(text, trusted=trusted, kind=kind)) if len(text) <= _LONGEST else []


@lru_cache(maxsize=256)  # the data, the head and the page mostly sign with the same words
def _people_in(text: str, *, trusted: bool, kind: str) -> tuple[Person, ...]:
    found: list[Person] = []
    seen: set[str] = set()
    text = _denoised(text)
    at, works, listed = 0, False, False
    for cut in (*_SEPARATORS.finditer(text), None):
        part = text[at : cut.start() if cut else len(text)]
        at = cut.end() if cut else at
        if works and listed and not _role_in(part):
            continue  # "…, Hill Speech, Privacy, and Lakes Project"
        listed = cut is not None and cut[0].lstrip().startswith(",")
        if listed:
            pieces = [piece.strip(_EDGES) for piece in part.split(",")]
            works = len(pieces) > 1 and _employed(pieces, len(pieces) - 1)
        if found and is_role(part):
            last = found[-1]
            found[-1] = Person(last.name, last.role or part.strip(_EDGES), last.affiliation, last.url, last.kind)
            continue
        for person in _from_part(part.strip(), trusted=trusted, kind=kind):
            mark = key(person.name)
            if mark and mark not in seen:
                seen.add(mark)
                found.append(person)
    return tuple(found)


def _from_part(part: str, *, trusted: bool, kind: str) -> list[Person]:
    """Read one part of a byline, between strong separators."""
    if not part:
        return []
    notes = _BRACKETS.findall(part) if _BRACKET.search(part) else []
    part = (_BRACKETS.sub(" ", part) if notes else part).strip(_EDGES)
    match = _by().match(part + " ")
    if match and match.end() < len(part):
        part = part[match.end() :]
    pieces = [piece.strip(_EDGES) for piece in part.split(",")]
    if (
        len(pieces) == 2
        and trusted
        and all(len(piece.split()) == 1 for piece in pieces)
        and not _SUFFIXES.match(pieces[1])
    ):
        swapped = _person(f"{pieces[1]} {pieces[0]}", trusted=trusted, kind=kind)  # "Last, First"
        if swapped and not agency_named(pieces[1]) and not agency_named(pieces[0]) and not is_desk(pieces[1]):
            return [swapped]
    found: list[Person] = []
    if "," not in part and not _and().search(f" {part} "):
        whole = _person(part, trusted=trusted, kind=kind)
        found = [whole] if whole else []
    else:
        for at, piece in enumerate(pieces):
            if found and at and _employed(pieces, at):
                continue
            if found and _SUFFIXES.match(piece):
                if piece.rstrip(".").lower() in ("jr", "sr", "ii", "iii", "iv"):
                    suffix = f"{piece}." if piece.lower() in {"jr", "sr"} else piece
                    found[-1] = Person(f"{found[-1].name} {suffix}", found[-1].role, kind=found[-1].kind)
                continue
            found.extend(_joined(piece, trusted=trusted, kind=kind, found=found))
    for note in notes:
        agency = agency_named(note)
        if agency and not agency.photo:
            found.append(Person(note.strip(), kind="organisation"))
    return found


def _employed(pieces: list[str], at: int) -> bool:
    """Tell whether a piece is where the one before it works: "Ana Gil, Senior Analyst, Hill Lakes Project".

    A name that comes behind a role has a role as well, or "and" before it; and what follows a place of work is one too.
    """
    before, here, behind = pieces[at - 1], pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
    if _role_in(here) or _role_in(behind) or agency_named(here) or not here:
        return False
    if at > 1 and _role_in(before):
        return not _and().match(f" {here}") and not _is_two(here)
    return at > 1 and _employed(pieces, at - 1)


def _is_two(piece: str) -> bool:
    """Tell whether a piece joins two names."""
    return bool(_and().search(f" {piece} "))


def _joined(piece: str, *, trusted: bool, kind: str, found: list[Person]) -> list[Person]:
    """Read names joined by "and"; a lone word after the first name is a role, a place or a surname that belongs to it."""
    names = [name for name in _and().split(piece) if name]
    if len(names) == 2 and len(names[1].split()) == 1 and len(names[0].split()) > 1 and not agency_named(names[1]):
        # "José Ortega y Gasset"; but "Ana and Luis" are two
        joint = _and().search(piece)
        if joint and len(joint[0].strip()) == 1 and joint[0].strip() != "&":
            names = [piece]
    result: list[Person] = []
    for name in names:
        if _role_in(name) and found and not result:
            role = clean_name(name)
            found[-1] = Person(
                found[-1].name, found[-1].role or role, found[-1].affiliation, found[-1].url, found[-1].kind
            )
            continue
        person = _person(name, trusted=trusted and (len(names) == 1 or len(name.split()) > 1), kind=kind, among=True)
        if person:
            result.append(person)
    return result


def _without_beat(name: str) -> str:
    """Cut off what an editor is the editor of: ``Ana Gil Education`` before ``editor``."""
    words = name.split()
    while len(words) > 2 and words[-1].lower() in beats():
        words.pop()
    return " ".join(words)


def _person(text: str, *, trusted: bool, kind: str, among: bool = False) -> Person | None:
    """Read one name."""
    if agency_named(text):
        return Person(text.strip(_EDGES), kind="organisation")
    name = clean_name(text)
    if not name or len(name) > 80 or _VARIABLE.search(name):
        return None
    if (
        trusted
        and name.islower()
        and name.isascii()
        and " " in name
        and len(name) >= _SHORTEST_LOWER * len(name.split())
    ):
        particles = table("bylines")["particles"]["all"]
        name = " ".join(word if word in particles else _titled(word) for word in name.split())
    if agency_named(name):
        return Person(name, kind="organisation")
    if is_desk(name):
        return Person(name, kind="organisation") if key(name) not in _nobody() and len(name) > 2 else None
    if kind == "organisation":
        return Person(name, kind="organisation")
    role = None
    match = _role_in(name)
    if match and not _NO_SPACES.search(name):
        before, after = _without_beat(name[: match.start()].strip(_EDGES)), name[match.end() :].strip(_EDGES)
        if is_name(before) and len(before.split()) > 1:
            name, role = before, text[len(before) :].strip(_EDGES) or None
        elif is_name(after) and len(after.split()) > 1 and not before:
            name, role = after, match[0]
        else:
            return Person(name, kind="organisation") if trusted else None
    if _BARE_ACCOUNT.match(name) and not (trusted and name.isalpha() and len(name) < 12):
        return None
    if not is_name(name) or (len(name.split()) == 1 and not trusted and not _NO_SPACES.search(name)):
        return None
    if among and len(name.split()) == 1 and (is_place(name) or is_region(name)):
        return None  # "Ana Muster, Berlin"
    return Person(name, role)
