"""Photo credits, alone and at the end of captions."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.credit import credit_tail, is_control, parse_credit


@pytest.mark.parametrize(
    "text, photographer, agency",
    [
        ("THE CANADIAN PRESS/Ana Example", "Ana Example", "The Canadian Press"),
        ("AP Photo/Ana Example, File", "Ana Example", "Associated Press"),
        ("REUTERS/Ana Example", "Ana Example", "Reuters"),
        ("Ana Example/Getty Images", "Ana Example", "Getty Images"),
        ("Ana Example/AFP via Getty Images", "Ana Example", "Agence France-Presse"),
        ("Foto: Jan Muster/dpa", "Jan Muster", "Deutsche Presse-Agentur"),
        ("picture alliance/dpa | Jan Muster", "Jan Muster", "Deutsche Presse-Agentur"),
        ("Philipp von Beispiel/dpa", "Philipp von Beispiel", "Deutsche Presse-Agentur"),
        ("© EFE/ J.J. Ejemplo", "J.J. Ejemplo", "EFE"),
        ("Photo by Ana Example", "Ana Example", None),
        ("Фото: Иван Примеров, Интерфакс", "Иван Примеров", "Interfax"),
        ("Supplied", None, None),
        ("Getty Images", None, "Getty Images"),
    ],
)
def test_photographer_and_agency_stand_on_either_side(text, photographer, agency):
    credit = parse_credit(text)
    assert (credit.printed, credit.photographer, credit.agency) == (text, photographer, agency)


@pytest.mark.parametrize(
    "caption, credit",
    [
        ("Ice on the lake, Monday. THE CANADIAN PRESS/Ana Example", "THE CANADIAN PRESS/Ana Example"),
        ("Ice on the lake, Monday. (AP Photo/Ana Example)", "(AP Photo/Ana Example)"),
        ("Eis auf dem See. Foto: Jan Muster/dpa", "Foto: Jan Muster/dpa"),
        ("Eis auf dem See © Jan Muster", "© Jan Muster"),
        ("Hielo en el lago en 2024. Ana Ejemplo (dpa/picture alliance)", "Ana Ejemplo (dpa/picture alliance)"),
        ("Ice on the lake in 2017. — AFP pic", "— AFP pic"),
        ("The old harbour. (Hill Archive)", "(Hill Archive)"),
        ("Eis auf dem See / Ana Muster", "Ana Muster"),
        ("湖の氷＝13日（山田太郎撮影）", "（山田太郎撮影）"),
        ("Ice on the lake. Supplied", "Supplied"),
        ("Lód na jeziorze. Fot. Jan Przykład", "Fot. Jan Przykład"),
    ],
)
def test_a_credit_is_split_off_the_end_of_a_caption(caption, credit):
    at = credit_tail(caption)
    assert at is not None
    assert caption[at:].strip(" —") == credit.strip(" —")


@pytest.mark.parametrize(
    "caption",
    [
        "Ice on the lake, Monday.",
        "Ana Example (left) and Jan Muster at the harbour.",
        "The harbour (2017) before the ice. It is old.",
        "Der Fotograf war nicht da, das Bild auch nicht.",
        "",
    ],
)
def test_a_caption_without_credit_stays_whole(caption):
    assert credit_tail(caption) is None


@pytest.mark.parametrize("text", ["Hide caption", "Bild vergrößern", "Image 1 of 5", "3/12", "01:53", "사진 확대"])
def test_controls_beside_a_picture_are_no_captions(text):
    assert is_control(text)
