"""Read the dateline: the start-of-story line ``OTTAWA - ``, in the house styles of agencies and papers.

Everything here is careful in one direction: a first sentence must never lose its first word. Without an agency in
brackets a place must be written in capitals, or be known, and the dash must have its spaces.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from newsarchive.model import Dateline, Moment
from newsarchive.page.facts.agency import Agency, agency_code, agency_named
from newsarchive.page.facts.dates import parse_date
from newsarchive.page.facts.places import is_place, is_region, resolve_place
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import by_language, key
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["parse_dateline", "settle"]

_PLAIN = re.compile(r"(?:[a-zß-ÿ„“\"'«»0-9$€]|[^\W\d_]+(?:\s[a-zß-ÿ]+){3})")  # a sentence, at first sight
_ABOVE = int(Hint.BYLINE | Hint.DATE | Hint.META)
_A_LINE = 60  # characters
_REACH = 110  # characters of the first paragraph that a dateline may take
_DASH = re.compile(
    r"(?P<lead>[^–—]{2,100}?)(?P<dash>\s?\.?\s*(?:--|—|–|―)\s*(?=\S)|\s?\.\s?-\s+|\s-\s*(?=\S)|(?<=\))\s[\x22_~]\s+|(?<=\))-\s+|(?<=[A-ZÀ-Þ\)])\s?:\s+|(?<=[a-zß-ÿ])\s?:\s+|\s?\|\s+)"
)
# A dash as _DASH reads it is one of these, in a text whose white space is spaces.
_DASHES = ("—", "–", "―", "--", " -", ".-", ")-", ": ", "| ", ') "', ") _", ") ~")
_BRACKET = re.compile(r"\s*[(（\[]\s*([^()（）\[\]]{1,60})\s*[)）\]]\s*\.?\s*$")
_MIDDLE = re.compile(r"^(?P<place>[^()]{2,40}?)\s*\((?P<region>[^()]{2,30})\)\s*,\s*(?P<rest>[^()]{3,40})$")
_SLASHED = re.compile(r"\s*/\s*([^/]{2,24})\s*/\s*\.?\s*$")
_NO_DASH = re.compile(r"^(?P<lead>[^()\n]{2,60}?)\s*\((?P<agency>[^()]{2,30})\)[.\s]*[-–—]?\s*(?=[A-ZÀ-Þ„\"“«»0-9Ѐ-ӿ])")
# "London (CNN)It was": two elements without a space between them
_GLUED = re.compile(r"^(?P<lead>[A-ZÀ-Þ][\w.' -]{2,30}?)\s*\((?P<label>[A-Z][\w ]{1,20})\)(?=[A-ZÀ-Þ„“\"])")
_TASS = re.compile(r"^(?P<lead>[А-ЯЁA-Z][^/\n]{2,50}?)[.\s]*/(?P<agency>[А-ЯA-Zа-яa-z -]{2,20})/\s*[.–—-]\s*")
_ANSA = re.compile(r"^\((?P<agency>[A-Za-z]{3,12})\)\s*[-–—]\s*(?P<lead>[A-ZÀ-Þ][^-–—]{2,40}?)\s+[-–—]\s+")
_BARE_AGENCY = re.compile(r"^(?:\((?P<in>[A-Za-z][\w .]{1,22})\)\s*(?:--|[-–—])\s*|(?P<out>EFE)\s?\.\s?-\s*)")
_XINHUA = re.compile(
    r"^(?P<agency>新华社|新華社|中新社|中新网|本报|本報)(?P<place>[\u3400-\u9fff]{2,12}?)?(?P<date>\d{1,2}月\d{1,2}日)?[电電讯訊](?P<rest>\s*题：|[（(][^）)]{2,30}[）)])?\s*"
)
_TAIWAN = re.compile(
    r"^[（(](?P<agency>中央社)(?:記者)?(?P<who>[\u3400-\u9fff、]{0,12}?)(?P<place>[\u3400-\u9fff]{2,6}?)(?P<date>\d{1,2}日)[^）)]{0,8}[電电][）)]\s*"
)
_JAPAN = re.compile(r"^【(?P<inside>[^】]{2,40})】\s*")
_JAPAN_REUTERS = re.compile(
    r"^[\[［](?P<place>[^\s\d\]］]{2,12})[\s\u3000]*(?P<date>[\d０-９]{1,2}日)[\s\u3000]*(?P<agency>ロイター)[\]］]\s*[-–—－ー]?\s*"
)
_KOREA = re.compile(
    r"^\((?P<place>[^()=]{2,20})=(?P<agency>[^()=]{2,16})\)\s*(?P<who>[^=]{0,60}?(?:기자|특파원)\s*=\s*)?"
)
_AFTER = re.compile(
    r"^[A-ZÀ-Þ„“\"«»'’‘(\[¿¡0-9$€£@#\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u9fff\uac00-\ud7af]"
)
_PLACE_SHAPE = re.compile(r"^[^\W\d_][\w.'’` -]{1,40}$")
# "Frankfurt/Main" and "Halle/Saale" are one city on a river
_SPLIT = re.compile(r"\s*/\s*(?!(?:Main|Oder|Saale|Donau|Ruhr|Neckar|Spree|Aller|Weser|M\.|O\.)\b)")
_MONTHISH = re.compile(r"\d")
_DATE_TAIL = re.compile(
    r"[,\s]\s*((?:[^\W\d_]{3,12}\.?\s+)?\d{1,2}\.?(?:\s+(?:de\s+)?[^\W\d_]{3,12}\.?)?(?:,?\s+(?:de\s+)?\d{4})?\.?)$"
)


def parse_dateline(text: str, language: str | None = None) -> Dateline | None:
    """Read the dateline at the start of a first paragraph; its ``printed`` is the start of the text, dash and spaces included.

    >>> parse_dateline("OTTAWA - Canada is expected").printed
    'OTTAWA - '
    >>> parse_dateline("LA CROSSE, Wis. (AP) — A bridge").agency
    'Associated Press'
    >>> parse_dateline("WLAN-Kabel sind knapp") is None
    True
    """
    head = text[:_REACH]
    if len(head) < 6 or _PLAIN.match(head):
        return None
    first = head[0]
    for pattern, when in (
        (_JAPAN, "【"),
        (_XINHUA, "新本中"),
        (_TAIWAN, "（("),
        (_JAPAN_REUTERS, "[［"),
        (_KOREA, "("),
    ):
        if first in when:
            match = pattern.match(head)
            found = _east(match, pattern) if match else None
            if found:
                return found
    bracket = "(" in head
    match = _ANSA.match(head) if first == "(" else None
    if match:
        agency = agency_code(match["agency"])
        if agency:
            return _western(match["lead"], text[: match.end()], agency, language)
    match = _BARE_AGENCY.match(head) if first in "(E" else None
    if match:
        agency = agency_code(match["in"] or match["out"])
        if agency and not agency.photo and _AFTER.match(text[match.end() :]):
            return Dateline(text[: match.end()], None, (), agency.name)
    match = _TASS.match(head) if "/" in head else None
    if match:
        agency = agency_named(match["agency"])
        if agency:
            return _western(match["lead"], text[: match.end()], agency, language)
    match = _DASH.match(head) if any(map(head.__contains__, _DASHES)) or not head.isprintable() else None
    if match and _AFTER.match(text[match.end() :]):
        found = _dashed(match["lead"].strip(), match["dash"], text[: match.end()], language)
        if found:
            return found
    match = _NO_DASH.match(head) if bracket else None
    if match:
        agency = agency_code(match["agency"]) or agency_code(match["agency"].partition("/")[0])
        if agency and not agency.photo and len(match["lead"].split()) <= 5 and "," not in match["lead"]:
            places = match["lead"].strip()
            if all(
                is_place(part.partition("/")[0])
                for half in _SPLIT.split(places)
                for part in re.split(r"\s+und\s+", half)
            ):
                return _western(places, text[: match.end()], agency, language)
    match = _GLUED.match(head) if bracket else None
    if match and is_place(match["lead"]) and key(match["lead"]) not in _stops():
        agency = agency_code(match["label"])
        return _western(match["lead"], text[: match.end()], agency if agency and not agency.photo else None, language)
    return None


def _dashed(lead: str, dash: str, printed: str, language: str | None) -> Dateline | None:
    """Read what stands before a dash as a dateline, or refuse it."""
    sign = dash.strip()
    if sign[:1] == "." and is_region(lead.rpartition(",")[2]):
        lead += "."
    agency: Agency | None = None
    bracket = _BRACKET.search(lead)
    slashed = _SLASHED.search(lead) if not bracket else None
    label = None
    if bracket:
        label = bracket[1].strip()
        lead = lead[: bracket.start()].rstrip(" ,")
        agency = agency_code(label) or agency_named(label) or agency_named(re.split(r"[/,]|\s[-–]\s", label)[0])
        if is_region(label) and agency is None:
            lead = f"{lead}, {label}"
            label = None
    elif slashed:
        agency = agency_named(slashed[1])
        if agency is None:
            return None
        lead = lead[: slashed.start()].rstrip(" ,.")
    elif sign == "|":
        words = lead.split()
        if len(words) < 2 or not words[0].isupper():
            return None
        agency = agency_code(words[-1])
        if agency is None and not words[-1].islower():
            return None
        lead = " ".join(words[:-1])
    middle = _MIDDLE.match(lead)
    if middle and is_region(middle["region"]):
        lead = f"{middle['place']}, {middle['region']}, {middle['rest']}"
    if not lead or len(lead) > 70:
        return None
    place, region, date = _parts(lead, language)
    if place is None:
        return None
    names = [name for part in _SPLIT.split(place) for name in re.split(r"\s+(?:and|und|et|y|e)\s+|\s*·\s*", part)]
    if any("/" in name for name in names):
        names = [name.partition("/")[0] for name in names]
    if any(not _PLACE_SHAPE.match(name) or len(name.split()) > 5 for name in names) or len(names) > 4:
        return None
    capitals = place.upper() == place and sum(char.isalpha() for char in place) >= 3
    stopped = key(place) in _stops() or (key(names[0].split()[0]) in _stops() and not is_place(names[0]))
    if stopped and not (agency and label):
        return None
    known = all(is_place(name) for name in names)
    if agency is not None and not agency.photo:
        if not (capitals or place[0].isupper() or not place[0].isascii()):
            return None
        if not known and not capitals and len(place.split()) > 3:
            return None
        return _western(f"{lead}", printed, agency, language)
    if label is not None:
        # the outlet's own name or a station's letters
        if (capitals or known) and len(label) <= 30 and sign != ":" and not re.search(r"[.!?;]|\d{2}", label):
            return _western(lead, printed, None, language)
        return None
    spaced = dash[:1].isspace() and dash[-1:].isspace()
    if sign == ":":
        if (
            known
            and (capitals or len(names[0]) > 3 or region or date)
            and (capitals or language is None or language[:2] != "en" or date is not None)
        ):
            return _western(lead, printed, None, language)
        return None
    if region is not None and is_region(region):
        return _western(lead, printed, None, language) if capitals or known or spaced else None
    if date is not None and (known or capitals):
        return _western(lead, printed, None, language)
    if capitals:
        if known or (
            len(place) >= 4
            and len(place.split()) <= 3
            and dash[-1:].isspace()
            and not any(char.isdigit() for char in place)
        ):
            return _western(lead, printed, None, language)
        return None
    if known and spaced and all(name[:1].isupper() for name in names) and len(place) > 3:
        return _western(lead, printed, None, language)
    return None


def _parts(lead: str, language: str | None) -> tuple[str | None, str | None, Moment | None]:
    """Divide ``PLACE, REGION, DATE``; a part that is neither makes the whole no dateline."""
    date = None
    if _MONTHISH.search(lead):
        match = _DATE_TAIL.search(lead)
        if not match or match.start() == 0:
            return None, None, None
        stated = match[1]
        date = parse_date(stated, language) if re.search(r"\d{4}", stated) else Moment("0001", stated)
        lead = lead[: match.start()].rstrip(" ,.")
    parts = [part.strip() for part in lead.split(",") if part.strip()]
    if not parts or len(parts) > 3:
        return None, None, None
    region = parts[1] if len(parts) > 1 else None
    if region is not None and not _is_second(parts[0], region):
        return None, None, None
    return parts[0], region, date


def _is_second(place: str, region: str) -> bool:
    """Tell whether what follows a place after a comma can: a region, a site's name, more capitals."""
    if is_region(region) or re.fullmatch(r"[A-Z][\w.-]+(?:\.com|\.id)", region):
        return True
    return place.isupper() and len(region.split()) <= 3 and (region.isupper() or is_place(region))


