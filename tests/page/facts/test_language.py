"""The language of a text by its commonest words; the trained model is the last resort."""

from __future__ import annotations

import pytest

from newsarchive.page.facts.language import language_of


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Kusukela izolo abantu bathi lokhu kwenzeka ngoba umuntu wathi kodwa futhi kuthiwa bonke bakhona ukuze basize.", "en", "zu"),
        ("Ukusukela izolo abantu bathi oku kwenzeka kuba umntu wathi kodwa kwaye kunye nabo bonke ukuze bancede njengoko besitsho.", "en", "xh"),
        ("A classificação da prova em Port Larch, com todos os tempos e os pontos do campeonato, não muda.", None, "pt"),
        ("El consejo de la ciudad aprobó el plan del puerto con los votos de la mayoría y se abre en mayo.", "en", "es"),
        # hardly a word of prose: what there is speaks for what is declared
        ("Port Larch d. Kelsey 70-44 Kelsey 14 11 6 15 Port Larch 18 20 15 17 Lind the best Osei 12 Wren 9 Ravn 7", "en", "en"),
    ],
)  # fmt: skip
def test_common_words_tell_the_language_without_the_model(
    monkeypatch: pytest.MonkeyPatch, text: str, declared: str | None, language: str
) -> None:
    import py3langid

    monkeypatch.setattr(py3langid, "classify", lambda text: pytest.fail(f"the model was asked about {text}"))
    assert language_of(text, None, declared) == language
