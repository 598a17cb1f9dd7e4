"""Write an article as one self-contained HTML file for people to read, and read our own file back.

The file loads nothing and runs nothing. The words of the story are in the markup, and are read from there; the
facts stand there too for people, as schema.org for machines, and whole in a data block (docs/decisions/0040).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from lxml import etree
from msgspec.structs import replace

from newsarchive._version import __version__
from newsarchive.errors import InvalidDocument, TooLarge, UsageError
from newsarchive.formats import json
from newsarchive.formats.furniture import (
    headline_of,
    isolated,
    label,
    language_of,
    story_direction,
    time_element,
    words_for,
)
from newsarchive.formats.markup import (
    as_data_block,
    attributes,
    cut_out,
    escape,
    from_xhtml,
    language,
    language_attributes,
    linked_data,
    local_name,
    name_of_neighbour,
    neighbours,
    parse_xml,
    shown_file,
    to_xhtml,
    with_dateline,
)
from newsarchive.model import Article, Contributor, Media, Organisation, Person, Rights
from newsarchive.model.gate import safe_href, squeeze
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account, Note

__all__ = ["check", "neighbours", "read", "write"]

FACTS = "newsarchive-facts"
# A parser takes attributes of up to 10 MB; the bytes of pictures play no part in reading where their address is given.
_LARGE = re.compile(rb'src="data:[^"]{1000000,}"([^>]* data-url=)')


def write(
    article: Article,
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    pictures: Literal["inside", "beside"] = "inside",
) -> bytes:
    """Write the article as one UTF-8 file that is HTML and well-formed XML at once.

    Args:
        article: the article.
        notes: where it is filed what the page cannot say.
        media: gives the bytes of pictures; one without bytes becomes a link.
        pictures: ``inside`` as data, or ``beside`` the file under the names that ``neighbours`` gives.
    """
    notes = Account() if notes is None else notes
    if pictures not in ("inside", "beside"):
        raise UsageError(f"html: pictures={pictures!r}; it is 'inside' or 'beside'")

    def picture(wanted: Media) -> str | None:
        file = shown_file(wanted.url, media)
        if file is None:
            notes.lost("picture", "its bytes are not at hand: the page links to it", wanted.url[:200], code="NA402")
            return None
        return name_of_neighbour(file) if pictures == "beside" else _data_address(file.data, file.media_type)

    lines = [
        "<!DOCTYPE html>",
        f'<html xmlns="http://www.w3.org/1999/xhtml"{_tongue(article, notes)}>',
        *_head(article, beside=pictures == "beside"),
        "<body>",
        "<article>",
        *_header(article),
        *(
            [to_xhtml((article.lead,), notes=notes, picture=picture, flavour="html", prefix="lead-")]
            if article.lead
            else ()
        ),
        f'<div class="story"{attributes(id="story")}>',
        with_dateline(
            to_xhtml(article.body, notes=notes, picture=picture, flavour="html"),
            article.dateline.printed if article.dateline else None,
        ),
        "</div>",
        *_notices(article),
        *_record(article),
        "</article>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(filter(None, lines)) + "\n").encode()


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read a page that ``write`` wrote: the story from its markup, the facts from its data block.

    Where someone has edited headline, kicker, deck or byline in the markup, what is seen counts, and it is noted.

    Raises:
        InvalidDocument: the page is not ours, or its facts are damaged.
        VersionConflict: the page is of another schema version.
    """
    del url
    notes = Account() if notes is None else notes
    root = _parsed(_LARGE.sub(rb'src="data:,"\1', data), notes)
    facts = next((part for part in root.iter() if local_name(part) == "script" and part.get("id") == FACTS), None)
    story = next((part for part in root.iter() if part.get("id") == "story"), None)
    if facts is None or story is None:
        raise InvalidDocument("html: the page carries no facts of newsarchive; read it as a page (format='page')")
    article = json.decode((facts.text or "").encode())
    for part in list(story.iter()):
        if part.get("class") == "dateline" and local_name(part) == "span":
            cut_out(part)
    article = replace(article, body=from_xhtml(story, notes=notes, url=None))
    return _as_seen(article, root, notes)


def check(data: bytes) -> list[str]:
    """Return what is wrong with a page of ours: it runs nothing, loads nothing, and is whole."""
    try:
        root = parse_xml(data, what="html")
    except (InvalidDocument, TooLarge) as error:
        return [str(error)]
    return list(_faults(root))


# -- writing --------------------------------------------------------------------------------------------------------


@cache
def _style() -> str:
    return files("newsarchive.formats").joinpath("html.css").read_text("utf-8").strip()