def _western(lead: str, printed: str, agency: Agency | None, language: str | None) -> Dateline:
    """Build the reading of a dateline in an alphabet."""
    lead = lead.strip(" ,:-–—")
    if not (len(lead) > 3 and lead.endswith(".") and is_region(lead.rpartition(",")[2])):
        lead = lead.rstrip(".")
    date = None
    match = _DATE_TAIL.search(lead) if _MONTHISH.search(lead) else None
    if match and match.start() > 0:
        if re.search(r"\d{4}", match[1]):
            date = parse_date(match[1], language)
        lead = (
            lead[: match.start()].rstrip(" ,")
            if is_region(lead[: match.start()].rpartition(",")[2])
            else lead[: match.start()].rstrip(" ,.")
        )
    parts = [part.strip() for part in lead.split(",") if part.strip()]
    region = parts[1] if len(parts) > 1 and not re.search(r"\.(?:com|id|net)$", parts[1]) else None
    names = [_titled(name) for name in _SPLIT.split(parts[0]) if name]
    shown_region = _titled(region) if region and len(region) > 3 else region
    places = tuple(resolve_place(name, shown_region if at == len(names) - 1 else None) for at, name in enumerate(names))
    place = "/".join(names) + (f", {shown_region}" if shown_region else "")
    return Dateline(printed, place, places, agency.name if agency and not agency.mock else None, date)


