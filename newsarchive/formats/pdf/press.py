"""Keep one warm renderer in a process: fonts and style sheet read once, everything else denied."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from newsarchive.errors import InvalidDocument, MissingLibrary
from newsarchive.formats.markup import escape
from newsarchive.model.media import MediaFile
from newsarchive.notes import Account, Note

if TYPE_CHECKING:
    import pydyf

    from newsarchive.formats.pdf.tags import Tagging

__all__ = ["PAPERS", "PICTURES", "Press", "warm_press"]

# Where our own things are, for the renderer: a host that cannot exist (RFC 2606), so nothing else is under it.
_BASE = "https://newsarchive.invalid/"
_FONTS = f"{_BASE}fonts/"
_FONT_FILES = Path(__file__).parents[1] / "fonts"
PICTURES = "pictures/"
PAPERS = {"a4": "@page { size: A4 }", "letter": "@page { size: letter; margin-left: 41mm; margin-right: 41mm }"}

Finisher = Callable[["pydyf.PDF", "Tagging"], None]

_ADVICE = {
    "linux": "install Pango: `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` on Debian and Ubuntu, "
    "`dnf install pango` on Fedora, `apk add pango` on Alpine",
    "darwin": "install Pango: `brew install pango`",
    "win32": "install Pango: `pacman -S mingw-w64-x86_64-pango` in MSYS2, then set WEASYPRINT_DLL_DIRECTORIES to its bin folder",
}


@cache
def warm_press() -> Press:
    """Return the renderer of this process, made when first asked for.

    Raises:
        MissingLibrary: weasyprint or Pango is not installed; the message says what to install.
    """
    return Press()


class Press:
    """Set pages with weasyprint, which sees our markup, our style sheet, our fonts and the pictures we hand it."""

    def __init__(self) -> None:
        weasyprint = _weasyprint()
        self._lock = Lock()
        self._fonts = _font_configuration()
        self._shelf = _shelf()
        with _quiet(Account()):
            css = Path(__file__).with_name("print.css").read_text("utf-8")
            self._style = weasyprint.CSS(string=css, base_url=_BASE, font_config=self._fonts, url_fetcher=self._shelf)
            self._papers = {
                name: weasyprint.CSS(string=text, base_url=_BASE, font_config=self._fonts, url_fetcher=self._shelf)
                for name, text in PAPERS.items()
            }

    def set(
        self,
        markup: str,
        *,
        paper: str,
        pictures: Mapping[str, MediaFile],
        identifier: str,
        epoch: int,
        finish: Finisher,
        notes: Account,
    ) -> bytes:
        """Lay out the markup and return the bytes of the PDF.

        Args:
            markup: a whole document of XHTML, without a namespace.
            paper: a key of ``PAPERS``.
            pictures: by the name that follows ``pictures/`` in the markup.
            identifier: 32 hexadecimal digits, the first part of the trailer's ``/ID``.
            epoch: seconds since 1970, the date that goes into subsets of fonts.
            finish: changes the objects of the PDF before they are written.
            notes: where it is filed what weasyprint could not show.

        Raises:
            InvalidDocument: weasyprint could not lay out the article.
        """
        from newsarchive.formats.pdf.spoken import spoken_lines
        from newsarchive.formats.pdf.tags import Tagging

        tagging = Tagging()
        with self._lock, _quiet(notes), _source_date(epoch), tagging.listening(), spoken_lines():
            self._shelf.pictures = pictures
            try:
                page = _document(markup, self._shelf)
                return page.write_pdf(  # type: ignore[no-any-return]
                    stylesheets=[self._style, self._papers[paper]],
                    font_config=self._fonts,
                    pdf_variant="pdf/a-3a",
                    pdf_identifier=identifier.encode("ascii"),
                    finisher=lambda _, pdf: finish(pdf, tagging),
                )
            except (RecursionError, AssertionError, ArithmeticError, LookupError, TypeError, ValueError) as error:
                # An article that breaks the renderer is that article's failure, never the batch's.
                kind = type(error).__name__
                raise InvalidDocument(
                    f"pdf: weasyprint cannot lay out this article ({kind}: {error}); try --to epub"
                ) from error
            finally:
                self._shelf.pictures = {}

    def serving(self, sample: str, language: str) -> tuple[tuple[str, ...], bool]:
        """Return the font families that print a sample, and whether every letter of it has a glyph."""
        markup = f'<html lang="{language}"><head><title>-</title></head><body><p>{escape(sample)}</p></body></html>'
        found: list[Any] = []
        with self._lock, _quiet(Account()):
            page = _document(markup, self._shelf)
            style = [self._style, self._papers["a4"]]
            page.write_pdf(
                stylesheets=style,
                font_config=self._fonts,
                finisher=lambda document, _: found.extend(document.fonts.values()),
            )
        # The page number is printed too, in the sans of the margins.
        families = {
            font.family.partition(",")[0] for font in found if set("".join(font.to_unicode.values())) - set("1 ")
        }
        return tuple(sorted(families)), not any(font.missing for font in found)


class _InPlace:
    """Stand for the folder into which weasyprint copies each font, and give it the font where it is.

    A copy would be left behind by every worker that is stopped, some 2.6 MB each.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def __truediv__(self, name: str) -> _InPlace:
        del name
        return self

    def exists(self) -> bool:
        return False

    def write_bytes(self, data: bytes) -> int:
        return len(data)

    def as_posix(self) -> str:
        return self._file.as_posix()