def _policy(*, beside: bool) -> str:
    digest = base64.b64encode(hashlib.sha256(f"\n{_style()}\n".encode()).digest()).decode("ascii")
    images = "data: 'self' file:" if beside else "data:"
    return f"default-src 'none'; img-src {images}; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(article: Article, *, beside: bool) -> Iterator[str]:
    told = article.deck or article.summary
    authors = ", ".join(person.name for person in article.authors) or None
    yield "<head>"
    yield '<meta charset="utf-8"/>'
    yield f'<meta name="generator"{attributes(content=f"newsarchive {__version__}")}/>'
    yield f'<meta http-equiv="Content-Security-Policy"{attributes(content=_policy(beside=beside))}/>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    yield '<meta name="referrer" content="no-referrer"/>'
    yield f"<title>{escape(headline_of(article))}</title>"
    for name, content in (
        ("description", told),
        ("author", authors),
        ("keywords", ", ".join(article.keywords) or None),
    ):
        if content:
            yield f"<meta{attributes(name=name, content=content)}/>"
    if href := safe_href(article.url):
        yield f'<link rel="canonical"{attributes(href=href)}/>'
    yield f"<style>\n{_style()}\n</style>"
    linked = msgspec.json.encode(linked_data(article, body=False))
    yield f'<script type="application/ld+json">{as_data_block(linked)}</script>'
    facts = json.encode(replace(article, body=()))
    yield f'<script type="application/json" id="{FACTS}">{as_data_block(facts)}</script>'
    yield "</head>"


def _tongue(article: Article, notes: Account) -> str:
    if article.language and language(article.language) is None:
        notes.lost("language", "not a language tag (BCP 47)", article.language, code="NA402")
    # WCAG 2.2, 3.1.1: a page names its language; "und" says that it is not known (BCP 47, 4.1).
    return language_attributes(language_of(article), story_direction(article))


def _header(article: Article) -> Iterator[str]:
    words = words_for(article.language)
    around = story_direction(article)
    outlet = (
        _link(article.publisher.name, article.publisher.url, around, class_="name") if article.publisher else "",
        isolated(article.section or "", around),
    )
    if line := " · ".join(filter(None, outlet)):
        yield f'<p class="outlet">{line}</p>'
    yield "<header>"
    yield _fact("p", "kicker", article.kicker)
    title = headline_of(article)
    yield _fact("h1", "headline", article.headline) or f'<h1 class="untitled">{escape(title)}</h1>'
    yield _fact("p", "deck", article.deck)
    names = ", ".join(person.name for person in article.authors)
    yield _fact("p", "byline", article.byline) or _line("signed", words["by"].format(names) if names else "", around)
    told = [isolated(article.agency.name, around)] if article.agency else []
    told += [time_element(article.published, words, article)] if article.published else []
    if article.updated:
        told.append(f"{label('updated', words, article)} {time_element(article.updated, words, article)}")
    if told:
        yield f'<p class="dates">{" · ".join(told)}</p>'
    yield "</header>"


def _notices(article: Article) -> Iterator[str]:
    around = story_direction(article)
    said = [f'<p class="notice {notice.kind}">{isolated(notice.printed, around)}</p>' for notice in article.notices]
    if article.first_published:
        said.append(f'<p class="first-published">{isolated(article.first_published.printed, around)}</p>')
    if article.paywalled:
        said.append(f'<p class="paywalled">{label("paywalled", words_for(article.language), article)}</p>')
    if said:
        yield '<aside class="notices">'
        yield from said
        yield "</aside>"


def _record(article: Article) -> Iterator[str]:
    """Yield rights and origin, as far as the page has not said them; all facts are in the data block."""
    words = words_for(article.language)
    around = story_direction(article)
    rights = article.rights or Rights()
    owner = rights.notice or ""
    rows = [(label(key, words, article), value) for key, value in _rows(article, around) if value]
    if not (owner or rights.usage or rights.license_url or rows):
        return
    yield '<footer class="record">'
    yield f"<h2>{label('record', words, article)}</h2>"
    yield _line("rights", owner, around)
    yield _line("rights", rights.usage if (rights.usage or "") not in owner else None, around)
    if href := safe_href(rights.license_url):
        yield f'<p class="rights">{_link(href, href, around)}</p>'
    if rows:
        yield "<dl>"
        yield from (f"<dt>{shown}</dt><dd>{value}</dd>" for shown, value in rows)
        yield "</dl>"
    yield "</footer>"


def _rows(article: Article, around: str) -> Iterator[tuple[str, str]]:
    """Yield what the record says, each as the key of its label and its value as markup."""
    words = words_for(article.language)
    origin = article.provenance
    yield "address", _link(article.url, article.url, around) if article.url else ""
    yield "publisher", _organisation(article.publisher, around)
    if (rights := article.rights) and not rights.notice:
        yield "rights", isolated(", ".join(filter(None, (rights.holder, str(rights.year or "")))), around)
    yield "agency", _organisation(article.agency, around)
    people = [_person(person, around) for person in article.authors if person != Person(person.name, kind=person.kind)]
    yield "contributors", "; ".join([*people, *(isolated(_contributor(each), around) for each in article.contributors)])
    yield "keywords", isolated("; ".join(article.keywords), around)
    yield "topics", isolated("; ".join(f"{subject.name} ({subject.code})" for subject in article.subjects), around)
    yield "identifiers", isolated("; ".join(f"{each.scheme}: {each.value}" for each in article.identifiers), around)
    captured = [time_element(origin.captured, words, article)] if origin.captured else []
    if origin.url and origin.url != article.url:
        captured.append(_link(origin.url, origin.url, around))
    yield "captured", " · ".join(captured)
    yield "checksum", f'<code dir="ltr">{escape(origin.sha256)}</code>' if origin.sha256 else ""


