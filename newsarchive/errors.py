"""Every exception that newsarchive raises on purpose.

NewsArchiveError
├── InputError                  the input cannot become an article
│   ├── UnreadableInput         not there, not a regular file, or damaged beyond reading
│   ├── NotAnArticle            readable, but there is no story in it
│   └── TooLarge                over a limit that protects the reader
├── FormatError                 a format refuses
│   ├── UnknownFormat           no such format, or the bytes look like none we know
│   ├── InvalidDocument         the bytes claim a format and break its rules
│   └── MissingLibrary          the format needs a library or system part that is not installed
├── ArchiveError                the batch or the archive cannot go on
│   ├── FixityError             bytes are not those that were recorded
│   ├── VersionConflict         two writers, or a schema version from the future
│   └── OutputError             the output folder is full, read-only, locked or not ours
└── UsageError                  the call contradicts itself

Each message says what was wrong, where, and what to do.
A poor page is not an error: it is an article with notes.
"""

from __future__ import annotations

__all__ = [
    "ArchiveError",
    "FixityError",
    "FormatError",
    "InputError",
    "InvalidDocument",
    "MissingLibrary",
    "NewsArchiveError",
    "NotAnArticle",
    "OutputError",
    "TooLarge",
    "UnknownFormat",
    "UnreadableInput",
    "UsageError",
    "VersionConflict",
]


class NewsArchiveError(Exception):
    """Anything newsarchive raises on purpose."""


class InputError(NewsArchiveError):
    """The input cannot become an article."""


class UnreadableInput(InputError):
    """The input is not there, is not a regular file, or is damaged beyond reading."""


class NotAnArticle(InputError):
    """The input can be read, but there is no story in it."""


class TooLarge(InputError):
    """The input is over a limit that protects the reader."""


class FormatError(NewsArchiveError):
    """A format refuses."""


class UnknownFormat(FormatError):
    """There is no such format, or the bytes look like none that we know."""


class InvalidDocument(FormatError):
    """The bytes claim to be of a format and break its rules."""


class MissingLibrary(FormatError):
    """The format needs a library or a part of the system that is not installed."""


class ArchiveError(NewsArchiveError):
    """The batch or the archive cannot go on."""


class FixityError(ArchiveError):
    """The bytes are not those that were recorded."""


class VersionConflict(ArchiveError):
    """Two writers met, or a schema version is not one that we know."""


class OutputError(ArchiveError):
    """The output folder is full, read-only, locked, or not ours to write."""


class UsageError(NewsArchiveError):
    """The call contradicts itself."""
