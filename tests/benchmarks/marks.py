"""Look into an exported file for the marks of fidelity: is each there, and does it still say what it is?

A mark is *kept* where the file says what the words are (a caption is a caption, an address leads somewhere), *words* where only the words
are left, *gone* where not even they are. Nothing here knows who wrote a file: all are looked at in the same ways.
"""

from __future__ import annotations

import html as html_
import io
import json
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

Verdict = Literal["kept", "words", "gone", "no place"]

CAPTION = "The ferry Maren leaves Port Sel on her evening crossing."
CREDIT = "EXAMPLE WIRE/Nils Brandt"
DATELINE = "PORT SEL, Feb. 17 (EXW)"
QUOTE = "We will not be the council that let the last boat go"
HEADER, CELL = "Passengers", "41,200"
LINK = "https://gazette.example.org/dispute?a=1&b=2"
LINKED = "a dispute of eleven years"
NOTE = "Five were in favour and four against"
ALT = "A white ferry leaves a small harbour at dusk"
SCRIPTS = {
    "Arabic": "تبقى العبّارة حتى العام المقبل",
    "Hebrew": "המעבורת נשארת לפי שעה",
    "Devanagari": "नगर परिषद ने नौका सेवा जारी रखने का निर्णय लिया",
    "Japanese": "町議会は最後のフェリーを存続させることを決めた",
}
EMOJI = "👨\u200d👩\u200d👧\u200d👦"
MARKS = ("caption", "credit", "dateline", "quote", "table", "link", "footnote", *SCRIPTS, "emoji", "alt", "lang", "dir")


def marks_of(data: bytes, kind: str) -> dict[str, Verdict]:
    """Return the verdict for each mark; ``kind`` is html, xml, epub, htmlz, pdf, markdown, text, json or jsonld."""
    match kind:
        case "pdf":
            return _pdf(data)
        case "json" | "jsonld":
            return _json(json.loads(data), plain=kind == "jsonld")
        case "markdown":
            return _markdown(data.decode())
        case "text":
            return _text(data.decode())
        case "epub" | "htmlz":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                pages = [book.read(name) for name in book.namelist() if name.endswith(("html", "htm"))]
            return _markup([_parsed(page) for page in pages])
        case _:
            return _markup([_parsed(data)])


# -- words ----------------------------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    """Return what a reader compares: compatibility forms resolved, marks of direction and all space gone."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(
        sign for sign in text if (not sign.isspace() and unicodedata.category(sign) != "Cf") or sign == "\u200d"
    )


def _has(text: str, words: str) -> bool:
    return _folded(words) in _folded(text)


def _said(*, kept: bool, words: bool) -> Verdict:
    return "kept" if kept else "words" if words else "gone"


def _tongues(text: str) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {name: _said(kept=_has(text, words), words=False) for name, words in SCRIPTS.items()}
    parts = EMOJI.split("\u200d")
    found["emoji"] = _said(kept=EMOJI in text, words=all(part in text for part in parts))
    return found


# -- markup -----------------------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


@dataclass
class _Part:
    """An element: what it is called, everything that its attributes say, its words."""

    element: etree._Element
    name: str
    told: str
    words: str


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].rpartition(":")[2].lower()


def _parts(roots: list[etree._Element]) -> list[_Part]:
    made = []
    for root in roots:
        for element in root.iter(etree.Element):
            name = _local(element.tag)
            # Data blocks for machines are looked at as what they are, not as words on the page.
            if name in ("script", "style", "head"):
                continue
            told = " ".join([name, *map(str, element.attrib.values())]).lower()
            made.append(_Part(element, name, told, "".join(element.itertext())))
    return made


def _attribute(element: etree._Element, *names: str) -> str | None:
    """Return the attribute of the element or of the nearest one round it, whatever its namespace."""
    for one in (element, *element.iterancestors()):
        for key, value in one.attrib.items():
            if _local(key) in names:
                return str(value)
    return None


def _innermost(parts: list[_Part], words: str) -> etree._Element | None:
    holding = [part for part in parts if _has(part.words, words)]
    return min(holding, key=lambda part: len(part.words)).element if holding else None


