"""Name the files of an article: date, slug and a short hash, safe and different on every file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from newsarchive.model import Article, Moment

__all__ = ["day_of", "folder_of", "name_of", "portable", "slug"]

_HASH = 10
_SLUG_BYTES = 90
_FOLDER_BYTES = 60
_PATH_BYTES = 150
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\.|$)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def name_of(article: Article, key: str) -> str:
    """Return the name of an article's files without its extension.

    The hash tells apart what has one date and one headline, on file systems that fold case or normalise as well.

    >>> name_of(Article(headline="Port opens", published=Moment("2021-02-17")), "1a2b3c4d5e6f")
    '2021-02-17-port-opens-1a2b3c4d5e'
    """
    return "-".join(filter(None, (day_of(article) or "undated", slug(article.headline or ""), key[:_HASH])))


def day_of(article: Article) -> str | None:
    """Return the date of an article at day precision or coarser: published, updated, or captured."""
    for moment in (article.issued, article.updated, article.provenance.captured):
        if moment and (found := _day(moment)):
            return found
    return None


def _day(moment: Moment) -> str | None:
    found = _DATE.match(moment.iso.partition("T")[0])
    return found[0] if found else None


def slug(headline: str, *, limit: int = _SLUG_BYTES) -> str:
    """Return the letters and digits of a headline in lower case, in any script, dashes between words.

    >>> slug("  Québec’s “Port”: 3 new berths/quays… ")
    'québec-s-port-3-new-berths-quays'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", headline[:1000]).casefold())
    words = "".join(_letters(folded)).split()
    kept: list[str] = []
    size = 0
    for word in words:
        width = len(word.encode("utf-8"))
        if size + width > limit:
            if not kept:
                kept.append(word.encode("utf-8")[:limit].decode("utf-8", "ignore"))
            break
        kept.append(word)
        size += width + 1
    return unicodedata.normalize("NFC", "-".join(kept))


def _letters(text: str) -> list[str]:
    """Keep letters, digits and the marks that some scripts need; never more than two marks in a row."""
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Mc") else 0
        if category[0] in "LN" or (0 < marks <= 2 and kept and kept[-1] != " "):
            kept.append(char)
        elif marks == 0:
            kept.append(" ")
    return kept


def portable(name: str, *, limit: int = _FOLDER_BYTES) -> str:
    """Return a name of a folder as every file system takes it; a name that must change gets a hash.

    >>> portable("News")
    'News'
    >>> portable("CON")
    'CON-a3dbc4'
    """
    clean = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    clean = "".join(
        char if unicodedata.category(char)[0] not in "CZ" and char not in '<>:"/\\|?*' else "-" for char in clean
    )
    clean = clean.rstrip(" .").lstrip(" .-~") or "-"
    clean = clean.encode("utf-8")[:limit].decode("utf-8", "ignore").rstrip(" .")
    if _RESERVED.match(clean) or clean != name or clean == "-":
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:6]
        stem = clean.lstrip("-") or "folder"
        if _RESERVED.match(stem):
            stem = stem.replace(".", "-")
        return f"{stem}-{digest}"
    return clean


def folder_of(folder: str | None, article: Article) -> str:
    """Return the folder below the output folder: the tree of the source, or a month where the source is no tree.

    A tree deeper than file systems bear keeps its first folders and a hash of the rest.
    """
    if folder is None:
        day = day_of(article) or ""
        return f"{day[:4]}/{day[:7]}" if len(day) >= 7 else day[:4] or "undated"
    parts = [portable(part) for part in folder.split("/") if part not in ("", ".", "..")]
    whole = "/".join(parts)
    if len(whole.encode("utf-8")) <= _PATH_BYTES:
        return whole
    digest = hashlib.sha256(folder.encode("utf-8", "surrogateescape")).hexdigest()[:10]
    kept: list[str] = []
    for part in parts:
        if len("/".join([*kept, part]).encode("utf-8")) > _PATH_BYTES - 12:
            break
        kept.append(part)
    return "/".join([*kept, f"deep-{digest}"])
