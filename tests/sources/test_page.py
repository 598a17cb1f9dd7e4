"""A page knows how it is named, in talk and in the record."""

from __future__ import annotations

import pytest

from newsarchive.sources.page import Page


@pytest.mark.parametrize(
    ("name", "folder", "source"),
    [
        ("/home/someone/pages/a.html", "", "a.html"),
        ("pages/a.html", None, "a.html"),
        ("C:\\Users\\someone\\a.html", "", "a.html"),
        ("/home/someone/pages/2024/05/a.html", "2024/05", "2024/05/a.html"),
        ("crawl.warc.gz@12345", None, "crawl.warc.gz@12345"),
        ("<stdin>", None, "<stdin>"),
    ],
)
def test_the_record_names_no_folder_of_this_machine(name: str, folder: str | None, source: str) -> None:
    assert Page(data=b"", name=name, folder=folder).source == source
