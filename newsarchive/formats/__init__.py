"""Once a page is an article, it can be written: one format, one home, each a reader, a writer or both.

A reader is ``(data: bytes, *, notes: Account, url: str | None) -> Article``.
A writer is ``(article: Article, *, notes: Account, media: MediaLookup, **options) -> bytes``.
A binder is a writer of several articles as one publication: its first argument is a tuple of articles.
All are pure: no path, no network, no clock. What a format cannot say is a ``lost`` note.
"""
