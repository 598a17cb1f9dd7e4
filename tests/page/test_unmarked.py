"""Unmarked text gives the same facts as marked-up text: pages of invented papers beside the lines that a scrape leaves of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from newsarchive import inspect
from newsarchive.model import Article

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "pages").glob("*.html"))
BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote figure figcaption header footer main article section aside nav table tr td "
    "th address br hr form title pre details summary".split()
)
URL = "https://www.emberpost.example/a"

# language: headline, byline, date, dateline, three paragraphs, a notice, a line that closes the story, the rights
STORIES = {
    "en": (
        "Ice breaks early on Lake Ember", "By Ana Gil and Bo Ekman", "Published March 7, 2024", "EMBERTON (Reuters) - ",
        ("The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say.",
         "Towns along the shore of the lake expect the ice to break this week, three weeks before its time, they say.",
         "Nobody remembers a March as warm, and fishermen return to the lake with the boats of their fathers."),
        "Correction: An earlier version of this story misspelled the name of the ferry.",
        "(Reporting by Ana Gil; Editing by Ida Holm)", "© 2024 Ember Post Ltd. All rights reserved.",
    ),
    "de": (
        "Das Eis bricht früh am Embersee", "Von Anna Muster", "Veröffentlicht am 7. März 2024", "Emberstadt (dpa) - ",
        ("Die Fährgesellschaft teilte am Montag mit, dass sie nicht auf den Frühling warten werde, was immer der Kalender sage.",
         "Die Orte am Ufer erwarten, dass das Eis in dieser Woche bricht, drei Wochen vor der Zeit, wie sie sagen.",
         "Niemand erinnert sich an einen so warmen März, und die Fischer kehren mit den Booten ihrer Väter auf den See zurück."),
        "Korrektur: In einer früheren Fassung war der Name der Fähre falsch geschrieben.",
        "dpa", "© 2024 Emberpost Ges. m.b.H. Alle Rechte vorbehalten.",
    ),
    "fr": (
        "La glace cède tôt sur le lac de Braise", "Par Anne Lefort", "Publié le 7 mars 2024 à 9h05", "BRAISE (AFP) - ",
        ("La compagnie des bacs a annoncé lundi qu'elle n'attendrait pas le printemps, quoi qu'en dise le calendrier.",
         "Les villes de la rive s'attendent à voir la glace se rompre cette semaine, trois semaines avant l'heure, disent-elles.",
         "Personne ne se souvient d'un mois de mars aussi doux, et les pêcheurs reviennent au lac avec les barques de leurs pères."),
        "Rectificatif : une version précédente de cet article donnait un autre nom au bac.",
        "Avec AFP", "© 2024 Le Courrier de Braise. Tous droits réservés.",
    ),
    "es": (
        "El hielo se rompe antes de tiempo en el lago Brasa", "Por Ana Gil", "Publicado el 7 de marzo de 2024", "BRASA (EFE).- ",
        ("La compañía de transbordadores dijo el lunes que no esperará a la primavera, diga lo que diga el calendario.",
         "Los pueblos de la orilla esperan que el hielo se rompa esta semana, tres semanas antes de tiempo, según dicen.",
         "Nadie recuerda un marzo tan cálido, y los pescadores vuelven al lago con las barcas de sus padres."),
        "Fe de errores: una versión anterior de este artículo daba otro nombre al barco.",
        "EFE", "© 2024 El Correo de Brasa. Todos los derechos reservados.",
    ),
    "it": (
        "Il ghiaccio si rompe presto sul lago di Brace", "di Anna Rossi", "Pubblicato il 7 marzo 2024", "BRACE (ANSA) - ",
        ("La compagnia dei traghetti ha detto lunedì che non aspetterà la primavera, qualunque cosa dica il calendario.",
         "I paesi della riva si aspettano che il ghiaccio si rompa questa settimana, tre settimane prima del tempo, dicono.",
         "Nessuno ricorda un marzo così caldo, e i pescatori tornano sul lago con le barche dei loro padri e dei nonni."),
        "Rettifica: una versione precedente di questo articolo riportava un altro nome del traghetto.",
        "ANSA", "© 2024 Il Corriere di Brace. Tutti i diritti riservati.",
    ),
    "ru": (
        "Лёд на Угольном озере сошёл раньше срока", "Автор: Анна Иванова", "7 марта 2024, 09:05", "",
        ("Паромная компания сообщила в понедельник, что не станет ждать весны, что бы ни говорил календарь на стене.",
         "Жители прибрежных посёлков ждут, что лёд сойдёт на этой неделе, на три недели раньше обычного, говорят они.",
         "Никто не помнит такого тёплого марта, и рыбаки возвращаются на озеро на лодках своих отцов и дедов."),
        "Исправление: в прежней версии этого текста было неверно указано название парома.",
        "", "© 2024 Угольная правда. Все права защищены.",
    ),
    "tr": (
        "Kor Gölü'nde buzlar erken çözüldü", "Yazan: Ayşe Demir", "Yayınlanma: 7 Mart 2024 09:05", "",
        ("Feribot şirketi pazartesi günü, takvim ne derse desin ilkbaharı beklemeyeceğini ve seferlere başlayacağını açıkladı.",
         "Kıyıdaki kasabalar, buzların bu hafta, her zamankinden üç hafta önce çözülmesini beklediklerini söylüyor.",
         "Bu kadar sıcak bir mart ayını kimse hatırlamıyor ve balıkçılar babalarının tekneleriyle göle geri dönüyor."),
        "Düzeltme: Bu haberin önceki sürümünde feribotun adı yanlış yazılmıştı.",
        "", "© 2024 Kor Postası. Tüm hakları saklıdır.",
    ),
    "ja": (
        "エンバー湖の氷、例年より早く割れる", "小野寺遥記者", "2024年3月7日 9時05分", "",
        ("フェリー会社は月曜日、暦が何と言おうと春を待たずに運航を始めると発表した。湖畔の住民はすでに準備を終えている。",
         "湖畔の町では、例年より三週間早く、今週中に氷が割れると見込んでいる。漁師たちはこんな三月は見たことがないという。",
         "これほど暖かい三月を覚えている人はいない。漁師たちは父の船で湖に戻り、最初の客を待っているという。"),
        "訂正：この記事の前の版では、船の名前が誤っていました。",
        "", "© 2024 湖畔新聞社",
    ),
    "zh": (
        "恩伯湖的冰层比往年提前破裂", "记者 张伟", "2024年03月07日 09:05", "",
        ("轮渡公司星期一表示，无论日历怎么说，公司都不会等到春天才开航，湖边的居民已经做好了准备。",
         "湖岸的村镇预计冰层本周就会破裂，比往年提前三个星期，渔民们说他们从未见过这样的三月。",
         "没有人记得有过这样温暖的三月，渔民们驾着父辈的船回到了湖上，等待第一批客人的到来。"),
        "更正：本文早前版本中的船名有误。",
        "（责任编辑：王小明）", "© 2024 湖畔日报",
    ),
}  # fmt: skip


def marked(language: str) -> str:
    headline, byline, day, dateline, story, notice, closing, rights = STORIES[language]
    body = "".join(f"<p>{text}</p>" for text in (dateline + story[0], *story[1:], closing, notice) if text)
    return (
        f"<html lang={language}><head><meta charset=utf-8><title>{headline}</title></head><body><main><h1>{headline}</h1>"
        f"<div class=byline>{byline}</div><div class=date>{day}</div><article>{body}</article></main>"
        f"<footer><p>{rights}</p></footer></body></html>"
    )


def lines(page: bytes) -> str:
    """Return what a plain scrape leaves of a page: its lines, and nothing of its marks."""
    root = html.fromstring(page)
    for element in root.xpath("//script|//style|//noscript|//template|//svg"):
        element.drop_tree()
    found = [""]

    def walk(element: html.HtmlElement) -> None:
        block = element.tag in BLOCKS
        if block:
            found.append("")
        found[-1] += element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                walk(child)
            found[-1] += child.tail or ""
        if block:
            found.append("")

    walk(root)
    return "\n".join(" ".join(line.split()) for line in found if line.strip())


def told(article: Article, *, day: bool = True) -> dict[str, object]:
    """Return the facts that a page prints; what only marks can say (a deck) or only data (its country) is left out."""
    return {
        "headline": article.headline,
        "authors": [person.name for person in article.authors],
        "byline": article.byline,
        "published": article.published.iso if article.published and day else None,
        "dateline": article.dateline and (article.dateline.printed, article.dateline.place, article.dateline.agency),
        "agency": article.agency and article.agency.name,
        "rights": article.rights and (article.rights.notice, article.rights.holder, article.rights.year),
        "first published": article.first_published,
        "notices": [(notice.kind, notice.printed) for notice in article.notices],
        "contributors": [(one.name, one.role) for one in article.contributors],
        "language": (article.language or "").partition("-")[0],
        "paywalled": bool(article.paywalled),
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_and_its_lines_say_the_same(path):
    page = path.read_bytes()
    with_marks = inspect(page, url=URL).article
    printed = any(found.fact == "published" and found.source == "page-text" for found in with_marks.evidence)
    without = inspect(lines(page).encode(), url=URL).article
    assert told(without, day=printed) == told(with_marks, day=printed)


@pytest.mark.parametrize("language", STORIES)
def test_a_story_and_its_lines_say_the_same(language):
    page = marked(language).encode()
    with_marks, without = inspect(page, url=URL).article, inspect(lines(page).encode(), url=URL).article
    assert told(without) == told(with_marks)
    assert without.text == with_marks.text


@pytest.mark.parametrize("language", STORIES)
def test_each_printed_fact_of_a_story_is_read(language):
    headline, byline, _, dateline, story, notice, _, rights = STORIES[language]
    article = inspect(lines(marked(language).encode()).encode(), url=URL).article
    assert article.headline == headline
    assert article.byline == byline
    assert article.authors
    assert article.published.iso.startswith("2024-03-07")
    assert [one.printed for one in article.notices if one.kind == "correction"] == [notice]
    assert bool(article.dateline) == bool(dateline)
    assert article.rights.notice == rights
    assert article.text.startswith(dateline + story[0])
