"""Put parts together as one EPUB file with ebooklib; whatever ebooklib gets wrong is put right here and nowhere else.

Worked round (ebooklib 0.20): EpubHtml parses and rewrites documents and drops attributes of html and body, so whole
documents go in as plain items; EpubNav writes a poor nav, and an empty one without complaint, so ours is an item with
the property ``nav``; ``set_cover`` and EpubCover need an order of calls, so the cover is an item too; the spine names an
NCX that is not there; the package has no language; creators get the same id; repeated ids and names are written;
the ZIP has the clock in it; errors become warnings and leave a broken file, so everything goes to memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from newsarchive.errors import InvalidDocument, MissingLibrary

__all__ = ["FOLDER", "Meta", "Part", "bound"]

FOLDER = "EPUB"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "http://purl.org/dc/elements/1.1/"
# Already compressed; deflating them again takes time and wins nothing.
_STORED = (".jpg", ".png", ".gif", ".webp")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP can say


class Part(Struct, frozen=True, kw_only=True):
    """One file of the book. ``spine`` tells whether it is read in its turn, and not only looked up."""

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    spine: bool = False


class Meta(Struct, frozen=True):
    """One statement of the package: a Dublin Core element (``dc:title``) or a property (``schema:accessMode``).

    ``refines`` is the id of the statement that this one is about.
    """

    name: str
    value: str
    id: str | None = None
    refines: str | None = None
    scheme: str | None = None
    lang: str | None = None


def bound(
    parts: Sequence[Part],
    metadata: Sequence[Meta],
    *,
    identifier: str,
    title: str,
    language: str,
    direction: str,
    modified: datetime,
) -> bytes:
    """Return the bytes of the book; the first Meta named ``dc:identifier`` with the id ``uid`` is its identifier.

    Raises:
        MissingLibrary: ebooklib is not installed.
        InvalidDocument: two parts have one id or one name, which ebooklib would write.
    """
    for what, values in (("id", [part.id for part in parts]), ("name", [part.name.casefold() for part in parts])):
        if len(set(values)) < len(values):
            raise InvalidDocument(f"epub: two parts of the book have the same {what}")
    epub = _ebooklib()
    book = epub.EpubBook()
    book.metadata = {}
    book.IDENTIFIER_ID = "uid"
    book.uid, book.title, book.language = identifier, title, language
    book.direction = direction
    for meta in metadata:
        _say(book, meta)
    for part in parts:
        item = epub.EpubItem(uid=part.id, file_name=part.name, media_type=part.media_type, content=part.data)
        item.properties = list(part.properties)
        book.add_item(item)
    book.spine = [part.id for part in parts if part.spine]
    out = io.BytesIO()
    writer = _writer(epub)(out, book, {"mtime": modified, "epub2_guide": False, "raise_exceptions": True})
    writer.process()
    writer.write()
    return out.getvalue()


def _say(book: Any, meta: Meta) -> None:
    attributes = {"id": meta.id, _XML_LANG: meta.lang}
    if meta.name.startswith("dc:"):
        book.add_metadata(_DC, meta.name[3:], meta.value, {key: value for key, value in attributes.items() if value})
        return
    attributes |= {"property": meta.name, "refines": meta.refines and f"#{meta.refines}", "scheme": meta.scheme}
    book.add_metadata(None, "meta", meta.value, {key: value for key, value in attributes.items() if value})


def _ebooklib() -> Any:
    try:
        from ebooklib import epub
    except ImportError as error:
        raise MissingLibrary(f"epub: ebooklib cannot be imported ({error}); `pip install 'ebooklib>=0.20'`") from error
    return epub


def _writer(epub: Any) -> Any:
    class Writer(epub.EpubWriter):  # type: ignore[misc]
        """ebooklib's writer without its clock, its NCX and its silence."""

        def write(self) -> None:
            with _Archive(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as self.out:
                # OCF 3.3, section 4.2.2: mimetype first, stored, without extra fields.
                self.out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
                self._write_container()
                self._write_opf()
                self._write_items()

        def _write_opf_spine(self, root: Any, ncx_id: str | None) -> None:
            super()._write_opf_spine(root, ncx_id)
            del root.find("spine").attrib["toc"]

        def _write_opf_file(self, root: Any) -> None:
            root.set(_XML_LANG, self.book.language)
            super()._write_opf_file(root)

    return Writer


class _Archive(zipfile.ZipFile):
    """A ZIP whose entries depend on their content alone."""

    def writestr(  # type: ignore[override]
        self, name: str, data: str | bytes, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        kind = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
        super().writestr(entry, data, kind if compress_type is None else compress_type, compresslevel)