def _markup(roots: list[etree._Element]) -> dict[str, Verdict]:
    parts = _parts(roots)
    text = "\n".join("".join(root.itertext()) for root in roots)

    def marked(words: str, *names: str) -> Verdict:
        kept = any(
            any(name in part.told for name in names) and _has(part.words, words) and len(part.words) < 600
            for part in parts
        )
        return _said(kept=kept, words=_has(text, words))

    heads = any(
        (part.name in ("th", "thead") or part.told.startswith("cell head")) and _has(part.words, HEADER)
        for part in parts
    )
    cells = any(part.name in ("td", "tbody", "tr", "row") and _has(part.words, CELL) for part in parts)
    links = any(
        LINK in (_attribute_of(part.element, "href"), _attribute_of(part.element, "target"))
        and _has(part.words, LINKED)
        for part in parts
    )
    alts = any(
        _has(str(value), ALT)
        for part in parts
        for key, value in part.element.attrib.items()
        if "alt" in str(key).lower()
    )
    alts = alts or any(
        part.told.startswith(("description", "alt")) and "alt" in part.told and _has(part.words, ALT) for part in parts
    )
    arabic = _innermost(parts, SCRIPTS["Arabic"])
    lang = _attribute(arabic, "lang") if arabic is not None else None
    way = _attribute(arabic, "dir") if arabic is not None else None
    return {
        "caption": marked(CAPTION, "caption"),
        "credit": marked(CREDIT, "credit", "producer"),
        "dateline": marked(DATELINE, "dateline"),
        "quote": marked(QUOTE, "blockquote", "bq", "quote"),
        "table": _said(kept=heads and cells, words=_has(text, HEADER) and _has(text, CELL)),
        "link": _said(kept=links, words=_has(text, LINKED)),
        "footnote": _said(kept=_is_note(parts), words=_has(text, NOTE)),
        **_tongues(text),
        "alt": _said(kept=alts, words=_has(text, ALT)),
        "lang": _said(kept=(lang or "").lower().startswith("ar"), words=False),
        "dir": _said(kept=(way or "").lower() == "rtl", words=False),
    }


def _attribute_of(element: etree._Element, name: str) -> str | None:
    return next((str(value) for key, value in element.attrib.items() if _local(key) == name), None)


def _is_note(parts: list[_Part]) -> bool:
    """Tell whether something in the story leads to the words of the footnote, or holds them as a footnote."""
    if any(part.name in ("fn", "note") and _has(part.words, NOTE) for part in parts):
        return True
    named = {str(part.element.get("id")): part for part in parts if part.element.get("id")}
    for part in parts:
        href = _attribute_of(part.element, "href") or ""
        target = named.get(href.partition("#")[2])
        if target is not None and target.words != part.words and len(target.words) < 400 and _has(target.words, NOTE):
            return True
        # The mark may name the line before the words, as a span of no content.
        around = target.element.getparent() if target is not None and not target.words.strip() else None
        if around is not None and _has("".join(around.itertext()), NOTE):
            return True
    return False


# -- Markdown and plain text ----------------------------------------------------------------------------------------


def _markdown(text: str) -> dict[str, Verdict]:
    """Read Markdown as CommonMark with tables has it; its footnotes and its front matter are looked at apart."""
    from markdown_it import MarkdownIt

    front, body = "", text
    if text.startswith("---\n"):
        front, _, body = text[4:].partition("\n---\n")
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(body)
    found = _markup([etree.fromstring(f"<div>{page}</div>", etree.HTMLParser(encoding="utf-8"))])
    for name, words in (("caption", CAPTION), ("credit", CREDIT), ("dateline", DATELINE)):
        if found[name] != "kept" and re.search(rf'["\s]{name}\b', front) and words in front:
            found[name] = "kept"
    label = re.search(rf"^\[\^([^\]\s]+)\]:\s+{NOTE}", body, re.MULTILINE)
    if label and body.count(f"[^{label[1]}]") > 1:
        found["footnote"] = "kept"
    # The words of a picture in Markdown are its alternative text by definition; pandoc writes the caption there.
    return found


