from __future__ import annotations

from pathlib import Path

from newsarchive.sources.beside import overrides_beside


def test_the_users_word_stands_beside_the_page(tmp_path: Path) -> None:
    page = str(tmp_path / "page.html")
    assert overrides_beside(page) is None
    (tmp_path / "page.html.toml").write_text("")
    assert overrides_beside(page) == f"{page}.toml"
    (tmp_path / "other.html.toml").symlink_to(tmp_path / "page.html.toml")
    assert overrides_beside(str(tmp_path / "other.html")) is None
    assert overrides_beside("crawl.warc.gz@12\0") is None