def _titled(name: str) -> str:
    """Return a place that is printed in capitals as it is written in running text."""
    if name.upper() != name or len(name) <= 2 or re.fullmatch(r"(?:\w\.)+", name):
        return name
    small = {
        "OF",
        "THE",
        "DE",
        "DU",
        "LA",
        "LE",
        "DEL",
        "DI",
        "DOS",
        "DAS",
        "AND",
        "AM",
        "AN",
        "DER",
        "IM",
        "IN",
        "SUR",
        "UPON",
    }
    words = []
    for at, word in enumerate(name.split()):
        words.append(
            word.lower()
            if at and word in small and word not in ("LA", "LE", "THE")
            else "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
        )
    return " ".join(words)


def _east(match: re.Match[str], pattern: re.Pattern[str]) -> Dateline | None:
    """Read the dateline of a Chinese, Japanese or Korean story."""
    printed = match[0]
    if pattern is _JAPAN:
        inside = match["inside"]
        place, sign, _ = inside.partition("＝")
        if not sign:
            place, sign, _ = inside.partition("=")
        agency = None
        if not sign:
            for code in ("共同", "時事", "ロイター", "AFP", "ＡＦＰ"):
                if inside.endswith(code) and len(inside) > len(code) + 1:
                    agency = agency_named(code) or agency_named("AFP")
                    place = inside[: -len(code)]
                    break
            else:
                # a place and a name, without a sign between: the place must be known
                place = next(
                    (inside[:size] for size in range(min(8, len(inside) - 2), 1, -1) if is_place(inside[:size])), ""
                )
                if not place:
                    return None
        names = [name for name in re.split(r"[、・,]", place) if name]
        if not names or len(place) > 16:
            return None
        return Dateline(printed, place, tuple(resolve_place(name) for name in names), agency.name if agency else None)
    agency = agency_named(match["agency"])
    place = (match["place"] or "") if "place" in match.re.groupindex else ""
    if pattern is _TAIWAN and place and not is_place(place):
        # the reporter's name stands before the place, without a sign between
        place = next((place[at:] for at in range(1, len(place) - 1) if is_place(place[at:])), place[-2:])
    names = [name for name in re.split(r"[、·・,]", place.strip()) if name]
    if pattern is _XINHUA and not place and not match["date"] and not printed.startswith("本"):
        return None
    if pattern is _KOREA and agency is None and not is_place(names[0] if names else ""):
        return None
    if pattern is _XINHUA and match["rest"] is not None and printed.rstrip().endswith("题："):
        printed = printed[: printed.rindex("题")].rstrip()
    return Dateline(
        printed, place.strip() or None, tuple(resolve_place(name) for name in names), agency.name if agency else None
    )


