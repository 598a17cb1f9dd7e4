"""Write an article as CommonMark with front matter, pipe tables and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from newsarchive.errors import UsageError
from newsarchive.formats.markdown import front
from newsarchive.formats.markdown.read import Parser, with_addresses
from newsarchive.formats.markup import (
    escape,
    language_attributes,
    name_of_neighbour,
    runs_to_xhtml,
    shown_file,
    to_xhtml,
)
from newsarchive.model import (
    Article,
    Block,
    Embed,
    Figure,
    Footnote,
    Heading,
    Listing,
    Media,
    Paragraph,
    Preformatted,
    Quote,
    Rights,
    Rule,
    Run,
    Runs,
    Table,
)
from newsarchive.model.gate import clean, safe_href
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.model.walk import blocks_of, runs_of
from newsarchive.notes import Account

__all__ = ["write"]

_SPECIAL = re.compile(r"([\\`*_\[\]<|~]|&(?=#?\w{1,32};))")
_LINE_START = re.compile(r"^([#>+\-=]|\d{1,9}(?=[.)]))")
# Words that mean nothing to Markdown wherever they stand: these need no proof that they come back.
_HARMLESS = re.compile(r"[^\W\d_](?:[\w ,;:?%$/()’“”–—.…]|(?<=\w)['\-](?=\w))*\Z")
_KEY = re.compile(r"[A-Za-z0-9][\w\-]{0,30}\Z", re.ASCII)
_ELEMENTS = {"strong": "strong", "em": "em", "mark": "mark", "underline": "u", "strike": "s", "code": "code", "sup": "sup", "sub": "sub"}  # fmt: skip


def write(
    article: Article,
    *,
    notes: Account | None = None,
    media: MediaLookup = no_media,
    pictures: Literal["link", "beside"] = "link",
) -> bytes:
    """Write the article as UTF-8 Markdown.

    Each block that could be misread is read back, and written as XHTML where CommonMark reads it otherwise.

    Args:
        article: the article.
        notes: where it is filed what the file cannot say.
        media: gives the bytes of pictures, where they stand beside the file.
        pictures: ``link`` to their addresses, or ``beside`` the file under the names that ``neighbours`` gives.
    """
    notes = Account() if notes is None else notes
    if pictures not in ("link", "beside"):
        raise UsageError(f"markdown: pictures={pictures!r}; it is 'link' or 'beside'")
    beside = _beside(article, media, notes) if pictures == "beside" else {}
    names = {url: name for name, url in beside.items()}
    return _Writer(with_addresses(article, names), notes, beside).whole().encode()


def _beside(article: Article, media: MediaLookup, notes: Account) -> dict[str, str]:
    """Return the addresses of the pictures that stand beside the file, by their names there: one address a name."""
    found: dict[str, str] = {}
    known = {each.url for each in article.images}
    for url in dict.fromkeys(each.url for each in article.images if each.url):
        file = shown_file(url, media)
        if file is None:
            notes.lost("picture", "its bytes are not at hand: the file links to it", url[:200], code="NA402")
        elif (name := name_of_neighbour(file)) not in known:
            found.setdefault(name, url)
    return found


class _Writer:
    """The state of one file: the keys of its footnotes, and the pictures of which more is known than the text says."""

    def __init__(self, article: Article, notes: Account, beside: dict[str, str]) -> None:
        self.article = article
        self.notes = notes
        self.beside = beside
        self.keys: dict[str, str] = {}
        self.names: dict[str, tuple[str, str]] = {}
        self.parser = Parser(self.names, Account())
        notes_ = [block for block in article.body if isinstance(block, Footnote)]
        cited = {run.note: run.text for run in runs_of(article.body) if run.note}
        for block in notes_:
            if block.id not in self.keys:
                candidates = (block.label, cited.get(block.id, ""), block.id)
                free = (name for name in candidates if _KEY.match(name) and name not in self.names)
                key = next(free, f"n{len(self.keys) + 1}")
                self.keys[block.id] = key
                self.names[key] = (block.id, block.label)
        self.parser.defined.update(self.names)
        for block in notes_:
            # A footnote that must be XHTML has no key that Markdown could refer to.
            if block.id in self.keys and not self.proved(block).startswith("[^"):
                del self.names[self.keys.pop(block.id)]
        self.parser.defined = set(self.names)

    def whole(self) -> str:
        article = self.article
        body = self.joined([*article.body])
        if article.dateline:
            above = [*takewhile(lambda block: isinstance(block, Figure), article.body)]
            rest = self.with_dateline(article.body[len(above) :], article.dateline.printed)
            body = "\n\n".join(filter(None, (self.joined(above), rest)))
        parts = [self.head(), body, self.tail()]
        footnotes = {
            key: {"id": id_, "label": label} for key, (id_, label) in self.names.items() if (id_, label) != (key, key)
        }
        images = [
            media
            for block in blocks_of(article.body)
            if isinstance(block, Figure)
            for media in block.media
            if media.kind == "image"
        ]
        told = [msgspec.to_builtins(media) for media in images] if any(map(_says_more, images)) else []
        further: dict[str, Any] = {"footnotes": footnotes, "media": told, "pictures": self.beside}
        return front.spell(article, further) + "".join(f"\n{part}\n" for part in parts if part)

    def head(self) -> str:
        """Return what stands over the story for people; the reader takes it from the front matter."""
        article = self.article
        lines = []
        if article.headline:
            lines.append("# " + self.escaped(" ".join(article.headline.split())).replace("#", "\\#"))
        told = (("deck", article.deck), ("byline", article.byline))
        lines += [f'<p class="{name}">{_flat(text)}</p>' for name, text in told if text]
        if article.lead:
            figure = self.figure(article.lead, framed=True)
            lines.append(figure.replace('<figure class="media"', '<figure class="media lead"', 1))
        return "\n\n".join(lines)

    def tail(self) -> str:
        """Return what the publisher says about the story, and whose it is."""
        article, rights = self.article, self.article.rights or Rights()
        said = [notice.printed for notice in article.notices]
        said += [article.first_published.printed] if article.first_published else []
        said += [text for text in (rights.notice, rights.usage) if text]
        said += [address for address in (safe_href(rights.license_url), safe_href(article.url)) if address]
        if not said:
            return ""
        return '<footer class="record">\n' + "\n".join(f"<p>{_flat(text)}</p>" for text in said) + "\n</footer>"

    def with_dateline(self, blocks: Sequence[Block], printed: str) -> str:
        """Put the dateline before the first paragraph where it begins as one, else on a line of its own."""
        body = self.joined(blocks)
        line = f'<span class="dateline">{self.escaped(printed)}</span>'
        match blocks:
            case (Paragraph(role=None, lang=None, dir=None, runs=runs), *_) if runs and not body.startswith("<p"):
                return line + body
            case _:
                return f"{line}\n\n{body}"

    # -- blocks -------------------------------------------------------------------------------------------------

    def joined(self, blocks: Sequence[Block], *, proved: bool = True) -> str:
        """Return blocks with a blank line between them; a comment parts two lists, which would become one."""
        written = [(block, self.proved(block) if proved else self.block(block)) for block in blocks]
        written = [(block, text) for block, text in written if text]
        out = [text for _, text in written[:1]]
        for (before, _), (block, text) in pairwise(written):
            if isinstance(before, Listing) and isinstance(block, Listing):
                out.append("<!-- -->")
            out.append(text)
        return "\n\n".join(out)

    def proved(self, block: Block) -> str:
        """Return a block as Markdown if it comes back the same, else as XHTML."""
        text = self.block(block)
        match block:
            case Paragraph(runs=(Run() as only,)) if _HARMLESS.match(only.text) and text == only.text:
                return text
            case _:
                pass
        media = [
            medium
            for inner in blocks_of((block,))
            if isinstance(inner, Figure)
            for medium in inner.media
            if medium.kind == "image"
        ]
        same = self.parser.blocks(text, media) == (block,)
        return text if same else self.raw(block)

    def raw(self, block: Block) -> str:
        """Return a block as XHTML on lines of which none is blank, since a blank line ends HTML in Markdown."""
        markup = to_xhtml((block,), notes=self.notes, picture=lambda _: None, flavour="html")
        markup = re.sub(r"(<code[^>]*>)(.*?)(</code></pre>)", _numbered, markup, flags=re.DOTALL)
        # A link to a footnote would lead to an id that only HTML has.
        markup = re.sub(r'<a class="noteref" href="[^"]*" id="[^"]*"', '<a class="noteref"', markup)
        return re.sub(r"\n\s*\n", "\n", markup)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(role=None, lang=None, dir=None):
                return self.inline(block.runs)
            case Heading(lang=None, dir=None):
                words = self.inline(block.runs, line=False).replace("#", "\\#")
                return f"{'#' * block.level} {words}"
            case Quote():
                return self.quote(block)
            case Listing(lang=None, dir=None):
                return self.listing(block)
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Embed():
                return self.embed(block)
            case Preformatted(lang=None, dir=None):
                fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
                return f"{fence}{block.code or ''}\n{clean(block.text)}\n{fence}"
            case Rule():
                return "***"
            case Footnote(lang=None, dir=None) if block.id in self.keys:
                inner = self.joined(block.blocks, proved=False)
                return f"[^{self.keys[block.id]}]: " + re.sub(r"\n(?=.)", "\n    ", inner)
            case _:
                return self.raw(block)

    def quote(self, block: Quote) -> str:
        inner = "\n".join(f"> {line}".rstrip(" ") for line in self.joined(block.blocks, proved=False).split("\n"))
        if replace(block, blocks=()) == Quote(()):
            return inner
        frame = to_xhtml((replace(block, blocks=()),), notes=self.notes, picture=lambda _: None, flavour="html")
        before, found, after = frame.partition("<blockquote>\n\n</blockquote>\n")
        return f"{before}\n{inner}\n\n{after}" if found else self.raw(block)

    def listing(self, block: Listing) -> str:
        items = []
        loose = False
        for index, item in enumerate(block.items):
            marker = f"{block.start + index}. " if block.ordered else "- "
            first, *rest = item.blocks or (Paragraph(()),)
            if isinstance(first, Paragraph) and all(isinstance(inner, Listing) for inner in rest) and len(rest) < 2:
                # Only a list that begins at 1 may interrupt a paragraph (CommonMark, section 5.3).
                apart = any(isinstance(inner, Listing) and inner.ordered and inner.start != 1 for inner in rest)
                loose = loose or apart
                inner = ("\n\n" if apart else "\n").join(self.block(part) for part in item.blocks)
            else:
                loose = True
                inner = self.joined(item.blocks, proved=False)
            items.append(marker + inner.replace("\n", "\n" + " " * len(marker)))
        text = ("\n\n" if loose else "\n").join(items)
        return re.sub(r"(?m)^ +$", "", text)

    def figure(self, block: Figure, *, framed: bool = False) -> str:
        if not all(media.kind == "image" for media in block.media):
            return self.raw(block)
        images = [
            f"![{self.escaped(media.alt or '')}]({_destination(media.url)})" if "\n" not in (media.alt or "") else ""
            for media in block.media
        ]
        if not framed and replace(block, media=()) == Figure(()) and len(images) == 1:
            return images[0]
        frame = to_xhtml((replace(block, media=()),), notes=self.notes, picture=lambda _: None, flavour="html")
        open_, _, close = (
            frame or f'<figure class="media"{language_attributes(block.lang, block.dir)}>\n</figure>'
        ).partition("\n")
        return "\n\n".join([open_, *images, close])

    def embed(self, block: Embed) -> str:
        frame = to_xhtml((replace(block, blocks=()),), notes=self.notes, picture=lambda _: None, flavour="html")
        open_, _, close = frame.partition("\n")
        inner = self.joined(block.blocks, proved=False)
        return f"{open_}\n\n{inner}\n\n{close}" if inner else frame

    def table(self, block: Table) -> str:
        width = len(block.rows[0].cells) if block.rows else 0
        cells = [cell for row in block.rows for cell in row.cells]
        simple = (
            replace(block, rows=()) == Table((), head=1)
            and width > 0
            and all(len(row.cells) == width for row in block.rows)
            and all(cell.colspan == cell.rowspan == 1 for cell in cells)
            and all(cell.header and cell.scope == "col" for cell in block.rows[0].cells)
            and not any(cell.header for row in block.rows[1:] for cell in row.cells)
        )
        if not simple:
            return self.raw(block)
        lines = [
            "| " + " | ".join(self.inline(cell.runs, line=False) for cell in row.cells) + " |" for row in block.rows
        ]
        lines.insert(1, "| " + " | ".join(["---"] * width) + " |")
        return "\n".join(lines)

    # -- runs ---------------------------------------------------------------------------------------------------

    def inline(self, runs: Runs, *, line: bool = True) -> str:
        """Return runs as Markdown; where there is one line only, a break is ``<br/>``."""
        parts = [(self.wrappers(run), run) for run in runs if run.text]
        text = self.wrapped(parts)
        if not line:
            return text.replace("\n", "<br/>")
        return "\\\n".join(_LINE_START.sub(_escaped_start, part) for part in text.split("\n"))

    def wrappers(self, run: Run) -> tuple[tuple[str, str], ...]:
        out: list[tuple[str, str]] = []
        if run.note is not None:
            out.append(("note", run.note))
        elif href := safe_href(run.href):
            out.append(("a", href))
        if tongue := language_attributes(run.lang, run.dir):
            out.append(("span", tongue))
        out.extend((_ELEMENTS[mark], "") for mark in _ELEMENTS if mark in run.marks)
        return tuple(out)

    def wrapped(self, parts: list[tuple[tuple[tuple[str, str], ...], Run]]) -> str:
        out = ""
        groups = [
            (wrapper, list(group))
            for wrapper, group in groupby(parts, key=lambda part: part[0][0] if part[0] else None)
        ]
        for index, (wrapper, group) in enumerate(groups):
            runs = tuple(run for _, run in group)
            if wrapper is None:
                out += "".join(self.escaped(run.text) for run in runs)
                continue
            inner = [(wrappers[1:], run) for wrappers, run in group]
            following = groups[index + 1][1][0][1].text[:1] if index + 1 < len(groups) else ""
            out += self.wrap(wrapper, inner, runs, before=out[-1:], after=following)
        return out

    def wrap(
        self,
        wrapper: tuple[str, str],
        inner: list[tuple[tuple[tuple[str, str], ...], Run]],
        runs: Runs,
        *,
        before: str,
        after: str,
    ) -> str:
        kind, value = wrapper
        if kind == "note":
            key = self.keys.get(value)
            if key and runs == (Run(self.names[key][1] or key, ("sup",), note=value),):
                return f"[^{key}]"
            return runs_to_xhtml(runs, notes=self.notes, flavour="html").replace("\n", " ")
        words = self.wrapped(inner)
        if kind == "a":
            return f"[{words}]({_destination(value)})"
        if kind == "code" and len(inner) == 1 and not inner[0][0] and not re.search(r"[\n|]", runs[0].text):
            return _code_span(runs[0].text)
        plain = len(inner) == 1 and not inner[0][0]
        if kind in ("strong", "em") and plain and _can_stand(words, before, after):
            return f"**{words}**" if kind == "strong" else f"*{words}*"
        return f"<{kind}{value}>{words}</{kind}>"

    def escaped(self, text: str) -> str:
        """Return words with a backslash before what means something to Markdown."""
        out = _SPECIAL.sub(r"\\\1", clean(text))
        return out[:-1] + "\\!" if out.endswith("!") else out


def _flat(text: str) -> str:
    """Return words for one line of HTML, since a blank line ends HTML in Markdown."""
    return re.sub(r"\n+", "<br/>", escape(text))


def _says_more(media: Media) -> bool:
    return media != Media(media.url, alt=media.alt) or media.alt is None


def _numbered(found: re.Match[str]) -> str:
    return found[1] + found[2].replace("\n", "&#10;") + found[3]


def _escaped_start(found: re.Match[str]) -> str:
    # After a number it is the dot that is escaped: 1\.
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def _destination(address: str) -> str:
    escaped = re.sub(r"([\\<>]|&(?=#?\w{1,32};))", r"\\\1", address)
    return f"<{escaped}>" if re.search(r"[()\s<>]", address) else escaped


def _code_span(text: str) -> str:
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    # A pipe would end the cell of a table, and cannot be escaped in code elsewhere.
    return f"{ticks}{pad}{clean(text)}{pad}{ticks}"


def _can_stand(words: str, before: str, after: str) -> bool:
    """Tell whether asterisks here open and close (CommonMark, section 6.2), judged on the safe side."""
    inside = words[:1].isalnum() and words[-1:].isalnum()
    return inside and not (before.isalnum() or before == "*") and not (after.isalnum() or after == "*")
