"""The language of a text by its commonest words; the trained model is the last resort."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.language import language_of, well_formed


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Kusukela izolo abantu bathi lokhu kwenzeka ngoba umuntu wathi kodwa futhi kuthiwa bonke bakhona ukuze basize.", "en", "zu"),
        ("Ukusukela izolo abantu bathi oku kwenzeka kuba umntu wathi kodwa kwaye kunye nabo bonke ukuze bancede njengoko besitsho.", "en", "xh"),
        ("A classificação da prova em Port Larch, com todos os tempos e os pontos do campeonato, não muda.", None, "pt"),
        ("El consejo de la ciudad aprobó el plan del puerto con los votos de la mayoría y se abre en mayo.", "en", "es"),
        # hardly a word of prose: what there is speaks for what is declared
        ("Port Larch d. Kelsey 70-44 Kelsey 14 11 6 15 Port Larch 18 20 15 17 Lind the best Osei 12 Wren 9 Ravn 7", "en", "en"),
        # a long table with few words between: what there is speaks for one language
        ("Larch Mutual 2025 ranking of the harbour insurers and " + "Kelsey 14.2 Osei 12.9 Wren Mutual 9.1 and at Ravn 7 " * 12, None, "en"),
        # a text in two languages is in the one that it begins with
        ("Die Fähre ist noch nicht da, und wir sind auch müde. " * 5 + "The ferry is not yet here, and so are we of it. " * 6, None, "de"),
        # words that no list knows, with a script between them
        ("Hú shang de bing jin nian hua de hen zao 湖上的冰今年化得很早 " * 12, None, "zh"),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.", None, "la"),
    ],
)  # fmt: skip
def test_common_words_tell_the_language_without_the_model(
    monkeypatch: pytest.MonkeyPatch, text: str, declared: str | None, language: str
) -> None:
    import py3langid

    monkeypatch.setattr(py3langid, "classify", lambda text: pytest.fail(f"the model was asked about {text}"))
    assert language_of(text, None, declared) == language


@pytest.mark.parametrize(
    "tag, formed",
    [
        ("en_us", "en-US"),
        ("DE", "de"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("true", None),
        ("", None),
        ("English", "en"),
        ("und", None),
    ],
)
def test_language_tags_are_well_formed(tag, formed):
    assert well_formed(tag) == formed


def test_a_language_that_the_words_contradict_is_not_believed(read):
    story = (
        "<p>Der Fluss ist in diesem Jahr früher als sonst offen, und die Fähren sind noch nicht bereit, sagte sie am Montag der Zeitung.</p>"
        * 4
    )
    seen = read(f"<html lang=en><body><h1>Der Fluss ist offen</h1><article>{story}</article></body></html>")
    assert seen.language == "de"
    assert (
        read(f"<html lang=de-AT><body><h1>Der Fluss ist offen</h1><article>{story}</article></body></html>").language
        == "de-AT"
    )


@pytest.mark.parametrize(
    "text, language",
    [
        ("湖の氷が今年は早く溶けた", "ja"),
        ("호수의 얼음이 올해는 일찍 녹았다", "ko"),
        ("Η λίμνη άνοιξε νωρίς φέτος", "el"),
        ("cold", None),
    ],
)
def test_a_script_gives_a_language_away(text, language):
    assert language_of(text) == language


def test_a_page_from_right_to_left_says_so(read):
    story = (
        "<p>قال المتحدث إن الجليد على البحيرة قد ذاب في وقت مبكر من هذا العام وإن العبارات غير جاهزة بعد لذلك.</p>" * 4
    )
    seen = read(f"<html lang=ar dir=rtl><body><h1>الجليد يذوب</h1><article>{story}</article></body></html>")
    assert (seen.language, seen.dir) == ("ar", "rtl")


def test_a_block_in_another_language_says_so(read):
    english = (
        "<p>The ferry company said on Monday that it would not wait for the spring, whatever the calendar had to say about it.</p>"
        * 4
    )
    german = "<p>Die Fähre fährt in diesem Jahr früher als sonst, und die Leute auf der Insel sind froh, dass es wieder so weit ist.</p>"
    greek = "<p>Η λίμνη άνοιξε νωρίς φέτος και τα πλοία δεν είναι ακόμα έτοιμα για το ταξίδι της άνοιξης, είπε ο λιμενάρχης.</p>"
    seen = read(f"<html lang=en><body><h1>Ice breaks</h1><article>{english}{german}{greek}</article></body></html>")
    assert sorted(seen.facts.block_languages.values()) == ["de", "el"]
    assert seen.language == "en"