def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    class Fonts(FontConfiguration):  # type: ignore[misc]
        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
            url = next((url for _, url in rule_descriptors["src"]), None) or ""
            self._folder: _InPlace | None = _InPlace(_FONT_FILES / url.rpartition("/")[2])
            try:
                super().add_font_face(rule_descriptors, url_fetcher)
            finally:
                self._folder = None

    return Fonts()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise MissingLibrary(f"pdf: weasyprint cannot be imported ({error}); `pip install 'weasyprint>=70'`") from error
    except OSError as error:
        advice = _ADVICE.get(sys.platform, _ADVICE["linux"])
        first = str(error).splitlines()[0]
        raise MissingLibrary(f"pdf: a library of weasyprint is missing ({first}); {advice}") from error
    if int(weasyprint.__version__.split(".")[0]) < 70:
        raise MissingLibrary(f"pdf: weasyprint {weasyprint.__version__} is too old; `pip install 'weasyprint>=70'`")
    return weasyprint


def _document(markup: str, shelf: Any) -> Any:
    """Make weasyprint's document from markup that is well-formed already: an HTML parser could only change it."""
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    class Document(HTML):  # type: ignore[misc]
        def __init__(self) -> None:
            self.base_url = _BASE
            self.url_fetcher = shelf
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(ET.fromstring(markup), content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Document()


def _shelf() -> Any:
    """Return the only fetcher that weasyprint gets: our fonts, and the pictures of the article at hand."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        pictures: Mapping[str, MediaFile] = {}

        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            if url.startswith(_FONTS):
                name = url.removeprefix(_FONTS)
                if name.isascii() and name.replace("-", "").replace(".", "").isalnum():
                    data = (_FONT_FILES / name).read_bytes()
                    return URLFetcherResponse(url, data, {"Content-Type": "font/ttf"})
            picture = (
                self.pictures.get(url.removeprefix(_BASE + PICTURES)) if url.startswith(_BASE + PICTURES) else None
            )
            if picture is None:
                raise ValueError(f"not ours: {url[:200]}")
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})

    return Shelf()


@contextmanager
def _quiet(notes: Account) -> Iterator[None]:
    """Hear what weasyprint and fontTools log, in place of whoever else listens; pictures that failed become notes."""
    handler = _Listener(notes)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress", "fontTools")]
    before = [(logger, logger.propagate, logger.handlers[:]) for logger in loggers]
    for logger in loggers:
        logger.propagate, logger.handlers = False, [handler]
    try:
        with warnings.catch_warnings():
            # weasyprint leaves the file of its colour profile open
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        for logger, propagate, handlers in before:
            logger.propagate, logger.handlers = propagate, handlers


class _Listener(logging.Handler):
    def __init__(self, notes: Account) -> None:
        super().__init__(logging.WARNING)
        self.notes = notes

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if "image" in message.lower():
            self.notes.add(Note("NA109", "picture", f"weasyprint: {message[:200]}"))


@contextmanager
def _source_date(epoch: int) -> Iterator[None]:
    """Give fontTools the date that it writes into subsets (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(max(0, epoch))
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
