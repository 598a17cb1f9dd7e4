"""Write the articles of a run as one Parquet table, one row an article: for DuckDB, Spark, pandas and their like."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newsarchive.batch.journal import JOURNAL, entry_of
from newsarchive.batch.write import PART, refusal
from newsarchive.errors import MissingLibrary
from newsarchive.formats.json import decode
from newsarchive.model import Article
from newsarchive.model.walk import fingerprint, word_count

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TABLE", "ready", "row_of", "schema_of", "write_table"]

TABLE = "articles.parquet"
_ROWS = 2000


def ready() -> None:
    """Make sure that Parquet can be written.

    Raises:
        MissingLibrary: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingLibrary("parquet: pyarrow is not installed; pip install 'newsarchive[parquet]'") from error


def schema_of() -> pa.Schema:
    """Return the schema of the table; columns are only ever added, at the end."""
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    picture = pa.struct([("url", text), ("caption", text), ("credit", text), ("alt", text)])
    columns = [
        ("key", text), ("headline", text), ("deck", text), ("kicker", text), ("byline", text), ("authors", texts),
        ("agency", text), ("publisher", text), ("dateline", text), ("place", text), ("published", text), ("updated", text),
        ("first_published", text), ("section", text), ("keywords", texts), ("language", text), ("url", text), ("text", text),
        ("words", pa.int32()), ("pictures", pa.list_(picture)), ("rights", text), ("paywalled", pa.bool_()),
        ("fingerprint", text), ("source", text), ("source_sha256", text), ("captured", text), ("record_id", text),
        ("charset", text), ("article", text),
    ]  # fmt: skip
    return pa.schema(columns, metadata={"newsarchive": "articles/1"})


def row_of(key: str, article: Article, data: bytes) -> dict[str, Any]:
    """Return the row of an article; dates are ISO 8601 at the precision known, ``article`` is the whole of it as JSON."""
    origin = article.provenance
    return {
        "key": key,
        "headline": article.headline,
        "deck": article.deck,
        "kicker": article.kicker,
        "byline": article.byline,
        "authors": [person.name for person in article.authors],
        "agency": article.agency.name if article.agency else None,
        "publisher": article.publisher.name if article.publisher else None,
        "dateline": article.dateline.printed if article.dateline else None,
        "place": article.dateline.place if article.dateline else None,
        "published": article.published.iso if article.published else None,
        "updated": article.updated.iso if article.updated else None,
        "first_published": article.first_published.date.iso
        if article.first_published and article.first_published.date
        else None,
        "section": article.section,
        "keywords": list(article.keywords),
        "language": article.language,
        "url": article.url,
        "text": article.text,
        "words": word_count(article),
        "pictures": [
            {"url": one.url, "caption": one.caption, "credit": one.credit, "alt": one.alt} for one in article.images
        ],
        "rights": article.rights.notice if article.rights else None,
        "paywalled": article.paywalled,
        "fingerprint": fingerprint(article),
        "source": origin.source,
        "source_sha256": origin.sha256,
        "captured": origin.captured.iso if origin.captured else None,
        "record_id": origin.record_id,
        "charset": origin.charset,
        "article": data.decode("utf-8", "replace"),
    }


def write_table(out: str) -> int:
    """Write the table of all articles that the journal of ``out`` holds, in the order of their keys; return how many.

    Raises:
        MissingLibrary: pyarrow is not installed.
        OutputError: the table cannot be written.
    """
    ready()
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = os.path.join(out, TABLE)
    part = os.path.join(out, f"{PART}{os.getpid()}-{secrets.token_hex(6)}")
    schema = schema_of()
    rows = 0
    try:
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in _batches(out):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                rows += len(batch)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise refusal(error, path) from error
    finally:
        if os.path.exists(part):
            os.unlink(part)
    return rows


def _batches(out: str) -> Iterator[list[dict[str, Any]]]:
    places: dict[str, int] = {}
    with open(os.path.join(out, JOURNAL), "rb") as file:
        offset = 0
        for line in file:
            if b'"row":' in line and (entry := entry_of(line)) and entry.done and entry.done.row:
                places[entry.done.key] = offset
            offset += len(line)
        batch: list[dict[str, Any]] = []
        for key in sorted(places):
            file.seek(places[key])
            entry = entry_of(file.readline())
            if entry and entry.done:
                # Each story of a document of several is a line, and a row.
                batch += [row_of(key, decode(row), row) for row in entry.done.row.split(b"\n")]
            if len(batch) >= _ROWS:
                yield batch
                batch = []
        if batch:
            yield batch