@cache
def _stops() -> frozenset[str]:
    return frozenset(key(word) for word in by_language("datelines", "stop"))


def settle(facts: Facts, scene: Scene) -> None:
    """Find the dateline at the start of the story and claim it out of the paragraph."""
    # A byline or a date above the story, taken for a part of it, is claimed later on.
    left = [block for block in islice(scene.left(), 8) if block.length > _A_LINE or not scene.bits(block) & _ABOVE]
    if scene.headline is not None and left and left[-1].b > (top := scene.headline.b):
        left = [block for block in left if block.b > top]  # a story begins below its headline
    for place, block in enumerate(left[:5]):
        if block.length < 25 and scene.tree.tags[block.e] in ("h1", "h2", "h3", "h4", "figcaption"):
            continue
        if scene.parted(block):
            continue
        found = parse_dateline(block.text, facts.language)
        if found is not None and place >= 2 and not found.agency:
            continue
        if found is None and place == 0:
            found = _alone(facts, scene, block) or _set_off(scene, block)
        if found is not None:
            if found.printed and block.text.startswith(found.printed.rstrip()):
                scene.claim_span(
                    block, 0, len(found.printed.rstrip()), "dateline", "the dateline of the story", "dateline"
                )
            facts.offer(
                "dateline", found, "page-text", 0.95 if found.agency else 0.85, "first paragraph", found.printed
            )
            facts.best("dateline", key=lambda line: line.printed)
            return


