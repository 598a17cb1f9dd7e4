"""Take picture bytes from strangers: decode them to be sure, turn them upright, make them no larger than needed."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from newsarchive.errors import InputError, TooLarge, UnreadableInput
from newsarchive.model.gate import squeeze
from newsarchive.model.media import MediaFile, MediaLookup
from newsarchive.notes import Account, Note

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile as OpenedImage

__all__ = ["MAX_BYTES", "MAX_PIXELS", "PictureFacts", "Pictures", "picture_facts", "scaled", "shape", "verified"]

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 100_000_000  # a 100-megapixel camera; decoded that is 300 MB, and nothing larger is ever decoded
# What Pillow may try: no format of these runs another program or has vectors to interpret.
_FORMATS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "ICO", "JPEG2000")
# What every book, page and browser shows (EPUB 3.3, section 3.2, core media types), as (Pillow's name, media type).
_CORE = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
# Colours that a screen and a PDF/A page share (CMYK needs a press profile, ISO 19005-3, 6.2.4.3).
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_ORIENTATION = 0x0112
_DECODING = Lock()
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]{0,400}\?>|<!--.{0,4000}?-->|<!DOCTYPE[^>]{0,400}>|\s){0,20}<svg[\s>]", re.DOTALL | re.IGNORECASE
)


class PictureFacts(Struct, frozen=True):
    """What a picture says about itself, each value as written in it, and the standard that it is written in."""

    caption: str | None = None
    credit: str | None = None
    creator: str | None = None
    copyright: str | None = None
    headline: str | None = None
    taken: str | None = None
    source: str = ""


def verified(data: bytes, *, what: str = "the picture") -> MediaFile:
    """Decode a picture and return it as every format can carry it: upright, JPEG, PNG, GIF or WebP.

    The bytes are kept as they are unless the picture must be turned or is of another format. The media type is
    that of the decoder, whatever was declared.

    Args:
        data: the bytes of one picture.
        what: how to call the picture in a message.

    Raises:
        TooLarge: over 64 MiB or over 100 million pixels.
        UnreadableInput: not a picture that we decode, or damaged; SVG is refused, since it is a program to draw
            rather than a picture and may load other things.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{what}: {len(data)} bytes are over the limit of {MAX_BYTES}")
    if _SVG.match(data[:8192].removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableInput(f"{what}: SVG is not taken; its caption and credit stay")
    image = _decoded(data, what)
    name = image.format or ""
    turned = (
        image.getexif().get(_ORIENTATION, 1) in range(2, 9) if name in ("JPEG", "MPO", "TIFF", "WEBP", "PNG") else False
    )
    if name in _CORE and not turned and image.mode in _MODES:
        return MediaFile(data, _CORE[name], image.width, image.height)
    return _encoded(_upright(image), keep_jpeg=name in ("JPEG", "MPO"))


def scaled(picture: MediaFile, *, longest: int) -> MediaFile:
    """Return the picture with its longer side at most ``longest`` pixels; the same value where it is already.

    JPEG stays JPEG (quality 88), anything else becomes PNG, or JPEG where it is opaque and that is smaller.
    """
    if max(picture.width, picture.height) <= longest:
        return picture
    image: Image = _decoded(picture.data, "the picture")
    image.thumbnail((longest, longest))
    return _encoded(image, keep_jpeg=picture.media_type == "image/jpeg")


def shape(data: bytes) -> tuple[str, int, int] | None:
    """Return media type, width and height (pixels, as stored) that the header of a picture says; None where it says nothing."""
    try:
        image = _opened(data)
        return type(image).get_format_mimetype(image) or "", image.width, image.height
    except Exception:  # noqa: BLE001 - headers of strangers break parsers in ways nobody lists
        return None


def picture_facts(data: bytes) -> PictureFacts | None:
    """Read what a picture says about itself: IPTC (IIM 4.2), then EXIF 2.32; None where it says nothing.

    Reads no more than the header; a picture that cannot be opened says nothing.
    """
    from PIL import IptcImagePlugin

    try:
        image = _opened(data)
        exif = image.getexif()
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # noqa: BLE001 - metadata of strangers breaks parsers in ways nobody lists
        return None
    found = {
        # IIM 4.2, record 2 (application), data sets 120, 110, 80, 116, 105, 55.
        "caption": _iptc(iptc, 120) or _exif(exif.get(0x010E)),
        "credit": _iptc(iptc, 110),
        "creator": _iptc(iptc, 80) or _exif(exif.get(0x013B)),
        "copyright": _iptc(iptc, 116) or _exif(exif.get(0x8298)),
        "headline": _iptc(iptc, 105),
        "taken": _iptc(iptc, 55) or _exif(exif.get(0x0132)),
    }
    if not any(found.values()):
        return None
    return PictureFacts(**found, source="IPTC" if any(key[0] == 2 for key in iptc) else "EXIF")


class Pictures:
    """Verify pictures once each, by their content, on the way from a lookup to a writer.

    A picture that cannot be had or is no picture is a note (NA109), filed once a content.
    """

    def __init__(self, lookup: MediaLookup, *, notes: Account, longest: int = 2400, keep: int = 64) -> None:
        """Stand before ``lookup``; pictures are scaled to ``longest`` pixels, ``keep`` of them are remembered."""
        self._lookup = lookup
        self._notes = notes
        self._longest = longest
        self._keep = keep
        self._lock = Lock()
        self._done: OrderedDict[str, MediaFile | None] = OrderedDict()

    def __call__(self, url: str) -> MediaFile | None:
        """Return the picture of an address, verified, upright and scaled, or None."""
        raw = self._lookup(url)
        if raw is None:
            return None
        key = hashlib.sha256(raw.data).hexdigest()
        with self._lock:
            if key in self._done:
                self._done.move_to_end(key)
                return self._done[key]
        try:
            picture: MediaFile | None = scaled(verified(raw.data, what=url[:200]), longest=self._longest)
        except InputError as error:
            self._notes.add(Note("NA109", "picture", str(error), url))
            picture = None
        with self._lock:
            self._done[key] = picture
            while len(self._done) > self._keep:
                self._done.popitem(last=False)
        return picture


def _opened(data: bytes) -> OpenedImage:
    from PIL import Image as Images

    with warnings.catch_warnings():
        # Pillow warns of large pictures and of odd metadata; our own limit is stricter than a warning.
        warnings.simplefilter("ignore")
        return Images.open(io.BytesIO(data), formats=_available())


def _available() -> tuple[str, ...]:
    """Return those of our formats that this Pillow was built with."""
    from PIL import Image as Images

    Images.init()
    return tuple(name for name in _FORMATS if name in Images.OPEN)


def _decoded(data: bytes, what: str) -> OpenedImage:
    try:
        image = _opened(data)
        fits = image.width * image.height <= MAX_PIXELS
        if fits:
            _load_whole(image)
    except Exception as error:
        # Decoders raise OSError, SyntaxError, ValueError, struct.error, MemoryError... whatever a damaged file makes of them.
        raise UnreadableInput(f"{what}: not a picture that can be decoded ({type(error).__name__})") from error
    if not fits:
        raise TooLarge(f"{what}: {image.width} × {image.height} pixels are over the limit of {MAX_PIXELS}")
    return image


def _load_whole(image: Image) -> None:
    """Decode every pixel of the first frame, so that a cut file is found out."""
    from PIL import ImageFile

    with _DECODING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Other libraries of this process (weasyprint is one) let Pillow fill cut pictures with grey, for everybody.
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image.seek(0)
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _upright(image: Image) -> Image:
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(image)
    return turned if turned is not None else image


def _encoded(image: Image, *, keep_jpeg: bool) -> MediaFile:
    """Encode pixels without metadata: the same pixels give the same bytes."""
    profile = image.info.get("icc_profile")
    icc = (
        profile
        if isinstance(profile, bytes) and len(profile) <= 1 << 20 and image.mode in ("RGB", "RGBA", "L")
        else None
    )
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    out = io.BytesIO()
    if keep_jpeg:
        plain = image if image.mode in ("RGB", "L") else image.convert("RGB")
        plain.save(out, "JPEG", quality=88, optimize=True, icc_profile=icc)
        return MediaFile(out.getvalue(), "image/jpeg", plain.width, plain.height)
    plain = image.convert("RGBA") if transparent else image if image.mode in ("L", "1") else image.convert("RGB")
    plain.save(out, "PNG", icc_profile=icc)
    if not transparent and out.tell() > 1 << 20:
        jpeg = io.BytesIO()
        plain.convert("RGB").save(jpeg, "JPEG", quality=88, optimize=True, icc_profile=icc)
        if jpeg.tell() < out.tell() // 2:
            return MediaFile(jpeg.getvalue(), "image/jpeg", plain.width, plain.height)
    return MediaFile(out.getvalue(), "image/png", plain.width, plain.height)


def _iptc(iptc: Mapping[tuple[int, int], object], number: int) -> str | None:
    value = iptc.get((2, number))
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, bytes):
        return None
    # IIM 1:90 declares UTF-8 as ESC % G; without it the bytes are what the desk's system wrote, mostly UTF-8 or Latin-1.
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("cp1252", "replace")
    return squeeze(text)[:4000] or None


def _exif(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return (squeeze(value.replace("\0", " "))[:4000] or None) if isinstance(value, str) else None
