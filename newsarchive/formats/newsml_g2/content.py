"""Put the story of an article into the content of an item, and take it out of what agencies put there."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from lxml import etree

from newsarchive.formats.markup import (
    attributes,
    direction_of,
    escape,
    from_xhtml,
    language_attributes,
    parse_xml,
    to_xhtml,
    with_dateline,
)
from newsarchive.formats.newsml_g2.terms import NITF, NITF_TYPE, XHTML, XHTML_TYPE, XML, nar
from newsarchive.formats.nitf.read import story_of
from newsarchive.formats.nitf.terms import words_in
from newsarchive.formats.nitf.write import document
from newsarchive.model import Article, Block, Figure, Paragraph, run
from newsarchive.model.gate import clean, squeeze
from newsarchive.model.walk import word_count
from newsarchive.notes import Account, Note

__all__ = ["Flavour", "Story", "add_content", "own_story", "read_content", "story_in"]

Flavour: TypeAlias = Literal["xhtml", "nitf"]
_TOLD = frozenset({"h1", "h2", "h3", "h4", "p", "span", "strong", "ul", "time"})
_HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Story:
    """What the content of an item gives: the story, and facts that stand in it and nowhere else."""

    body: tuple[Block, ...] = ()
    lead: Figure | None = None
    facts: dict[str, Any] | None = None


# -- writing ------------------------------------------------------------------------------------------------------------


def add_content(item: etree._Element, article: Article, *, notes: Account, content: Flavour) -> None:
    """Add the content set with the story as XHTML or NITF."""
    root = _xhtml(article, notes) if content == "xhtml" else document(article, notes=notes, whole=False)
    inline = etree.SubElement(etree.SubElement(item, nar("contentSet")), nar("inlineXML"))
    inline.set("contenttype", XHTML_TYPE if content == "xhtml" else NITF_TYPE)
    inline.set("wordcount", str(word_count(article)))
    inline.append(root)


def _xhtml(article: Article, notes: Account) -> etree._Element:
    def linked(_: object) -> None:
        """Show no picture: nothing in a document may load from elsewhere; a figure keeps a link to it."""

    direction = article.dir or (direction_of(article.language) if article.language else None)
    story = to_xhtml(article.body, notes=notes, picture=linked, flavour="xml")
    lead = to_xhtml((article.lead,), notes=notes, picture=linked, flavour="xml", prefix="lead-") if article.lead else ""
    printed = article.dateline.printed if article.dateline else ""
    first = next((block for block in article.body if not isinstance(block, Figure)), None)
    if printed and isinstance(first, Paragraph) and first.role is None and first.runs:
        story = with_dateline(story, printed)
    elif printed and article.body and isinstance(article.body[0], Paragraph) and story.startswith("<p"):
        # Words that were claimed for the dateline stand where they stood on the page, so that the content reads whole.
        start, bracket, rest = story.partition(">")
        story = f'{start}{bracket}<span class="dateline">{escape(printed)}</span>{rest}'
    said = [("first-published", article.first_published.printed)] if article.first_published else []
    said += [(notice.kind, notice.printed) for notice in article.notices]
    notices = "".join(f"<p{attributes(class_=kind)}>{escape(words)}</p>\n" for kind, words in said)
    parts = (
        f'<div class="lead">\n{lead}\n</div>\n' if lead else "",
        f'<div class="story">\n{story}\n</div>\n',
        f'<div class="notices">\n{notices}</div>\n' if notices else "",
    )
    title = next(
        (words for part in (article.headline, article.url) if (words := escape(part or "").strip())), "Untitled"
    )
    text = (
        f'<html xmlns="{XHTML}"{language_attributes(article.language, direction)}>\n'
        f"<head><title>{title}</title></head>\n<body>\n{''.join(parts)}</body>\n</html>"
    )
    return parse_xml(text.encode(), what="newsml-g2")


# -- reading our own ----------------------------------------------------------------------------------------------------


def own_story(item: etree._Element, *, printed: str | None, notes: Account, url: str | None) -> Story:
    """Read the story that we wrote; ``printed`` is the dateline, which is not part of it."""
    inline = item.find(f"{nar('contentSet')}/{nar('inlineXML')}")
    root = inline[0] if inline is not None and len(inline) else None
    if root is None:
        return Story()
    if root.tag == f"{{{NITF}}}nitf":
        told = story_of(root, notes=notes, url=url, own=True)
        return Story(told[1], told[2])
    return _parts(root, printed, notes) or Story()


def _parts(root: etree._Element, printed: str | None, notes: Account) -> Story | None:
    """Read the XHTML that we wrote, None where it is another's."""
    parts = {part.get("class"): part for part in root.iterfind(f"{{{XHTML}}}body/{{{XHTML}}}div")}
    if (story := parts.get("story")) is None:
        return None
    _without_dateline(story, printed)
    lead: Figure | None = None
    if (first := parts.get("lead")) is not None:
        lead = next((block for block in from_xhtml(first, notes=notes) if isinstance(block, Figure)), None)
    return Story(from_xhtml(story, notes=notes), lead)


