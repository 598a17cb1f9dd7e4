"""Notices, agencies, contributors and rights: what a page says around its story."""

from __future__ import annotations

import re

import pytest

from newsarchive.page.facts import notices, published
from newsarchive.page.facts.agency import agencies_in, agency_code, agency_named
from newsarchive.page.facts.notices import agency_line, parse_contributors, parse_first_published, parse_notice
from newsarchive.page.facts.rights import parse_rights
from newsarchive.page.facts.words import by_language, plainly_cased

H1 = "<h1>Ice breaks early on Lake Ember</h1>"


@pytest.mark.parametrize(
    "text, code", [("AP", "AP"), ("dpa/lno", "dpa"), ("CDU", None), ("EU", None), ("РИА Новости", "RIA")]
)
def test_agency_codes(text, code):
    found = agency_code(text)
    assert (found.code if found else None) == code


def test_agencies_are_known_by_their_names():
    assert agency_named("The Associated Press").code == "AP"
    assert [agency.code for agency in agencies_in("afp/dpa")] == ["dpa"]
    assert [agency.code for agency in agencies_in("AFP/dpa und Reuters")] == ["AFP", "dpa", "Reuters"]


@pytest.mark.parametrize(
    "line, agency",
    [
        ("<p>The Canadian Press</p>", "The Canadian Press"), ("<p>(abc/dpa)</p>", "Deutsche Presse-Agentur"),
        ("<p>Quelle: hillpost, abc/dpa</p>", "Deutsche Presse-Agentur"), ("<p>Bron: ANP</p>", "ANP"), ("<p>来源：新华社</p>", "Xinhua"),
    ],
)  # fmt: skip
def test_a_closing_line_names_the_agency(read, page, line, agency):
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=line)
    )
    assert seen.agency.name == agency


def test_an_agency_in_brackets_ends_the_last_paragraph(read):
    paragraph = "<p>The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say.</p>"
    seen = read(
        f"<html><body>{H1}<article>{paragraph * 3}<p>So ist es am Ende auch gekommen, sagte sie. (abc/dpa)</p></article></body></html>"
    )
    assert seen.agency.name == "Deutsche Presse-Agentur"
    assert ("NA301", "agency-line", "(abc/dpa)") in seen.notes


@pytest.mark.parametrize("text", ["Reuters said so", "(CDU)", "The end", "", "A" * 200])
def test_what_names_no_agency_is_no_agency_line(text):
    assert agency_line(text) is None


def test_first_published_notices_have_a_day_and_an_outlet():
    found = parse_first_published("This report by The Canadian Press was first published Feb. 17, 2021.", "en")
    assert (found.date.iso, found.outlet) == ("2021-02-17", "The Canadian Press")
    assert parse_first_published("The lake was first crossed in 1920, they say.") is None


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Correction, Nov. 15, 2019: This article misnamed a lake.", "correction"),
        ("CLARIFICATION: The ferry runs on Sundays.", "clarification"),
        ("Editor's note: This story contains ice.", "editor"),
        ("Anmerkung der Redaktion: Der See ist tief.", "editor"),
        ("Fe de errata: El lago es otro.", "correction"),
        ("Companies in this story: (TSX:ICE)", "companies"),
        ("訂正・おわび：湖の名前が違いました。", "correction"),
    ],
)
def test_notices_have_kinds(text, kind):
    assert parse_notice(text, "en").kind == kind


@pytest.mark.parametrize(
    "text", ["Update the app and wait.", "Korrektur am Aktienmarkt hält an", "The correction of the lake took years."]
)
def test_a_sentence_that_begins_like_a_notice_is_none(text):
    assert parse_notice(text) is None


def test_contributors_have_roles_and_places():
    found = parse_contributors("(Reporting by Ana Gil in Lima; Editing by Bo Ek)")
    assert [(one.name, one.role, one.place) for one in found] == [
        ("Ana Gil", "reporting", "Lima"),
        ("Bo Ek", "editing", None),
    ]
    assert [one.name for one in parse_contributors("Ana Gil and Bo Ek contributed to this report.")] == [
        "Ana Gil",
        "Bo Ek",
    ]


def test_an_end_mark_is_removed_and_contributors_are_claimed(read, page):
    below = "<p>Editing by Bo Ek</p><p>###</p>"
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=below)
    )
    assert [one.name for one in seen.contributors] == ["Bo Ek"]
    assert ("NA212", "end-mark", "###") in seen.notes


