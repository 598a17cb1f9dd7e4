"""The trip of a scrape: what is story, what became a fact, what was removed and by which rule; nothing is lost."""

from __future__ import annotations

import json

import newsarchive as na
from newsarchive.page.read import Reading
from newsarchive.page.scrape import witness
from newsarchive.page.scrape.headlines import HEADLINE_NAMES
from newsarchive.page.scrape.measures import NAMES
from newsarchive.page.scrape.weights import weights

BODY = (
    (
        "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
        "earlier than in any year since records began in the town."
    ),
    "“We had men ready for three more weeks of this,” harbour master Anna Hill told the council on Thursday evening.",
    "Fishermen welcomed the news, though several said that they would wait for the wind to turn before they put out.",
    (
        "The last ferry left the northern harbour in November, and since then supplies have come over the mountain road, which "
        "snow closed twice in January."
    ),
    "The district expects to spend less on fuel this year, and has promised to use what is saved on the old lighthouse.",
    "Hill said the first crossing would be free for everyone who lives on the northern shore.",
)
CHROME = {
    "Subscribe": "subscribe-prompt",
    "Would you like to subscribe to our newsletter?": "subscribe-prompt",
    "Current Conditions Light Snow -3.5°C": "weather-box",
    "• Popular Hillview News": "popular-list",
    "View Site in: Desktop | Mobile": "site-switch",
}
MENU = ["Home", "News", "Sport", "Weather", "Opinion", "Jobs"]


def dump() -> str:
    """Return a scrape of a whole page as a local site would show a wire story."""
    above, below = list(CHROME)[:3], list(CHROME)[3:]
    return "\n".join(
        [
            "Ferry runs again after early thaw | Hill Post | The valley's own paper",
            *above,
            *(f"  * {word}" for word in MENU),
            "",
            "Ferry runs again after early thaw",
            "",
            "\n\n".join(BODY),
            "",
            *(f"  {line}" if line.startswith("•") else line for line in below),
        ]
    )


def reading() -> Reading:
    return na.inspect(dump().encode(), format="scrape")


def test_the_story_is_the_story() -> None:
    article = reading().article
    assert article.headline == "Ferry runs again after early thaw"
    assert article.deck is None
    assert article.text.split("\n\n") == list(BODY)


def test_each_piece_of_chrome_goes_by_a_rule_that_says_what_it_is() -> None:
    removed = {" ".join(note.text.split()): note.rule for note in reading().account.of("removed")}
    assert {words: removed.get(words) for words in CHROME} == CHROME
    assert any(rule == "navigation" and words.count("*") == len(MENU) for words, rule in removed.items())
    assert removed["| Hill Post | The valley's own paper"] == "title-suffix"


def test_body_claimed_and_removed_are_the_page() -> None:
    read = reading()
    said = [note.text for note in read.account if note.code.startswith(("NA2", "NA30"))]
    signs = sorted("".join("".join([read.article.text, *said]).split()))
    assert signs == sorted("".join(dump().split()))


def test_the_bullets_of_a_list_in_the_story_are_removed_and_its_words_are_not() -> None:
    items = "\n".join(f"  * {line}" for line in BODY[1:4])
    read = na.inspect(f"{BODY[0]}\n\n{BODY[4]}\n\n{items}\n\n{BODY[5]}\n\n{BODY[0]}".encode(), format="scrape")
    removed = [note.text for note in read.account if note.rule == "list-bullet"]
    assert all(line in read.article.text for line in BODY[1:4])
    assert removed == ["*", "*", "*"]


def test_nothing_and_a_menu_alone_are_no_story() -> None:
    for text in ("", "\n".join(f"* {word}" for word in MENU)):
        assert na.inspect(text.encode(), format="scrape").article.body == ()


def test_a_credit_on_a_page_without_a_story_is_nothing_to_stumble_over() -> None:
    caption = "The ferry lies at the pier of the northern harbour on a morning in March. (AP Photo/Anna Hill)"
    assert na.inspect(f"Hill Post\n\n{caption}\n\nSport\n".encode(), format="scrape").article.headline


def test_the_weights_are_of_these_measures() -> None:
    data = weights()
    assert tuple(data["names"]) == NAMES
    assert tuple(data["around"]) == witness.AROUND_NAMES
    assert tuple(data["headline_names"]) == HEADLINE_NAMES
    highest = json.dumps(data["second"])
    assert len(highest) > 1000