def _text(text: str) -> dict[str, Verdict]:
    """Read plain text: the conventions of mail and of print count as marks, since people read them so."""
    lines = text.split("\n")
    quoted = " ".join(line[1:].strip() for line in lines if line.startswith((">", "|")))
    indented = " ".join(line.strip() for line in lines if line.startswith("  "))
    numbered = re.search(rf"(?:^|\n)\s*(?:\[|\^)?(\w{{1,3}})(?:\]|\.|\))?:?\s+{NOTE}", text)
    referred = bool(numbered and re.search(rf"crossing\.?\s?(?:\[|\^)?{numbered[1]}\b", " ".join(text.split())))
    rows = any(_has(line, "2019") and _has(line, CELL) for line in lines)
    return {
        "caption": _said(kept=_has(text, CAPTION), words=False),
        "credit": _said(kept=_has(text, CREDIT), words=False),
        "dateline": _said(kept=_has(text, DATELINE), words=False),
        "quote": _said(kept=_has(quoted, QUOTE) or _has(indented, QUOTE), words=_has(text, QUOTE)),
        "table": _said(kept=rows and _has(text, HEADER), words=_has(text, CELL)),
        "link": _said(kept=LINK in text, words=_has(text, LINKED)),
        "footnote": _said(kept=referred, words=_has(text, NOTE)),
        **_tongues(text),
        "alt": _said(kept=_has(text, ALT), words=False),
        "lang": "no place",
        "dir": "no place",
    }


# -- JSON ---------------------------------------------------------------------------------------------------------------


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            role = value.get("role") or value.get("type") or value.get("@type") or ""
            for key, inner in value.items():
                yield from _leaves(inner, f"{path}.{role}.{key}" if isinstance(role, str) else f"{path}.{key}")
        case list():
            for inner in value:
                yield from _leaves(inner, path)
        case str():
            yield path.lower(), value


def _json(data: Any, *, plain: bool) -> dict[str, Verdict]:
    """Read JSON: a mark is kept where a key says it, or where the body is markup that does."""
    leaves = list(_leaves(data))
    text = "\n".join(value for _, value in leaves)
    bodies = [
        _parsed(f"<div>{value}</div>".encode()) for _, value in leaves if re.match(r"\s*<(div|p|section)\b", value)
    ]
    found = _markup(bodies) if bodies else dict.fromkeys(MARKS, "gone")
    if not bodies and not plain:
        found = _blocks(data)

    def named(words: str, *keys: str) -> bool:
        return any(_has(value, words) and any(key in path for key in keys) for path, value in leaves)

    for name, words, keys in (
        ("caption", CAPTION, ("caption",)),
        ("credit", CREDIT, ("credit", "association", ".by")),
        ("dateline", DATELINE, ("dateline",)),
        ("alt", ALT, ("alt", "picture", "imageobject.description")),
    ):
        if found[name] != "kept":
            found[name] = _said(kept=named(words, *keys), words=_has(text, words))
    found |= {name: verdict for name, verdict in _tongues(text).items() if found[name] != "kept"}
    for name, words in (("quote", QUOTE), ("table", CELL), ("link", LINKED), ("footnote", NOTE)):
        if found[name] == "gone" and _has(text, words):
            found[name] = "words"
    if plain:
        # schema.org keeps the story as one text: it has no place for what only markup can say.
        found |= dict.fromkeys(("quote", "table", "link", "footnote", "lang", "dir"), "no place")
    return found  # type: ignore[return-value]


