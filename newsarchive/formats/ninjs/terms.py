"""Name what an article's facts are called in ninjs: the roles and relations, in one table for writer and reader.

ninjs leaves roles to the provider. Ours are the words of the glossary.
"""

from __future__ import annotations

__all__ = ["BODY", "CREDIT", "LEAD", "MEDIA_TOPICS", "NOTICE", "PROFILE", "SCHEMA", "TYPES"]

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json"
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"

PROFILE = "newsarchive"  # says that an item was written here: its text and its facts are apart already
BODY = "xhtml"  # the role of the body as XHTML, as in IPTC's examples
LEAD = "lead"  # associations of the lead figure are called lead1, lead2, …
NOTICE = "notice-"  # a notice of kind correction is a description of role notice-correction
CREDIT = "creditline"  # as AP calls the description that holds the credit

# The kind of a medium, and the type of its news object.
TYPES = {"image": "picture", "video": "video", "audio": "audio"}
