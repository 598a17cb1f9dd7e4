"""Turn the bytes of a page into text, and keep the evidence for the charset that was chosen."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

__all__ = ["Decoded", "Evidence", "codec_of", "decode", "xml_label"]

Evidence: TypeAlias = Literal["bom", "utf-8", "http", "declared", "detected", "fallback"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page and how it was had.

    ``source`` is the text, or the bytes of it where they are UTF-8 as they stand: nobody may want them decoded. ``charset`` is a name of the WHATWG Encoding Standard in lower case (or ``utf-32``), ``evidence`` the rung that
    decided, ``bom`` the bytes of the byte order mark, ``declared`` the first label that the server or the page gave.
    ``damaged`` counts the stretches that are not of the charset; where it is 0 and the charset is ``utf-8``,
    a parser may be fed the bytes after the mark as they are.
    """

    source: str | bytes = field(repr=False)
    charset: str
    evidence: Evidence
    bom: int = 0
    declared: str | None = None
    damaged: int = 0

    @property
    def text(self) -> str:
        """The text."""
        return self.source if isinstance(self.source, str) else self.source.decode("utf-8")


# Longest first: the UTF-16 mark is the beginning of the UTF-32 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32_le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf_32_be", "utf-32"),
    (codecs.BOM_UTF8, "utf_8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf_16_le", "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf_16_be", "utf-16be"),
)
_ESCAPE_2022 = re.compile(rb"\x1b\$[@B(]")
# The prescan of the HTML standard looks at 1,024 bytes; real pages declare later. Each element is bounded, so that
# a flood of them costs no more than the bytes.
_META = re.compile(rb"<meta[\s/][^>]{0,2000}", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,20}=\s{0,20}["']?\s{0,20}([A-Za-z0-9_:.+\-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([A-Za-z0-9_:.+\-]{1,40})["']""")
_META_ELEMENTS = 200
_PIECE = 1 << 14  # bytes
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_DETECTOR_BYTES = 1 << 18
# Names of the detector that are not labels of the standard.
_DETECTOR_NAMES = {"UHC": "euc-kr", "EUC-TW": "", "MAC-CYRILLIC": "x-mac-cyrillic"}


def decode(data: bytes, *, http_charset: str | None = None) -> Decoded:
    """Decode a page: byte order mark, strict UTF-8, what is declared, what is detected, and windows-1252.

    Labels go through the table of the WHATWG Encoding Standard (section 4.2), never through Python's codec names.
    UTF-8 with little damage counts as UTF-8. Never fails.

    >>> decode("Café".encode("windows-1252"), http_charset="latin1")
    Decoded(charset='windows-1252', evidence='http', bom=0, declared='latin1', damaged=0)
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark) and (found := _marked(data, mark, codec, name)):
            return found
    # One byte is looked for thirty times as fast as two, and almost no page has it.
    shifted = b"\x1b" in data and _ESCAPE_2022.search(data) is not None
    zeros = b"\0" in data[:4096]
    if not shifted and not zeros and _is_utf8(data):
        return Decoded(data, "utf-8", "utf-8", declared=http_charset)
    return _by_evidence(data, http_charset, shifted=shifted, zeros=zeros)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8: in pieces, since the memory for a whole page costs more than looking at it."""
    if data.isascii():
        return True
    at = 0
    whole = memoryview(data)
    try:
        while at < len(data):
            # what a piece ends in the middle of is left to the next one
            at += codecs.utf_8_decode(whole[at : at + _PIECE], "strict", at + _PIECE >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _marked(data: bytes, mark: bytes, codec: str, name: str) -> Decoded | None:
    body = data[len(mark) :]
    try:
        return Decoded(body.decode(codec), name, "bom", len(mark))
    except UnicodeDecodeError:
        if name == "utf-32":
            return None
    if name == "utf-8":
        text, _, damaged = _patched(body)
    else:
        text = body.decode(codec, "replace")
        damaged = max(1, text.count("\ufffd"))
    return Decoded(text, name, "bom", len(mark), damaged=damaged)


def _by_evidence(data: bytes, http_charset: str | None, *, shifted: bool, zeros: bool) -> Decoded:
    labels: list[tuple[str, Evidence]] = [(http_charset, "http")] if http_charset else []
    labels += [(label, "declared") for label in _declared(data)]
    first = labels[0][0] if labels else None

    if zeros and (wide := _wide(data)):
        text = data.decode(wide.replace("utf-16", "utf_16_"), "replace")
        evidence: Evidence = "http" if http_charset and codec_of(http_charset)[0] == wide else "detected"
        return Decoded(text, wide, evidence, declared=first, damaged=text.count("\ufffd"))
    if shifted:
        try:
            text = data.decode("iso2022_jp_ext")
        except UnicodeDecodeError:
            pass
        else:
            rungs = [rung for label, rung in labels if codec_of(label)[0] == "iso-2022-jp"]
            return Decoded(text, "iso-2022-jp", rungs[0] if rungs else "detected", declared=first)

    text, valid, damaged = _patched(data)
    if not damaged:
        return Decoded(text, "utf-8", "utf-8", declared=first)
    # Text of another charset is almost never valid as UTF-8: in windows-1252 a valid pair reads "Ã©", and in the
    # East Asian charsets far more stretches break than hold.
    if valid >= 4 * damaged:
        return Decoded(text, "utf-8", "utf-8", declared=first, damaged=damaged)
    if (found := _strictly(data, labels)) or (found := _detected(data, first)) or (found := _nearly(data, labels)):
        return found
    # The mapping of the standard, which gives the five holes of windows-1252 to the C1 controls.
    return Decoded(_windows_1252(data), "windows-1252", "fallback", declared=first)


def _strictly(data: bytes, labels: list[tuple[str, Evidence]]) -> Decoded | None:
    for label, rung in labels:
        name, codec = codec_of(label)
        # A declaration inside the page could not be read if the page were UTF-16 (HTML standard, section 13.2.3.2).
        if codec and not name.startswith("utf-"):
            try:
                return Decoded(data.decode(codec), name, rung, declared=labels[0][0])
            except UnicodeDecodeError:
                continue
    return None


def _detected(data: bytes, declared: str | None) -> Decoded | None:
    import cchardet

    sample = data if len(data) <= _DETECTOR_BYTES else _dense(data)
    label = cchardet.detect(sample)["encoding"] or ""
    name, codec = codec_of(_DETECTOR_NAMES.get(label, label))
    if not codec or name.startswith("utf-"):
        return None
    try:
        return Decoded(data.decode(codec), name, "detected", declared=declared)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    damaged = text.count("\ufffd")
    return Decoded(text, name, "detected", declared=declared, damaged=damaged) if _slight(text, damaged) else None


def _nearly(data: bytes, labels: list[tuple[str, Evidence]]) -> Decoded | None:
    """Follow a declared charset that a few bytes break: a real EUC-JP page holds vendors' characters."""
    for label, rung in labels:
        name, codec = codec_of(label)
        if codec and not name.startswith("utf-16"):
            text = _patched(data)[0] if name == "utf-8" else data.decode(codec, "replace")
            damaged = text.count("\ufffd")
            if _slight(text, damaged):
                return Decoded(text, name, rung, declared=labels[0][0], damaged=damaged)
    return None


def _slight(text: str, damaged: int) -> bool:
    return damaged * 100 <= _foreign(text)


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _dense(data: bytes) -> bytes:
    """Return the parts of a long page that can tell: the stretches around bytes that are not ASCII."""
    parts: list[bytes] = []
    size = position = 0
    for found in _FOREIGN.finditer(data):
        parts.append(data[max(position, found.start() - 24) : found.end()])
        size += len(parts[-1])
        position = found.end()
        if size > _DETECTOR_BYTES:
            break
    return b"".join(parts)


def xml_label(data: bytes) -> str | None:
    """Return the label of the charset that a document of XML declares.

    >>> xml_label(b'<?xml version="1.0" encoding="ISO-8859-1"?><rss/>')
    'ISO-8859-1'
    """
    found = _XML.match(data[:400])
    return found[1].decode("ascii") if found else None


def _declared(data: bytes) -> Iterator[str]:
    """Yield the labels that the page itself gives, in the order in which they stand."""
    seen = set()
    if label := xml_label(data):
        seen.add(label.encode("ascii"))
        yield label
    for number, meta in enumerate(_META.finditer(data)):
        if number >= _META_ELEMENTS:
            return
        if (found := _CHARSET.search(meta[0])) and found[1] not in seen:
            seen.add(found[1])
            yield found[1].decode("ascii")


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero bytes of its markup."""
    head = data[:4096]
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16be"
    return None


def _patched(data: bytes) -> tuple[str, int, int]:
    """Decode damaged UTF-8; return the text, the number of valid long characters, and of damaged stretches.

    A single foreign byte between ASCII letters is a windows-1252 character pasted in; anything else is U+FFFD.
    """
    parts: list[str] = []
    damaged = position = 0
    while position < len(data):
        try:
            parts.append(data[position:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            start, end = position + error.start, position + error.end
            while end < len(data) and 0x80 <= data[end] < 0xC0:
                end += 1
            parts.append(data[position:start].decode("utf-8"))
            parts.append(_pasted(data, start, end))
            damaged += 1
            position = end
            if damaged > _PATCHES:
                parts.append(data[position:].decode("utf-8", "replace"))
                damaged += parts[-1].count("\ufffd")
                break
    text = "".join(parts)
    return text, _foreign(text) - damaged, damaged


# Each damaged stretch costs a slice of the rest; a page with more damage than this is not UTF-8 anyway.
_PATCHES = 100


def _pasted(data: bytes, start: int, end: int) -> str:
    before = data[start - 1] if start else 0x20
    after = data[end] if end < len(data) else 0x20
    if end - start == 1 and before < 0x80 and after < 0x80 and data[start] >= 0xA0:
        return data[start:end].decode("cp1252")
    return "\ufffd"


def _windows_1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_c1_as_windows())


@cache
def _c1_as_windows() -> dict[int, str]:
    holes = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    return {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in holes}


def codec_of(label: str) -> tuple[str, str | None]:
    """Return the name of the encoding that a label stands for, and Python's codec for it.

    The codec is None for an unknown label and for encodings that a page must not be decoded by.

    >>> codec_of(" Latin1 ")
    ('windows-1252', 'cp1252')
    >>> codec_of("rot13")
    ('', None)
    """
    return _labels().get(label.strip("\t\n\f\r ").lower(), ("", None))


@cache
def _labels() -> dict[str, tuple[str, str | None]]:
    table: dict[str, tuple[str, str | None]] = {}
    for line in files("newsarchive.sources").joinpath("charsets.txt").read_text("ascii").splitlines():
        if not line.startswith("#"):
            name, codec, *labels = line.split()
            table.update(dict.fromkeys(labels, (name, None if codec == "-" else codec)))
    return table
