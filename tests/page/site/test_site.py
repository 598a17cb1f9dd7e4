"""Rules of single sites on invented pages: by host and by day, to drop, to keep, to read facts; in three kinds of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newsarchive.errors import InvalidDocument, UnreadableInput
from newsarchive.notes import RULES
from newsarchive.page.read import Reading, read_page
from newsarchive.page.site import Layout, Site, Sites, Target, read_overrides, read_site, read_sites
from newsarchive.page.site.ftr import read_ftr
from newsarchive.sources.page import Page

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
    "earlier than in any year since records began."
)
BOX = (
    "Ferries in figures: four boats, two harbours, one captain for each of them, and eleven crossings on a working day."
)
PAGE = f"""<html><head><title>Ferry runs again | Hill Post</title>
<meta property="article:published_time" content="2021-02-17T08:00:00Z"></head><body>
<h1>Ferry runs again</h1><div class="who">By Anna Hill</div>
<div id="story"><p>{STORY}</p><p>{STORY} Twice.</p><div id="conditions"><p>{BOX}</p></div>
<p>Advertisement</p><p>{STORY} Thrice.</p></div>
<div id="later"><p>{STORY} In another story.</p></div></body></html>"""
URL = "https://www.hillpost.example/news/ferry"


def read(*, sites: Sites | None = None, overrides: Layout | None = None, url: str = URL) -> Reading:
    return read_page(Page(data=PAGE.encode(), name="page.html", url=url), sites=sites, overrides=overrides)


def removals(reading: Reading) -> dict[str, str]:
    return {" ".join(note.text.split()): note.rule for note in reading.account.of("removed")}


def site(*layouts: Layout) -> Sites:
    return Sites([Site(("hillpost.example",), layouts, "Hill Post", "rules/hillpost.toml")])


def test_rules_hold_for_their_hosts_and_what_is_below_them() -> None:
    sites = site(Layout())
    assert sites.of("https://hillpost.example/") is sites.of("https://m.hillpost.example/x") is sites.all[0]
    assert sites.of("https://nothillpost.example/") is sites.of(None) is sites.of("http://[broken") is None


def test_the_first_of_two_rules_for_one_host_counts() -> None:
    mine, yours = Site(("hillpost.example",), source="mine"), Site(("hillpost.example",), source="yours")
    assert Sites([mine, yours]).of(URL) is mine


def test_the_day_of_the_page_picks_the_layout() -> None:
    old, new = Layout(until=date(2022, 6, 30)), Layout(since=date(2022, 7, 1))
    rules = Site(("hillpost.example",), (old, new))
    assert rules.layout(date(2021, 2, 17)) is old
    assert rules.layout(date(2022, 7, 1)) is new
    assert rules.layout(None) is new
    drop = (Target("#conditions", rule="weather-box"),)
    dated = site(Layout(until=date(2022, 6, 30), drop=drop), Layout(drop=(Target("#story", rule="site-rule"),)))
    assert removals(read(sites=dated))[BOX] == "weather-box"


def test_the_story_is_where_the_rules_say() -> None:
    article = read(sites=site(Layout(story=("//div[@id='nothing']", "//div[@id='story']")))).article
    assert article.text.split("\n\n") == [STORY, f"{STORY} Twice.", BOX, f"{STORY} Thrice."]
    assert article.provenance is not None
    assert article.provenance.site == "hillpost.toml"
    assert article.publisher is not None
    assert article.publisher.name == "Hill Post"


def test_a_drop_takes_elements_or_blocks_with_the_rules_name_and_reason() -> None:
    reading = read(
        sites=site(
            Layout(drop=(Target("#conditions", rule="weather-box"), Target(text="in ANOTHER story", rule="site-rule")))
        )
    )
    removed = removals(reading)
    assert removed[BOX] == "weather-box"
    assert removed[f"{STORY} In another story."] == "site-rule"
    reasons = {note.rule: note.reason for note in reading.account.of("removed")}
    assert reasons["weather-box"] == "hillpost.toml drops #conditions"


def test_the_user_keeps_by_rule_by_selector_and_by_text() -> None:
    assert "Advertisement" in removals(read())
    assert "Advertisement" not in removals(read(overrides=Layout(keep=(Target(rule="advertising"),))))
    kept = read(overrides=Layout(keep=(Target(text="advertisement"), Target("#later"))))
    assert "Advertisement" in kept.article.text
    assert "In another story" in kept.article.text


def test_what_the_user_keeps_no_rule_of_the_site_drops() -> None:
    rules = site(Layout(drop=(Target("#conditions", rule="weather-box"),)))
    reading = read(sites=rules, overrides=Layout(keep=(Target("#conditions"),)))
    assert BOX in reading.article.text


def test_facts_are_read_where_the_rules_point() -> None:
    rules = site(Layout(facts=(("byline", ".who"), ("headline", "string(//h1)"))))
    article = read(sites=rules).article
    assert [person.name for person in article.authors] == ["Anna Hill"]
    assert {entry.fact: entry.source for entry in article.evidence}["authors"] == "site-rule"


def test_facts_of_the_rules_are_believed_before_what_the_page_prints_elsewhere() -> None:
    rules = site(
        Layout(facts=(("headline", "#nothing"), ("headline", "#conditions"), ("headline", "h1"), ("deck", "h1")))
    )
    reading = read(sites=rules)
    assert reading.article.headline == BOX
    assert reading.article.deck == "Ferry runs again"
    assert BOX not in reading.article.text
    assert {note.fact for note in reading.account.of("claimed") if BOX in note.text} == {"headline"}
    choices = [note for note in reading.account if note.code == "NA351" and note.fact == "headline"]
    assert [note.source for note in choices] == ["site-rule"]


@pytest.mark.parametrize("fact", ["published", "updated"])
def test_what_says_nothing_of_the_kind_is_left_alone(fact: str) -> None:
    assert BOX in read(sites=site(Layout(facts=((fact, "#conditions"),)))).article.text


@pytest.mark.parametrize("fact", ["headline", "deck", "byline", "published", "updated"])
def test_what_a_rule_claims_has_a_name_that_rules_know(fact: str) -> None:
    words = {"byline": "By Anna Hill and Joe Brook", "headline": BOX, "deck": BOX}.get(
        fact, "17 February 2021, 9:05 am"
    )
    page = PAGE.replace(BOX, words)
    rules = site(Layout(facts=((fact, "#conditions"),)))
    reading = read_page(Page(data=page.encode(), name="page.html", url=URL), sites=rules)
    assert words not in reading.article.text
    claims = [note for note in reading.account.of("claimed") if words in " ".join(note.text.split())]
    assert {note.rule for note in claims} <= RULES.keys()
    assert claims


def test_a_function_takes_elements_away_and_the_account_says_so() -> None:
    def clean(soup: object) -> None:
        soup.find(id="conditions").decompose()  # type: ignore[attr-defined]

    assert removals(read(sites=site(Layout(clean=clean))))[BOX] == "site-rule"


def test_a_toml_file_is_a_site(tmp_path: Path) -> None:
    path = tmp_path / "hillpost.toml"
    path.write_text(
        """[site]
