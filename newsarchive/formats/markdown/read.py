"""Read Markdown: a CommonMark parser makes XHTML of it, and the blocks are read from that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from lxml import etree
from msgspec.structs import replace

from newsarchive.errors import InvalidDocument, NewsArchiveError, TooLarge
from newsarchive.formats.markdown import front
from newsarchive.formats.markup import attributes, cut_out, escape, from_xhtml, local_name, parse_xml
from newsarchive.model import Article, Block, Embed, Figure, Footnote, Item, Listing, Media, Quote
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.walk import map_figures
from newsarchive.notes import Account

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["Parser", "check", "read", "with_addresses"]

MAX_MARKDOWN = 16 * 1024 * 1024
_DEFINITION = re.compile(r"^\[\^([^\]\s\[]{1,60})\]:", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s\[]{1,60})\]")


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read an article from Markdown with front matter.

    Raises:
        InvalidDocument: the front matter is damaged, or the bytes are not UTF-8.
        VersionConflict: the file is of another schema version.
        TooLarge: the file is over 16 MiB.
    """
    notes = Account() if notes is None else notes
    if len(data) > MAX_MARKDOWN:
        raise TooLarge(f"markdown: {len(data)} bytes are over the limit of {MAX_MARKDOWN}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDocument(f"markdown: not UTF-8 (byte {error.start}); save the file as UTF-8") from error
    facts, body = front.parse(text.replace("\r\n", "\n"))
    article = front.article_of(facts, notes)
    parser = Parser(_names(facts.get("footnotes")), notes)
    blocks, headline = parser.story(body, _media(facts.get("media")))
    if not article.headline and headline:
        article = replace(article, headline=headline)
    if url and not article.url:
        article = replace(article, url=safe_href(url))
    return with_addresses(replace(article, body=blocks), _pictures(facts.get("pictures")))


def with_addresses(article: Article, addresses: dict[str, str]) -> Article:
    """Return the article with the addresses of its pictures replaced where ``addresses`` knows another."""
    if not addresses:
        return article

    def moved(figure: Figure) -> Figure:
        media = tuple(replace(each, url=addresses.get(each.url, each.url)) for each in figure.media)
        return replace(figure, media=media)

    return map_figures(article, moved)


def check(data: bytes) -> list[str]:
    """Return what is wrong with a file of ours."""
    notes = Account()
    try:
        read(data, notes=notes)
    except NewsArchiveError as error:
        return [str(error)]
    missing = (
        [] if data.startswith(b"---\nnewsarchive: ") else ["the first line of the front matter is not `newsarchive: 1`"]
    )
    return missing + [f"{note.reason}: {note.text}" if note.text else note.reason for note in notes]


class Parser:
    """CommonMark with tables and footnotes; ``names`` gives id and label of the footnotes by their keys."""

    def __init__(self, names: dict[str, tuple[str, str]], notes: Account) -> None:
        self.names = names
        self.notes = notes
        self.defined: set[str] = set()
        self.markdown = _markdown(self)

    def story(self, text: str, media: Iterable[Media]) -> tuple[tuple[Block, ...], str | None]:
        """Return the blocks of the story, and the headline that stands over it."""
        root = self.parsed(text)
        headline = None
        for part in list(root.iter()):
            name, kind = local_name(part), part.get("class") or ""
            if name == "h1" and headline is None:
                headline = "".join(str(words) for words in part.itertext()).strip() or None
                cut_out(part)
            elif (name, kind) in (
                ("figure", "media lead"),
                ("footer", "record"),
                ("span", "dateline"),
                ("p", "deck"),
                ("p", "byline"),
            ):
                cut_out(part)
        return _with_media(from_xhtml(root, notes=self.notes), media), headline

    def blocks(self, text: str, media: Iterable[Media]) -> tuple[Block, ...]:
        """Return the blocks that a piece of Markdown says."""
        return _with_media(from_xhtml(self.parsed(text), notes=self.notes), media)

    def parsed(self, text: str) -> etree._Element:
        """Return a piece of Markdown as XHTML."""
        self.defined.update(found[1] for found in _DEFINITION.finditer(text))
        markup = f"<div>{self.markdown.render(clean(text))}</div>"
        try:
            return parse_xml(markup.encode("utf-8", "replace"), what="markdown")
        except (InvalidDocument, TooLarge):
            # People write HTML into Markdown that is no XML.
            parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
            root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
            if root is None:
                raise InvalidDocument("markdown: there is no text in the file") from None
            return root

    def reference(self, key: str) -> str:
        """Return a reference to a footnote as XHTML."""
        id_, label = self.names.get(key, (key, key))
        return f'<a class="noteref"{attributes(data_note=id_)}><sup>{escape(label or key)}</sup></a>'

    def definition(self, key: str, text: str) -> str:
        """Return a footnote as XHTML; ``text`` is Markdown."""
        id_, label = self.names.get(key, (key, key))
        inner = self.markdown.render(text)
        return f'<aside class="footnote"{attributes(data_id=id_, data_label=label)}>\n{inner}\n</aside>\n'


def _markdown(parser: Parser) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    class Renderer(RendererHTML):
        def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
            # The line feed before the closing fence is not part of the text.
            token = tokens[idx]
            named = attributes(data_code=token.info.strip() or None)
            return f"<pre{named}><code>{escape(token.content.removesuffix(chr(10)))}</code></pre>\n"

        code_block = fence  # type: ignore[assignment] # the same, its last arguments not looked at

        def th_open(self, *_: Any) -> str:
            # A pipe table has a head of columns and nothing else.
            return '<th scope="col">'

        def td_open(self, *_: Any) -> str:
            return "<td>"

    def reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
        found = _REFERENCE.match(state.src, state.pos)
        if found is None or found[1] not in parser.defined:
            return False
        if not silent:
            state.push("html_inline", "", 0).content = parser.reference(found[1])
        state.pos = found.end()
        return True

    def definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        if state.is_code_block(start) or state.level:
            return False
        found = _DEFINITION.match(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
        if found is None:
            return False
        if silent:
            return True
        last = start + 1
        while last < end and (state.isEmpty(last) or state.sCount[last] >= 4):
            last += 1
        lines = [state.src[state.bMarks[line] : state.eMarks[line]] for line in range(start, last)]
        first = lines[0][state.tShift[start] + found.end() :].strip(" ")
        text = "\n".join([first, *(line[4:] if line.startswith("    ") else line.lstrip() for line in lines[1:])])
        state.push("html_block", "", 0).content = parser.definition(found[1], text)
        state.line = last
        return True

    markdown = MarkdownIt("commonmark", {"html": True, "xhtmlOut": True}, renderer_cls=Renderer)
    markdown.enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "footnote_reference", reference)
    markdown.block.ruler.before("reference", "footnote_definition", definition, {"alt": ["paragraph", "reference"]})
    # Links are judged and kept as written by one gate, not two.
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return markdown


def _names(value: Any) -> dict[str, tuple[str, str]]:
    names = value if isinstance(value, dict) else {}
    return {
        key: (str(each.get("id", key)), str(each.get("label", key)))
        for key, each in names.items()
        if isinstance(each, dict)
    }


def _pictures(value: Any) -> dict[str, str]:
    """Return the addresses of pictures by the names of the files that stand beside this one."""
    if not isinstance(value, dict):
        return {}
    return {str(name): url for name, url in value.items() if isinstance(url, str)}


def _media(value: Any) -> list[Media]:
    try:
        return msgspec.convert(value or [], list[Media])
    except msgspec.ValidationError as error:
        raise InvalidDocument(f"markdown: front matter: media: {error}") from error


def _with_media(blocks: tuple[Block, ...], known: Iterable[Media]) -> tuple[Block, ...]:
    """Return the blocks, each picture with what the front matter knows of it, taken in order by address."""
    queues: dict[str, list[Media]] = {}
    for media in known:
        queues.setdefault(media.url, []).append(media)
    if not queues:
        return blocks

    def better(media: Media) -> Media:
        queue = queues.get(media.url)
        return queue.pop(0) if queue and media.kind == "image" else media

    def block_of(block: Block) -> Block:
        match block:
            case Figure():
                return replace(block, media=tuple(better(media) for media in block.media))
            case Quote() | Embed() | Footnote():
                return replace(block, blocks=tuple(block_of(inner) for inner in block.blocks))
            case Listing():
                items = tuple(Item(tuple(block_of(inner) for inner in item.blocks)) for item in block.items)
                return replace(block, items=items)
            case _:
                return block

    return tuple(block_of(block) for block in blocks)
