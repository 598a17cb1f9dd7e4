"""Tell which scripts the fonts of this machine can print: ours for Latin, Cyrillic and modern Greek, the system's for the rest."""

from __future__ import annotations

from msgspec import Struct

from newsarchive.formats.pdf.press import warm_press

__all__ = ["ScriptCoverage", "fonts_report"]


class ScriptCoverage(Struct, frozen=True):
    """One script: the fonts that print its sample, whether a letter has none, and the font to install then."""

    script: str
    families: tuple[str, ...]
    covered: bool
    install: str


# Script, language, a sample from many parts of its block, the Debian package and the family to ask for elsewhere.
_SAMPLES: tuple[tuple[str, str, str, str], ...] = (
    ("Latin", "en", "Ağ Þór Đặng ſ’ “„»", ""),
    ("Greek", "el", "Αθήνα ὕδωρ", ""),
    ("Cyrillic", "ru", "Київ Ђурђевак Ғылым", ""),
    ("Arabic", "ar", "صحيفة پیغام ٹ", "fonts-noto-core (Noto Naskh Arabic)"),
    ("Hebrew", "he", "שָׁלוֹם עיתון", "fonts-noto-core (Noto Serif Hebrew)"),
    ("Devanagari", "hi", "समाचार क्ष त्र", "fonts-noto-core (Noto Serif Devanagari)"),
    ("Bengali", "bn", "সংবাদ ক্ষ", "fonts-noto-core (Noto Serif Bengali)"),
    ("Gurmukhi", "pa", "ਖ਼ਬਰਾਂ", "fonts-noto-core (Noto Serif Gurmukhi)"),
    ("Gujarati", "gu", "સમાચાર", "fonts-noto-core (Noto Serif Gujarati)"),
    ("Tamil", "ta", "செய்தி", "fonts-noto-core (Noto Serif Tamil)"),
    ("Telugu", "te", "వార్తలు", "fonts-noto-core (Noto Serif Telugu)"),
    ("Kannada", "kn", "ಸುದ್ದಿ", "fonts-noto-core (Noto Serif Kannada)"),
    ("Malayalam", "ml", "വാർത്ത", "fonts-noto-core (Noto Serif Malayalam)"),
    ("Sinhala", "si", "පුවත්", "fonts-noto-core (Noto Serif Sinhala)"),
    ("Thai", "th", "หนังสือพิมพ์", "fonts-noto-core (Noto Serif Thai)"),
    ("Lao", "lo", "ໜັງສືພິມ", "fonts-noto-core (Noto Serif Lao)"),
    ("Khmer", "km", "កាសែត", "fonts-noto-core (Noto Serif Khmer)"),
    ("Myanmar", "my", "သတင်းစာ", "fonts-noto-core (Noto Serif Myanmar)"),
    ("Georgian", "ka", "გაზეთი", "fonts-noto-core (Noto Serif Georgian)"),
    ("Armenian", "hy", "լրագիր", "fonts-noto-core (Noto Serif Armenian)"),
    ("Ethiopic", "am", "ጋዜጣ", "fonts-noto-core (Noto Serif Ethiopic)"),
    ("Chinese, simplified", "zh-Hans", "报纸头条", "fonts-noto-cjk (Noto Serif CJK SC)"),
    ("Chinese, traditional", "zh-Hant", "報紙頭條", "fonts-noto-cjk (Noto Serif CJK TC)"),
    ("Japanese", "ja", "新聞のニュース", "fonts-noto-cjk (Noto Serif CJK JP)"),
    ("Korean", "ko", "신문 뉴스", "fonts-noto-cjk (Noto Serif CJK KR)"),
    ("Emoji", "en", "📰🗳️👩‍👩‍👧", "fonts-noto-color-emoji (Noto Color Emoji)"),
)


def fonts_report() -> tuple[ScriptCoverage, ...]:
    """Print a sample of each script and return which fonts served it.

    Raises:
        MissingLibrary: weasyprint or Pango is not installed.
    """
    report = []
    for script, language, sample, install in _SAMPLES:
        families, covered = warm_press().serving(sample, language)
        report.append(ScriptCoverage(script, families, covered, "" if covered else install))
    return tuple(report)