def _fact(element: str, name: str, text: str | None) -> str:
    return f'<{element} class="{name}" data-fact="{name}">{escape(text)}</{element}>' if text else ""


def _line(name: str, text: str | None, around: str) -> str:
    return f'<p class="{name}">{isolated(text, around)}</p>' if text else ""


def _link(text: str, href: str | None, around: str, *, class_: str | None = None) -> str:
    safe = safe_href(href)
    if safe:
        return f"<a{attributes(class_=class_, href=safe)}>{isolated(text, around)}</a>"
    return f"<span{attributes(class_=class_)}>{isolated(text, around)}</span>" if class_ else isolated(text, around)


def _organisation(organisation: Organisation | None, around: str) -> str:
    if organisation is None:
        return ""
    code = f" ({organisation.code})" if organisation.code else ""
    return _link(organisation.name + code, organisation.url, around)


def _person(person: Person, around: str) -> str:
    return _link(", ".join(filter(None, (person.name, person.role, person.affiliation))), person.url, around)


def _contributor(contributor: Contributor) -> str:
    more = ", ".join(filter(None, (contributor.role, contributor.place)))
    return f"{contributor.name} ({more})" if more else contributor.name


def _data_address(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


# -- reading --------------------------------------------------------------------------------------------------------


def _parsed(data: bytes, notes: Account) -> etree._Element:
    try:
        return parse_xml(data, what="html")
    except InvalidDocument as error:
        # A browser that saves the page, or an editor, leaves HTML that is no XML.
        notes.add(Note("NA107", "html-syntax", f"read as HTML, since it is no longer XML: {error}"))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise InvalidDocument(f"html: cannot be parsed: {error}") from error
    if root is None:
        raise InvalidDocument("html: there is no element in the document")
    return root


def _as_seen(article: Article, root: etree._Element, notes: Account) -> Article:
    """Return the article with the facts that someone edited in the markup."""
    changed: dict[str, str] = {}
    for part in root.iter():
        name = part.get("data-fact")
        if name not in ("kicker", "headline", "deck", "byline"):
            continue
        seen = squeeze("".join(str(text) for text in part.itertext()))
        if seen and seen != squeeze(getattr(article, name) or ""):
            notes.add(Note("NA107", "html-edited", f"the {name} was edited; what is seen counts", seen, fact=name))
            changed[name] = seen
    return replace(article, **changed) if changed else article


# -- checking -------------------------------------------------------------------------------------------------------


def _carried(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("data", "")
    except ValueError:
        return False


def _faults(root: etree._Element) -> Iterator[str]:
    elements = [part for part in root.iter() if isinstance(part.tag, str)]
    names = [local_name(part) for part in elements]
    if names[:1] != ["html"]:
        yield f"line {root.sourceline}: the root is <{local_name(root)}>, not <html>"
    if not root.get("lang"):
        yield "the page does not name its language"
    if names.count("h1") != 1:
        yield f"the page has {names.count('h1')} headlines (h1) instead of one"
    policy = next(
        (part.get("content", "") for part in elements if part.get("http-equiv") == "Content-Security-Policy"), ""
    )
    if "default-src 'none'" not in policy:
        yield "there is no content security policy that forbids everything by default"
    level = 0
    seen: set[str] = set()
    for part, name in zip(elements, names, strict=True):
        where = f"line {part.sourceline}: <{name}>"
        if name == "style":
            digest = base64.b64encode(hashlib.sha256((part.text or "").encode()).digest()).decode("ascii")
            if f"'sha256-{digest}'" not in policy:
                yield f"{where} is not the style sheet that the policy names"
        if name == "script" and part.get("type") not in ("application/ld+json", "application/json"):
            yield f"{where} could run"
        if name in ("iframe", "object", "embed", "form", "base", "applet", "frame"):
            yield f"{where} has no place in a record"
        if name == "img" and part.get("alt") is None:
            yield f"{where} has no alternative text"
        if name == "img" and not _carried(part.get("src") or ""):
            yield f"{where} would be loaded from elsewhere"
        if name == "a" and (href := part.get("href", "")) and not href.startswith("#") and safe_href(href) is None:
            yield f"{where} leads to an address that is not safe"
        yield from (f"{where} has the handler {key}" for key in map(str, part.attrib) if key.lower().startswith("on"))
        if len(name) == 2 and name[0] == "h" and name[1].isdigit():
            if int(name[1]) > level + 1:
                yield f"{where} skips a heading level"
            level = int(name[1])
        if id_ := part.get("id"):
            if id_ in seen:
                yield f"{where} has the id {id_!r} a second time"
            seen.add(id_)