def _blocks(data: Any) -> dict[str, str]:
    """Look for the marks in a tree of typed blocks: an object with a type, and the words below it."""
    found = dict.fromkeys(MARKS, "gone")

    def words(value: Any) -> str:
        return " ".join(text for _, text in _leaves(value))

    def walk(value: Any, lang: str, way: str) -> None:
        if isinstance(value, list):
            for inner in value:
                walk(inner, lang, way)
        elif isinstance(value, dict):
            kind = str(value.get("type", ""))
            lang, way = value.get("lang", lang), value.get("dir", way)
            if kind in ("quote", "blockquote") and _has(words(value), QUOTE):
                found["quote"] = "kept"
            if kind == "table" and _has(words(value), HEADER) and _has(words(value), CELL):
                found["table"] = "kept"
            if kind == "footnote" and _has(words(value), NOTE):
                found["footnote"] = "kept"
            if value.get("href") == LINK and _has(words(value), LINKED):
                found["link"] = "kept"
            if kind == "paragraph" and _has(words(value), SCRIPTS["Arabic"]):
                runs = value.get("runs") or [{}]
                found["lang"] = "kept" if "ar" in (lang, runs[0].get("lang")) else "gone"
                found["dir"] = "kept" if "rtl" in (way, runs[0].get("dir")) else "gone"
            for inner in value.values():
                walk(inner, lang, way)

    walk(data, "", "")
    return found


# -- PDF ----------------------------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> dict[str, Verdict]:
    """Read a PDF: its words as another program takes them out, its roles from the structure tree, its links from the pages."""
    import pikepdf

    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    text = re.sub(r"-\n(?=[a-z])", "", text)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = [_Tag(role, lang, alt, title) for role, lang, alt, title in _tags(pdf.Root.get("/StructTreeRoot"), "")]
        links = {
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }
        inner = [
            note
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == "/Link" and not ("/A" in note and "/URI" in note.A)
        ]
    roles = {tag.role for tag in tree}
    tongues = _tongues(text)
    for name, words in SCRIPTS.items():
        # Programs that take words out of a page may turn those that run from the right.
        if tongues[name] == "gone" and _has(text, words[::-1]):
            tongues[name] = "words"
    if tongues["emoji"] == "gone" and any("\U0001f468" in tag.alt for tag in tree):
        tongues["emoji"] = "kept"

    def tagged(words: str, *names: str) -> Verdict:
        return _said(kept=bool(roles & set(names)) and _has(text, words), words=_has(text, words))

    return {
        "caption": tagged(CAPTION, "/Caption"),
        "credit": tagged(CREDIT, "/Caption"),
        "dateline": _said(kept=_has(text, DATELINE), words=False),
        "quote": tagged(QUOTE, "/BlockQuote"),
        "table": _said(kept={"/Table", "/TH", "/TD"} <= roles and _has(text, CELL), words=_has(text, CELL)),
        "link": _said(kept=LINK in links, words=_has(text, LINKED)),
        "footnote": _said(kept=bool(inner) and _has(text, NOTE), words=_has(text, NOTE)),
        **tongues,
        "alt": _said(kept=any(_has(tag.alt, ALT) for tag in tree), words=_has(text, ALT)),
        "lang": _said(kept=any(tag.lang.startswith("ar") for tag in tree), words=False),
        "dir": _said(kept=_from_the_right(data), words=False),
    }


@dataclass
class _Tag:
    role: str
    lang: str
    alt: str
    title: str


def _tags(node: Any, lang: str, depth: int = 0) -> Iterator[tuple[str, str, str, str]]:
    import pikepdf

    if node is None or depth > 60:
        return
    if isinstance(node, pikepdf.Array):
        for inner in node:
            yield from _tags(inner, lang, depth + 1)
    elif isinstance(node, pikepdf.Dictionary):
        own = str(node.get("/Lang", lang)).lower()
        told = f"{node.get('/Alt', '')} {node.get('/ActualText', '')}"
        yield str(node.get("/S", "")), own, told, str(node.get("/T", ""))
        yield from _tags(node.get("/K"), own, depth + 1)


def _from_the_right(data: bytes) -> bool:
    """Tell whether the Arabic line, which is short, stands at the right end of its page."""
    page = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    width, places = 0.0, []
    for line in page.splitlines():
        if found := re.search(r'<page width="([\d.]+)"', line):
            width = float(found[1])
        word = re.search(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>(.*)</word>', line)
        if word and re.search("[\u0600-\u06ff\ufb50-\ufeff]", html_.unescape(word[3])):
            places.append((float(word[1]) / width, float(word[2]) / width))
    return bool(places) and min(start for start, _ in places) > 0.4