@pytest.mark.parametrize(
    "text, holder, year",
    [
        ("© 2019 Hill Communications, Inc.", "Hill Communications, Inc.", 2019),
        ("Copyright 2026 Hill Post. All rights reserved.", "Hill Post", 2026),
        ("News from © The Canadian Press, 2021", "The Canadian Press", 2021),
        ("© 1998 - 2020 Hill Inc. | All Rights Reserved.", "Hill Inc.", 2020),
        ("© RIPRODUZIONE RISERVATA", None, None),
        ("Alle Rechte vorbehalten", None, None),
        ("無断転載を禁じます", None, None),
    ],
)
def test_rights_lines_have_holder_and_year(text, holder, year):
    rights = parse_rights(text)
    assert (rights.notice, rights.holder, rights.year) == (text, holder, year)


def test_the_storys_own_rights_line_goes_before_the_sites(read, page):
    below = "<p>Copyright 2026 The Associated Press. All rights reserved.</p><footer>© 2026 Hill Post</footer>"
    seen = read(
        page("<p>Towns along the shore of the lake expect the ice to break this week, they say.</p>", below=below)
    )
    assert seen.rights.notice == "Copyright 2026 The Associated Press. All rights reserved."
    assert seen.rights.usage == "All rights reserved."
    alone = read(page("", below="<footer><p>© 2026 Hill Post | Terms of use | Privacy</p></footer>"))
    assert alone.rights.notice == "© 2026 Hill Post"


@pytest.mark.parametrize(
    "line, holder",
    [
        ("© 2024 Bergpost Verlagsgesellschaft m.b.H.", "Bergpost Verlagsgesellschaft m.b.H."),
        ("© 2024 Bergpost Ges. m.b.H. Alle Rechte vorbehalten.", "Bergpost Ges. m.b.H."),
        ("Copyright 2024 Hill Post Inc. All rights reserved.", "Hill Post Inc."),
        ("© A. B. Gil Ltd. 2024", "A. B. Gil Ltd."),
        ("© 2020 Collina S.p.A. - tutti i diritti riservati", "Collina S.p.A."),
        ("Copyright 2024 Hill Post. All rights reserved.", "Hill Post"),
    ],
)
def test_a_rights_holder_keeps_the_full_stop_of_its_name(line, holder):
    assert parse_rights(line).holder == holder


def test_a_source_beside_a_date_is_the_agency(read, page):
    seen = read(page("", above=f"{H1}<p>1 July 2023 | Quelle: dpa</p>"))
    assert seen.agency.code == "dpa" or seen.agency.name.startswith("Deutsche Presse")


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Oikaisu: Jutun aiemmassa versiossa lautan nimi oli väärin.", "correction"),
        ("Oprava: V dřívější verzi článku byl špatně název lodi.", "correction"),
        ("Düzeltme: Önceki sürümde feribotun adı yanlıştı.", "correction"),
        ("تصحيح: ورد اسم العبارة خطأ في نسخة سابقة.", "correction"),
        ("תיקון: בגרסה קודמת נכתב שם שגוי.", "correction"),
        ("Förtydligande: Färjan går bara på vardagar.", "clarification"),
        ("Уточнение: паром ходит только по будням.", "clarification"),
        ("Artikeln har uppdaterats med ett uttalande från rederiet.", "update"),
        ("Материал обновлён: добавлен комментарий компании.", "update"),
        ("Aggiornamento: aggiunta la dichiarazione della compagnia.", "update"),
        ("本文已更新：加入了轮渡公司的回应。", "update"),
        ("Poznámka redakce: Autor je zaměstnancem loděnice.", "editor"),
        ("编者按：作者是湖边的居民。", "editor"),
        ("編集部注：筆者は湖畔に住む。", "editor"),
        ("Traduzido por: Ana Gil", "translation"),
    ],
)
def test_the_publishers_own_word_is_known_in_many_languages(text, kind):
    notice = parse_notice(text)
    assert notice.kind == kind
    assert notice.printed == text


@pytest.mark.parametrize(
    "text",
    ["Oprava mostu začne v květnu a skončí na podzim.", "Aktualizacja systemu potrwa do rana.", "تحديث النظام يبدأ غدا في المدينة",
     "更新された船が湖に戻った。", "Font de Brasa és un poble vora el llac."],
)  # fmt: skip
def test_a_sentence_in_another_language_that_begins_like_a_notice_is_none(text):
    assert parse_notice(text) is None


