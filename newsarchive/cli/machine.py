"""Ask the machine what it has: libraries of Python, libraries of the system, fonts by script."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

__all__ = [
    "SCRIPTS",
    "Part",
    "compiled",
    "fonts",
    "install_words",
    "libraries",
    "platform_name",
    "requirements",
    "trial",
]


class Part(NamedTuple):
    """One thing that is there or not: its name, what was found (None: missing), and whether nothing works without it."""

    name: str
    found: str | None
    needed: bool = True


# Script, characters that a font for it must have. Latin, Greek and Cyrillic come with newsarchive.
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Arabic", "سلامپچگ"),
    ("Hebrew", "שלום"),
    ("Devanagari", "नमस्ते"),
    ("Bengali", "নমস্কার"),
    ("Tamil", "வணக்கம்"),
    ("Thai", "สวัสดี"),
    ("Georgian", "გამარჯობა"),
    ("Ethiopic", "ሰላም"),
    ("Chinese", "汉语漢語"),
    ("Japanese", "日本語のかなカナ"),
    ("Korean", "한국어"),
    ("Emoji", "😀🌍"),
)

# What to type, by family of systems: (the libraries that set pages, the fonts for the scripts above).
_INSTALL: dict[str, tuple[str, str]] = {
    "debian": (
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji",
    ),
    "fedora": (
        "dnf install pango harfbuzz",
        "dnf install google-noto-fonts-all-vf google-noto-sans-cjk-fonts google-noto-color-emoji-fonts",
    ),
    "arch": ("pacman -S pango harfbuzz", "pacman -S noto-fonts noto-fonts-cjk noto-fonts-emoji"),
    "alpine": ("apk add pango harfbuzz-subset", "apk add font-noto-all font-noto-cjk font-noto-emoji"),
    "macos": ("brew install pango", "brew install --cask font-noto-sans font-noto-sans-arabic font-noto-sans-cjk"),
    "windows": (
        "install MSYS2 from https://www.msys2.org, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango",
        "Settings > System > Optional features: add the supplemental fonts of the languages that you need",
    ),
    "other": (
        "install Pango, HarfBuzz with its subset library and Fontconfig from your system's packages",
        "install the Noto fonts of the scripts that you need",
    ),
}


def platform_name() -> str:
    """Return what the machine calls its system."""
    if sys.platform.startswith("linux"):
        try:
            return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
        except OSError:
            return "Linux"
    return f"{platform.system()} {platform.release()}".strip()


def install_words() -> tuple[str, str]:
    """Return what to type on this machine for the libraries, and for the fonts."""
    return _INSTALL[_family()]


def _family() -> str:
    if sys.platform == "darwin":
        return "macos"
    if sys.platform == "win32":
        return "windows"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    known = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora"}
    return next((known.get(name, name) for name in names if known.get(name, name) in _INSTALL), "other")


def requirements() -> Iterator[Part]:
    """Yield the Python libraries that newsarchive declares, those of extras as not needed."""
    for line in metadata.requires("newsarchive") or []:
        name = re.split(r"[\s\[<>=!~;(]", line, maxsplit=1)[0]
        extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)", line)
        if extra is not None and extra[1] in {"docs", "test", "train"}:
            continue
        wanted = re.search(r">=\s*([\d.]+)", line)
        label = f"{name} ({extra[1]})" if extra else name
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Part(label, None, needed=extra is None)
            continue
        old = wanted is not None and _numbers(version) < _numbers(wanted[1])
        if old and wanted is not None:
            yield Part(f"{label} {wanted[1]} or later (there is {version})", None, needed=extra is None)
        else:
            yield Part(label, version, needed=extra is None)


def _numbers(version: str) -> tuple[int, ...]:
    found = tuple(int(part) for part in re.findall(r"\d+", version.split("+", maxsplit=1)[0])[:3])
    return found + (0,) * (3 - len(found))


def compiled() -> Iterator[Part]:
    """Yield the parts of newsarchive that are compiled where they can be; it works without them, slower."""
    from newsarchive.page import native

    yield Part("walk", "compiled" if native.walk else None, needed=False)
    yield Part("witness", "compiled" if native.rates else None, needed=False)


def libraries() -> Iterator[Part]:
    """Yield the libraries of the system that set the pages of a PDF, with their versions."""
    yield Part("Pango", _version("pango-1.0", 0, "pango_version_string"))
    yield Part("Pango with FreeType", _version("pangoft2-1.0", 0, None))
    yield Part("HarfBuzz", _version("harfbuzz", 0, "hb_version_string"))
    yield Part("HarfBuzz subset", _version("harfbuzz-subset", 0, None))
    yield Part("Fontconfig", _version("fontconfig", 1, None))


def _version(name: str, number: int, function: str | None) -> str | None:
    library = _load(name, number)
    if library is None:
        return None
    if function is None:
        return "found"
    call = getattr(library, function)
    call.restype = ctypes.c_char_p
    version: bytes = call()
    return version.decode("ascii", "replace")


def _load(name: str, number: int) -> ctypes.CDLL | None:
    names = [
        f"lib{name}.so.{number}",
        f"lib{name}.{number}.dylib",
        f"lib{name}-{number}.dll",
        ctypes.util.find_library(name),
    ]
    for candidate in filter(None, names):
        try:
            return ctypes.CDLL(candidate)
        except OSError:
            continue
    return None


def trial() -> str | None:
    """Load the page setter in a process of its own; return what it says when it cannot be loaded, or None."""
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
    return lines[-1] if lines else f"it ended with status {done.returncode}"


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


def fonts() -> Iterator[Part]:
    """Yield, for each script, a font of the system that has its characters; ask Fontconfig, as the page setter does."""
    library = _load("fontconfig", 1)
    config = None
    if library is not None:
        for name in ("FcInitLoadConfigAndFonts", "FcCharSetCreate", "FcPatternCreate", "FcObjectSetCreate"):
            getattr(library, name).restype = ctypes.c_void_p
        library.FcFontList.restype = ctypes.POINTER(_FontSet)
        config = library.FcInitLoadConfigAndFonts()
    for script, sample in SCRIPTS:
        family = _family_with(library, config, sample) if library is not None and config else None
        yield Part(script, family, needed=False)


def _family_with(library: ctypes.CDLL, config: int, sample: str) -> str | None:
    """Return the name of a family that has all characters of the sample; the shortest is the plainest."""
    characters = ctypes.c_void_p(library.FcCharSetCreate())
    for character in sample:
        library.FcCharSetAddChar(characters, ord(character))
    pattern, asked = ctypes.c_void_p(library.FcPatternCreate()), ctypes.c_void_p(library.FcObjectSetCreate())
    library.FcPatternAddCharSet(pattern, b"charset", characters)
    library.FcObjectSetAdd(asked, b"family")
    found = library.FcFontList(ctypes.c_void_p(config), pattern, asked)
    names = []
    for number in range(found.contents.count if found else 0):
        name = ctypes.c_char_p()
        if (
            library.FcPatternGetString(ctypes.c_void_p(found.contents.fonts[number]), b"family", 0, ctypes.byref(name))
            == 0
        ):
            names.append((name.value or b"").decode("utf-8", "replace"))
    return min(names, key=lambda name: (not name.startswith("Noto"), len(name), name)) if names else None
