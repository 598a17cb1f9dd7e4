"""Datelines of agencies and papers, and what looks like one."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.dateline import parse_dateline

STYLES = [
    ("OTTAWA - Towns along", "OTTAWA - ", "Ottawa", None),
    ("MADRID — Los pueblos", "MADRID — ", "Madrid", None),
    ("LA CROSSE, Wis. (AP) — A bridge", "LA CROSSE, Wis. (AP) — ", "La Crosse, Wis.", "Associated Press"),
    ("VENICE, Italy (AP) -- The ferry", "VENICE, Italy (AP) -- ", "Venice, Italy", "Associated Press"),
    ("KATHMANDU, April 25 (Reuters) - Rescuers", "KATHMANDU, April 25 (Reuters) - ", "Kathmandu", "Reuters"),
    (
        "BEIRUT/THE HAGUE, March 7 (Reuters) - Judges",
        "BEIRUT/THE HAGUE, March 7 (Reuters) - ",
        "Beirut/The Hague",
        "Reuters",
    ),
    ("AUSTIN (KXAN) — A storm", "AUSTIN (KXAN) — ", "Austin", None),
    ("Hong Kong (Hill Business) — Shares", "Hong Kong (Hill Business) — ", "Hong Kong", None),
    ("Dekalb, Ill. — A school", "Dekalb, Ill. — ", "Dekalb, Ill.", None),
    ("NEW DELHI: The ministry", "NEW DELHI: ", "New Delhi", None),
    (
        "RAJSHAHI, Dec 20, 2025 (BSS) - Farmers",
        "RAJSHAHI, Dec 20, 2025 (BSS) - ",
        "Rajshahi",
        "Bangladesh Sangbad Sangstha",
    ),
    ("PUTRAJAYA, Nov 22 — The court", "PUTRAJAYA, Nov 22 — ", "Putrajaya", None),
    ("Bremen (dpa) – Der Fluss", "Bremen (dpa) – ", "Bremen", "Deutsche Presse-Agentur"),
    ("Hamburg (dpa/lno) – Der Hafen", "Hamburg (dpa/lno) – ", "Hamburg", "Deutsche Presse-Agentur"),
    ("Frankfurt/Main (dpa) - Die Börse", "Frankfurt/Main (dpa) - ", "Frankfurt/Main", "Deutsche Presse-Agentur"),
    ("Berlin (AFP) Die Regierung", "Berlin (AFP) ", "Berlin", "Agence France-Presse"),
    ("Wien (KNA/ab). Die Kirche", "Wien (KNA/ab). ", "Wien", "Katholische Nachrichten-Agentur"),
    ("BEYROUTH, 20 mars 2017 (AFP) - Le port", "BEYROUTH, 20 mars 2017 (AFP) - ", "Beyrouth", "Agence France-Presse"),
    (
        "BAIDOA (Somalie), 20 mars 2017 (AFP) - La pluie",
        "BAIDOA (Somalie), 20 mars 2017 (AFP) - ",
        "Baidoa, Somalie",
        "Agence France-Presse",
    ),
    ("Madrid, 11 may (EFE).- El río", "Madrid, 11 may (EFE).- ", "Madrid", "EFE"),
    ("EFE.- El río", "EFE.- ", None, "EFE"),
    ("Odivelas, 11 jun (Lusa) -- A ponte", "Odivelas, 11 jun (Lusa) -- ", "Odivelas", "Lusa"),
    ("(ANSA) - ROMA, 08 FEB - Il fiume", "(ANSA) - ROMA, 08 FEB - ", "Roma", "ANSA"),
    ("Roma, 24 feb. (Adnkronos) - Il fiume", "Roma, 24 feb. (Adnkronos) - ", "Roma", "Adnkronos"),
    ("PRAHA 18. června (ČTK) - Vláda", "PRAHA 18. června (ČTK) - ", "Praha", "ČTK"),
    ("МОСКВА, 25 ноября. /ТАСС/. Река", "МОСКВА, 25 ноября. /ТАСС/. ", "Москва", "TASS"),
    ("ŞANLIURFA (AA) - Nehir", "ŞANLIURFA (AA) - ", "Şanliurfa", "Anadolu"),
    ("Jakarta (ANTARA) - Sungai", "Jakarta (ANTARA) - ", "Jakarta", "Antara"),
    ("新华社北京8月12日电（记者王某）某地", "新华社北京8月12日电（记者王某）", "北京", "Xinhua"),
    ("（中央社記者王小明台北29日電）某地", "（中央社記者王小明台北29日電）", "台北", "Central News Agency"),
    ("【ソウル＝山田太郎】湖の氷", "【ソウル＝山田太郎】", "ソウル", None),
    ("【ドーハ共同】湖の氷", "【ドーハ共同】", "ドーハ", "Kyodo News"),
    ("(서울=연합뉴스) 홍길동 기자 = 호수", "(서울=연합뉴스) 홍길동 기자 = ", "서울", "Yonhap"),
]


@pytest.mark.parametrize("start, printed, place, agency", STYLES)
def test_house_styles(start, printed, place, agency):
    found = parse_dateline(f"{start} and the words go on for a while after it, as they do.")
    assert (found.printed, found.place, found.agency) == (printed, place, agency)


@pytest.mark.parametrize(
    "start",
    [
        "WLAN-Kabel sind knapp geworden",
        "SARS-CoV-2 ist noch da",
        "Werbung – Das Geschäft mit der Aufmerksamkeit",
        "Migration – Die Zahlen",
        "READ MORE: The ice is thin",
        "WATCH - The ferry leaves",
        "LIVE: The vote",
        "DÉCRYPTAGE - Le fleuve",
        "Europäische Zentralbank (EZB) – Die Zinsen",
        "Ana Muster (CDU) - Die Ministerin",
        "The river — A long one — is frozen",
        "“OTTAWA - it is cold,” she said",
        "In 2021 (AP) - they said",
        "【関連記事】氷の話",
        "",
        "ICE",
    ],
)
def test_what_only_looks_like_a_dateline_stays_text(start):
    assert parse_dateline(f"{start} and so on and so on.") is None


def test_satire_in_the_dress_of_an_agency_is_no_agency():
    found = parse_dateline("Kiel (dpo) - Ein Mann hat am Montag nichts getan.")
    assert (found.place, found.agency) == ("Kiel", None)


def test_a_place_is_resolved_where_that_is_sure():
    ottawa = parse_dateline("OTTAWA - Towns along the shore wait.").places[0]
    assert (ottawa.name, ottawa.country, ottawa.geonames) == ("Ottawa", "CA", 6094817)
    auburn = parse_dateline("AUBURN, Wash. — Towns along the shore wait.").places[0]
    assert (auburn.country, auburn.geonames) == ("US", 5785965)
    assert parse_dateline("AUBURN — Towns along the shore wait.").places[0].geonames is None


def test_a_date_keeps_its_year_or_is_left_in_the_print():
    assert parse_dateline("RAJSHAHI, Dec 20, 2025 (BSS) - Farmers wait.").date.iso == "2025-12-20"
    assert parse_dateline("KATHMANDU, April 25 (Reuters) - Rescuers wait.").date is None


def test_the_dateline_is_claimed_out_of_the_first_paragraph(read, page):
    seen = read(page("<p>OTTAWA - Towns along the shore of the lake expect the ice to break this week, they say.</p>"))
    assert seen.dateline.printed == "OTTAWA - "
    assert ("NA301", "dateline", "OTTAWA -") in seen.notes


def test_a_dateline_in_its_own_element_is_found(read, page):
    seen = read(
        page("<p><b>Ottawa.</b> Towns along the shore of the lake expect the ice to break this week, they say.</p>")
    )
    assert seen.dateline.place == "Ottawa"
    glued = read(
        page("<p><cite>London (HPN)</cite>Towns along the shore of the lake expect the ice to break, they say.</p>")
    )
    assert glued.dateline.place == "London"
