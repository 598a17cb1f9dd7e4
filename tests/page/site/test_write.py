from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from newsarchive.errors import UsageError
from newsarchive.page.site import Layout, Site, Target, read_site
from newsarchive.page.site.ftr import read_ftr
from newsarchive.page.site.write import as_toml, host_of, skeleton


def test_a_skeleton_is_a_rule_file_with_and_without_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "hillpost.example.toml"
    path.write_text(skeleton("hillpost.example"), encoding="utf-8")
    assert read_site(path) == Site(("hillpost.example",), (Layout(),), None, str(path))
    head, _, rules = skeleton("hillpost.example").partition("[site]")
    lines = [
        line.removeprefix("# ") if " = " in line or line == "# ]" or line.startswith("#   ") else line
        for line in rules.splitlines()
    ]
    path.write_text("\n".join(["[site]", *lines[1:]]), encoding="utf-8")
    site = read_site(path)
    assert head.startswith("# Rules for the pages of hillpost.example")
    assert site.publisher == "The name of the paper"
    assert site.layouts[0].until == date(2022, 6, 30)
    assert {fact for fact, _ in site.layouts[0].facts} == {"headline", "deck", "byline", "published", "updated"}
    assert len(site.layouts[0].drop) == len(site.layouts[0].keep) == 3


def test_a_site_is_written_and_read_back(tmp_path: Path) -> None:
    layout = Layout(
        since=date(2020, 1, 2),
        story=("#a", '//div[@class="b\\c"]'),
        drop=(
            Target(".x", rule="site-rule"),
            Target(".y", rule="weather-box"),
            Target(text="é \x7f", rule="site-rule"),
        ),
        keep=(Target(rule="read-more"), Target("#k"), Target(text="k")),
        facts=(("byline", ".who"), ("headline", "h1"), ("byline", ".by")),
    )
    path = tmp_path / "x.toml"
    path.write_text(as_toml(Site(("x.example", "y.example"), (layout, Layout()), "X", "x")), encoding="utf-8")
    read = read_site(path)
    assert read.hosts == ("x.example", "y.example")
    assert read.publisher == "X"
    assert read.layouts[1] == Layout()
    assert sorted(read.layouts[0].facts) == sorted(layout.facts)
    assert (read.layouts[0].story, read.layouts[0].drop, read.layouts[0].keep) == (
        layout.story,
        layout.drop,
        layout.keep,
    )


def test_what_is_not_done_stays_as_a_comment() -> None:
    text = as_toml(read_ftr("body: //main\nsingle_page_link: //a\n", "hillpost.example.txt"))
    assert "# not done: single_page_link: //a\n" in text
    assert tomllib.loads(text)["layout"] == [{"story": ["//main"]}]


@pytest.mark.parametrize(
    "words", ["hillpost.example", "www.HillPost.example", "https://www.hillpost.example:80/a?b", "//hillpost.example"]
)
def test_a_host_is_found_in_an_address(words: str) -> None:
    assert host_of(words) == "hillpost.example"


@pytest.mark.parametrize("words", ["", "https://", "a b", "http://[x", "../etc/passwd", "a..b", "?"])
def test_what_is_no_host_is_said(words: str) -> None:
    with pytest.raises(UsageError, match="no host"):
        host_of(words)
