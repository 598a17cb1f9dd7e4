"""Say what a line of a scrape looks like: a date, a byline, a credit, a line of rights, a sentence."""

from __future__ import annotations

import re

__all__ = ["ADDRESS", "BYLINE", "CLOCK", "CREDIT", "DATE", "ENDS", "RIGHTS", "STOP"]

ENDS = re.compile(r"[.!?。！？।؟۔][\"'”’»)\]」』）]*$")
STOP = re.compile(r"[.!?]\s+[^\W\d_a-z]|[。！？]")
RIGHTS = re.compile(
    r"©|\(c\)|copyright|all rights|rechte vorbehalten|reservad[oa]s|riservata|無断|版权|무단", re.IGNORECASE
)
ADDRESS = re.compile(r"@\w|https?://|www\.|\.(?:com|org|net|de|fr|co)\b", re.IGNORECASE)
DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d年|\d日|\b\d{1,2}\.\s?\d{1,2}\.")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\d\s?[ap]\.?m\b", re.IGNORECASE)
CREDIT = re.compile(
    r"\b(?:photo|foto|fotos|image|images|credit|bild|picture|photograph|getty|reuters|afp|shutterstock|istock|imago|"
    r"courtesy|illustration|fot|cr[eé]dit)\b|фото|写真|사진|图片|[\w.]+ ?/ ?(?:ap|afp|reuters|getty|efe|ansa|dpa)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|av|af|autor|text|текст|автор|记者|作者|tekst|redactie|redacción)[\s:]", re.IGNORECASE
)