@pytest.mark.parametrize(
    "text, outlet",
    [
        ("Artikeln publicerades först i Emberposten.", "Emberposten"),
        ("Questo articolo è stato pubblicato per la prima volta sul Corriere di Brace.", "Corriere"),
        ("Материал впервые опубликовано 7 марта 2024.", None),
        ("Bu yazı ilk olarak yayımlandı: 7 Mart 2024.", None),
        ("本文首发于《湖畔日报》。", None),
    ],
)
def test_first_published_is_said_in_many_languages(text, outlet):
    found = parse_first_published(text, None)
    assert found.printed == text
    assert found.outlet is None if outlet is None else found.outlet.startswith(outlet)


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 Emberposten. Kopiering förbjuden.",
        "© 2024 ידיעות הגחלת. כל הזכויות שמורות",
        "Kaikki oikeudet pidätetään © Hiilisanomat 2024",
    ],
)
def test_usage_terms_are_known_in_many_languages(line):
    rights = parse_rights(line)
    assert rights.usage
    assert rights.year == 2024


def test_an_agency_under_the_headline_signs_the_story(read, page):
    assert read(page("", above=f"{H1}<p class=credit>JIJI</p>")).agency.name.startswith("Jiji")
    beside = f"{H1}<figure><img src=/lake.jpg width=800><figcaption>AFP</figcaption></figure>"
    assert read(page("", above=beside)).agency is None


@pytest.mark.parametrize(
    ("text", "day", "programme"),
    [
        ("Sendung: Hafenradio, 24.04.2024, 15:10 Uhr", "2024-04-24T15:10", "Hafenradio"),
        (
            "Über dieses Thema berichtete die Abendschau am 24. April 2024 um 20:00 Uhr.",
            "2024-04-24T20:00",
            "Abendschau",
        ),
        ("Dieses Thema im Programm: Radio Lärche | 24.04.2024 | 15:00 Uhr", "2024-04-24T15:00", "Radio Lärche"),
        ("Sendung vom Do., 24.4.2024, 6:00 Uhr", "2024-04-24T06:00", None),
        ("Uitzending: De Haven, 24 april 2024", "2024-04-24", "De Haven"),
        ("This segment aired on April 24, 2024.", "2024-04-24", None),
    ],
)
def test_a_line_that_says_when_a_report_was_aired_is_read(text, day, programme):
    found = parse_first_published(text, "de")
    assert (found.date.iso, found.outlet) == (day, programme)


@pytest.mark.parametrize(
    "text", ["Sendung: ein Wort, das hier jeder kennt.", "In der Sendung vom 24. April 2024 sagte der Minister wenig."]
)
def test_a_sentence_about_a_programme_says_no_such_thing(text):
    assert parse_first_published(text, "de") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dieser Text wurde mit Hilfe von KI erstellt und von der Redaktion geprüft.", "disclosure"),
        ("This article was written with the help of AI and checked by an editor.", "disclosure"),
        ("Este texto foi gerado com inteligência artificial.", "disclosure"),
        ("Dieser Artikel ist eine Übersetzung.", "translation"),
        ("Cet article a été traduit de l'anglais.", "translation"),
    ],
)
def test_publishers_say_what_machines_did(text, kind):
    assert parse_notice(text).kind == kind
    assert parse_notice("AI was used to fake the mayor's voice, the police said.") is None


LED = ("", "* ", "[“", "— (")
BEHIND = ("", ": ice", " on 3 May", " – ice", " (ice)", ", ice", "s ice", " ice")


@pytest.mark.parametrize("kind", notices._KINDS)
def test_words_begin_a_notice_where_their_pattern_says_so(kind: str) -> None:
    pattern = notices._kind(kind)
    for word in by_language("phrases", kind):
        for text in (led + shown + behind for shown in (word, word.upper()) for led in LED for behind in BEHIND):
            match = pattern.match(text)
            found = {name: (words, more) for name, words, more in notices._begun(text)}.get(kind)
            assert found == ((match[0], match["more"].strip()) if match else None), text
            assert notices._opens(text) or not match


def test_what_was_aired_and_entries_begin_as_their_patterns_say() -> None:
    for word in by_language("phrases", "aired"):
        assert all(notices._opens(f"{led}{word}: 3 May") for led in ("", "* ", "([")), word
    for word in by_language("phrases", "entry"):
        assert not plainly_cased(word) or published._begins_entry()(word, 0)


def test_no_phrase_is_longer_than_what_is_looked_at_or_begins_with_what_may_lead_to_it() -> None:
    for kind in (*notices._KINDS, "aired", "entry"):
        for word in by_language("phrases", kind):
            assert len(word) < notices._LONGEST_PHRASE == published._LONGEST_PHRASE
            assert word.lstrip(notices._LEADING) == word == word.lower() == " ".join(word.split())
    assert max(map(len, notices._ends())) <= notices._LONGEST_END
    assert re.fullmatch(r"[\s*—–\[(\"“-]*", notices._LEADING)