def _without_dateline(story: etree._Element, printed: str | None) -> None:
    """Take the dateline out of the first paragraph."""
    first = next((part for part in story if part.get("class") != "media"), None)
    span = next(iter(first), None) if first is not None and not (first.text or "") else None
    if span is not None and span.get("class") == "dateline" and words_in(span) == printed:
        _cut(span)


# -- reading strangers' -------------------------------------------------------------------------------------------------


def story_in(item: etree._Element, facts: dict[str, Any], *, notes: Account, url: str | None) -> Story:
    """Read the story in an item of an agency, from the best of its alternative contents.

    Args:
        item: the item, or its content set.
        facts: what the item tells beside its content; words of the content that repeat it are claimed.
        notes: learns which words were claimed, and every oddity.
        url: the address against which relative addresses are resolved.
    """
    sets = [item] if item.tag == nar("contentSet") else item.findall(nar("contentSet"))
    choices = [
        content for contents in sets for content in contents if content.tag in (nar("inlineXML"), nar("inlineData"))
    ]
    addresses = {
        guid: href
        for link in item.iterfind(f"{nar('itemMeta')}/{nar('link')}")
        if (guid := link.get("residref")) and (href := link.get("href"))
    }
    language = _primary(facts.get("language") or item.get(f"{{{XML}}}lang"))
    choices = [content for content in choices if content.text or len(content)]
    found: Story | None = None
    for content in sorted(choices, key=lambda content: (_is_foreign(content, language), _preference(content))):
        if found is None:
            story = read_content(content, facts, notes=notes, url=url, addresses=addresses)
            found = story if story.body or story.lead else None
        elif _is_foreign(content, language):
            notes.lost("body", "content in another language", words_in(content)[:200], code="NA402")
    return found or Story()


def _primary(language: object) -> str:
    return str(language or "").partition("-")[0].casefold()


def _is_foreign(content: etree._Element, language: str) -> bool:
    """Tell whether a content says that it is in another language than the item."""
    root = content[0] if len(content) else content
    told = _primary(content.get(f"{{{XML}}}lang") or root.get(f"{{{XML}}}lang") or root.get("lang"))
    return bool(told and language) and told != language


def _preference(content: etree._Element) -> int:
    kind = (content.get("contenttype") or "").lower()
    root = content[0] if len(content) else None
    if root is not None:
        namespace = etree.QName(root).namespace
        return 0 if namespace == XHTML or "html" in kind else 1 if namespace == NITF or "nitf" in kind else 2
    return 3 if "html" in kind else 4


def read_content(
    content: etree._Element,
    facts: dict[str, Any],
    *,
    notes: Account,
    url: str | None,
    addresses: dict[str, str] | None = None,
) -> Story:
    """Read the story in one content, whatever its vocabulary: XHTML, NITF, HTML in text, plain text.

    Args:
        content: the element round it; its ``contenttype`` and ``encoding`` are heeded.
        facts: what the item tells beside its content.
        notes: learns which words were claimed, and every oddity.
        url: the address against which relative addresses are resolved.
        addresses: those of the items that the content may name by their guids.
    """
    children = [child for child in content if isinstance(child.tag, str)]
    if children:
        if len(children) > 1:
            _odd(notes, content, f"inlineXML holds {len(children)} elements, not one")
        root = children[0]
        if etree.QName(root).localname == "nitf":
            told, body, lead = story_of(root, notes=notes, url=url, own=False)
            return Story(body, lead, told)
        # Ours, with its metadata changed by others or of another version of the model.
        if ours := _parts(root, facts.get("dateline", {}).get("printed"), notes):
            return ours
        return _foreign(root if len(children) == 1 else content, facts, notes, url, addresses)
    words = words_in(content)
    kind = (content.get("contenttype") or "").lower()
    if encoding := content.get("encoding"):
        decoded = _decoded(words) if "base64" in encoding.lower() and kind.startswith("text/") else None
        if decoded is None:
            _odd(notes, content, f"the content is encoded ({encoding}) and was not read")
            return Story()
        words = decoded
    if not words.strip():
        return Story()
    if "html" in kind or re.search(r"</(p|div|body)>", words, re.IGNORECASE):
        root = etree.fromstring(f"<div>{clean(words)}</div>", etree.HTMLParser(no_network=True, remove_comments=True))
        return _foreign(root, facts, notes, url) if root is not None else Story()
    return Story(_plain(words))