hosts = ["hillpost.example"]
publisher = "Hill Post"
[[layout]]
until = 2022-06-30
story = "//div[@id='story']"
drop = [".ad", { select = "//*[@id='conditions']", rule = "weather-box" }, { text = "Listen now" }]
keep = [{ rule = "read-more" }, "#facts"]
facts.byline = "//span[@class='author']"
"""
    )
    rules = read_site(path)
    assert rules == Site(
        ("hillpost.example",),
        (
            Layout(
                until=date(2022, 6, 30),
                story=("//div[@id='story']",),
                drop=(
                    Target(".ad", rule="site-rule"),
                    Target("//*[@id='conditions']", rule="weather-box"),
                    Target(text="Listen now", rule="site-rule"),
                ),
                keep=(Target(rule="read-more"), Target("#facts")),
                facts=(("byline", "//span[@class='author']"),),
            ),
        ),
        "Hill Post",
        str(path),
    )
    assert len(read_sites([tmp_path])) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[site]\npublisher = 'x'", "site.hosts is missing"),
        ("[site]\nhosts = ['a.example']\ncolour = 'red'", "no 'colour'"),
        ("[site]\nhosts = ['a.example']\n[[layout]]\nstory = '//div['", "is no selector"),
        ("[site]\nhosts = ['a.example']\n[[layout]]\ndrop = ['..b[']", "is no selector"),
        ("[site]\nhosts = ['a.example']\n[[layout]]\nuntil = '2022'", "is a day"),
        ("[site]\nhosts = ['a.example']\n[[layout]]\ndrop = [{ rule = 'weather-box' }]", "one of select and text"),
        ("[site]\nhosts = ['a.example']\n[[layout]]\nfacts.colour = '//x'", "no 'colour'"),
        ("[site\n", "hillpost.toml"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "hillpost.toml"
    path.write_text(text)
    with pytest.raises(InvalidDocument, match=r"hillpost\.toml") as caught:
        read_site(path)
    assert message in str(caught.value)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="nowhere"):
        read_sites([tmp_path / "nowhere"])


def test_ftr_files_are_read_and_what_they_ask_beyond_is_noted() -> None:
    rules = read_ftr(
        "# a comment\n\ntitle: //h1\nauthor: //div[@class='who']\ndate: //time/@datetime\nbody: //div[@id='story']\n"
        "strip: //aside\nstrip_id_or_class: conditions\nsingle_page_link: //a[@rel='all']\nprune: no\n"
        "test_url: https://hillpost.example/1\n",
        ".hillpost.example.txt",
    )
    assert rules.hosts == ("hillpost.example",)
    layout = rules.layouts[0]
    assert layout.story == ("//div[@id='story']",)
    assert layout.facts == (("headline", "//h1"), ("byline", "//div[@class='who']"), ("published", "//time/@datetime"))
    assert rules.unread == ("single_page_link: //a[@rel='all']", "prune: no")
    reading = read(sites=Sites([rules]))
    assert reading.article.text.split("\n\n") == [STORY, f"{STORY} Twice.", f"{STORY} Thrice."]


def test_a_wrong_selector_of_an_ftr_file_is_noted_and_the_rest_obeyed(tmp_path: Path) -> None:
    (tmp_path / "hillpost.example.txt").write_text("body: //div[\nbody: //main\nstrip: ..b[\nauthor: //p[@\n")
    rules = read_site(tmp_path / "hillpost.example.txt")
    assert rules.layouts == (Layout(story=("//main",)),)
    assert [line.partition(": ")[0] for line in rules.unread] == ["//div[", "..b[", "//p[@"]


def test_a_python_file_is_a_site(tmp_path: Path) -> None:
    path = tmp_path / "hillpost.py"
    path.write_text("HOSTS = ('hillpost.example',)\n\ndef clean(soup):\n    soup.find(id='later').decompose()\n")
    assert removals(read(sites=read_sites([tmp_path])))[f"{STORY} In another story."] == "site-rule"
    path.write_text("HOSTS = 'hillpost.example'\n")
    with pytest.raises(InvalidDocument, match="clean"):
        read_site(path)


def test_overrides_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html.toml"
    path.write_text('keep = [{ rule = "advertising" }]\ndrop = [{ text = "In another story" }]\n')
    assert read_overrides(path) == Layout(
        keep=(Target(rule="advertising"),), drop=(Target(text="In another story", rule="site-rule"),)
    )


def test_body_claimed_and_removed_are_still_the_page() -> None:
    reading = read(sites=site(Layout(drop=(Target("#conditions", rule="weather-box"),), keep=(Target("#later"),))))
    said = [note.text for note in reading.account if note.code.startswith(("NA2", "NA30"))]
    body = PAGE[PAGE.index("<body>") :]
    import re

    wanted = "Ferry runs again | Hill Post" + re.sub(r"<[^>]+>", "", body)
    assert sorted("".join("".join([reading.article.text, *said]).split())) == sorted("".join(wanted.split()))
