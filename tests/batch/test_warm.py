from __future__ import annotations

import subprocess
import sys

from newsarchive import inspect
from newsarchive.batch import warm


def test_the_page_of_the_rehearsal_is_a_story_with_chrome_around_it():
    reading = inspect(warm._PAGE, format="page")
    assert (reading.article.headline, reading.article.dateline.place) == ("Ferry back in service", "Port Larch")
    assert {note.kind for note in reading.account} >= {"removed", "claimed", "guessed"}


def test_what_workers_are_forked_from_has_laid_out_its_words_and_weights():
    code = (
        "import newsarchive.batch.warm\n"
        "from newsarchive.page import native, scorer, words\n"
        # Where the witness is compiled its weights are part of the code.
        "print(words.lexicon.cache_info().currsize, 1 if native.rates else scorer._ensembles.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1"]