def _decoded(words: str) -> str | None:
    try:
        return base64.b64decode("".join(words.split()), validate=True).decode("utf-8")
    except ValueError:
        return None


def _plain(words: str) -> tuple[Block, ...]:
    """Read plain text: blank lines divide paragraphs; where there are none, or lines are indented, each line is one."""
    text = clean(words)
    parts = re.split(r"\n[ \t]*\n", text)
    if len(parts) == 1:
        parts = re.split(r"\n(?=[ \t\u3000])", text) if re.search(r"\n[ \t\u3000]+\S", text) else text.split("\n")
    return tuple(Paragraph((run(line),)) for part in parts if (line := squeeze(part)))


def _foreign(
    root: etree._Element,
    facts: dict[str, Any],
    notes: Account,
    url: str | None,
    addresses: dict[str, str] | None = None,
) -> Story:
    """Read XHTML as agencies write it: heads that repeat the metadata are claimed, the rest is the story.

    ``addresses`` are those of the items that the content may name by their guids.
    """
    addresses = addresses or {}
    body = next((part for part in root.iter() if _name(part) == "body"), root)
    for part in list(body.iter()):
        if "-" in _name(part):
            _custom(part, addresses)
    told: dict[str, Any] = {}
    spoken = {
        _folded(words) for key in ("headline", "deck", "kicker", "summary", "byline") if (words := facts.get(key))
    }
    for part in list(body.iter()):
        name, classes = _name(part), frozenset((part.get("class") or "").split())
        words = squeeze(words_in(part)) if name in _TOLD else ""
        if part.getparent() is None or not words:
            continue
        if name == "span" and "dateline" in classes:
            _claim(part, "dateline", facts, told, notes)
        elif name == "h1" and "headline" not in facts and "headline" not in told:
            told["headline"] = words
            _claim(part, "headline", facts, told, notes)
        elif name == "p" and "byline" in classes and "byline" not in facts:
            told["byline"] = words
            _claim(part, "byline", facts, told, notes)
        elif name in (*_HEADINGS, "p") and _folded(words) in spoken and (name != "p" or classes or _in_header(part)):
            _claim(part, "headline" if name == "h1" else "metadata", facts, told, notes)
        elif (
            (name == "ul" and "slugline" in classes)
            or (name == "time" and _in_header(part))
            or ("embargoed" in classes and _in_header(part))
        ):
            _claim(part, "metadata", facts, told, notes)
    return Story(from_xhtml(body, notes=notes, url=url), None, told)


def _custom(part: etree._Element, addresses: dict[str, str]) -> None:
    """Make a figure of an agency's own element for a picture or for what lives elsewhere (dpa's dnl-youtubeembed)."""
    reference = part.get("ref") or part.get("residref")
    address = part.get("src") or part.get("href") or (addresses.get(reference, reference) if reference else None)
    if not address:
        return
    provider = _name(part)
    part.tag = f"{{{XHTML}}}figure"
    if "image" in provider or "picture" in provider:
        part.set("class", "media")
        etree.SubElement(part, f"{{{XHTML}}}p", {"class": "media", "data-url": address})
        caption = etree.SubElement(part, f"{{{XHTML}}}figcaption")
        for name, source in (("caption", "caption"), ("credit", "creditline")):
            if words := part.get(source):
                etree.SubElement(caption, f"{{{XHTML}}}span", {"class": name}).text = words
    else:
        part.set("class", "embed")
        part.set("data-url", address)
        part.set("data-provider", provider)


def _claim(part: etree._Element, fact: str, facts: dict[str, Any], told: dict[str, Any], notes: Account) -> None:
    words = re.sub(r"\s+", " ", clean(words_in(part)))
    if fact == "dateline" and "dateline" not in facts:
        told["dateline"] = {"printed": words.lstrip()}
    code = "NA301" if fact in told else "NA302"
    notes.add(
        Note(
            code,
            "newsml-g2",
            f"stands in the content as {_name(part)}",
            words.strip(),
            f"line {part.sourceline}",
            fact=fact,
        )
    )
    _cut(part)


def _cut(part: etree._Element) -> None:
    """Take an element away and leave the words that follow it."""
    parent = part.getparent()
    if parent is None:
        return
    before, tail = part.getprevious(), part.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    part.tail = None
    parent.remove(part)


def _in_header(part: etree._Element) -> bool:
    return any(_name(above) == "header" for above in part.iterancestors())


def _folded(words: str) -> str:
    return squeeze(words).casefold()


def _name(part: etree._Element) -> str:
    return etree.QName(part).localname.lower() if isinstance(part.tag, str) else ""


def _odd(notes: Account, element: etree._Element, said: str) -> None:
    notes.add(Note("NA107", "newsml-g2", said, "", f"line {element.sourceline}"))