def _set_off(scene: Scene, block: TextBlock) -> Dateline | None:
    """Read ``Riad. Die Boxwelt …``: a known place with a full stop is a dateline where it has an element of its own."""
    tree = scene.tree
    first = tree.texts[block.first].strip()
    alone = (
        tree.tel[block.first] != block.e
        and block.last - block.first > 1
        and tree.tel[block.first + 1] != tree.tel[block.first]
    )
    if not alone or not 4 <= len(first) <= 40 or first[-1] not in ".:–—-":
        return None
    place = first.rstrip(" .:–—-")
    if not is_place(place) or not place[:1].isupper() or key(place) in _stops():
        return None
    return Dateline(f"{first} ", place, (resolve_place(place),))


def _alone(facts: Facts, scene: Scene, block: TextBlock) -> Dateline | None:
    """Read a dateline that stands in an element of its own right before the first paragraph, and claim it."""
    before = next((other for other in scene.above[:3] if scene.free(other)), None)
    candidates = [before] if before is not None else []
    for other in candidates:
        text = other.text
        if not 3 <= len(text) <= 60 or scene.tree.tags[other.e] == "head":
            continue
        found = parse_dateline(
            f"{text} {block.text}" if text[-1:] in "-–—:" else f"{text} — {block.text}", facts.language
        )
        if (
            found is not None
            and len(found.printed.rstrip(" —–-:")) >= len(text.rstrip(" —–-:")) - 1
            and (
                text[-1:] in "-–—:"
                or (text.upper() == text and all(place.country for place in found.places) and found.places)
            )
        ):
            scene.claim(other, "dateline", "the dateline of the story", "dateline")
            return Dateline(text, found.place, found.places, found.agency, found.date)
    return None
