"""Read the lines in which papers in Chinese name who reported and who edited: （记者 张伟）, 责任编辑：王小明、李华."""

from __future__ import annotations

import re

from newsarchive.model import Contributor, Notice, Person
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import ELSEWHERE, Scene

__all__ = ["parse_signed", "settle"]

# Who wrote, and who did the rest, with the word for it that contributors' notes use.
_WRITERS = (
    "特约记者",
    "本报记者",
    "新华社记者",
    "见习记者",
    "实习记者",
    "通讯员",
    "记者",
    "記者",
    "作者",
    "撰文",
    "文字",
)
_HELPERS = {
    "责任编辑": "editing", "責任編輯": "editing", "责编": "editing", "責編": "editing", "编辑": "editing", "編輯": "editing",
    "本文责编": "editing", "值班编辑": "editing", "主编": "editing", "审核": "editing", "校对": "copy editing", "统筹": "producing",
    "摄影": "photography", "翻译": "translation", "翻譯": "translation",
}  # fmt: skip
_ROLE = re.compile(f"({'|'.join(sorted((*_WRITERS, *_HELPERS), key=len, reverse=True))})")
_NAME = r"[\u3400-\u9fff]{2,4}(?:·[\u3400-\u9fff]{2,6})?"
_NAMES = re.compile(rf"[\s:：]*({_NAME}(?:[\s、，,]+{_NAME})*)[\s，,；;|]*")
_SPLIT = re.compile(r"[\s、，,]+")
_NOT_A_NAME = re.compile(r"(?:报道|报导|电|摄|图|文)$")
_LONGEST = 60  # characters


def parse_signed(text: str) -> tuple[list[Person], list[Contributor]] | None:
    """Read a line that names people by their work and says nothing else; None where it is no such line.

    >>> writers, helpers = parse_signed("（记者 张伟 责编：王小明、李华）")
    >>> [one.name for one in writers], [one.name for one in helpers]
    (['张伟'], ['王小明', '李华'])
    """
    text = " ".join(text.split()).strip(" ()（）[]【】。")
    if not 4 <= len(text) <= _LONGEST:
        return None
    parts = _ROLE.split(text)
    if len(parts) < 3 or parts[0].strip():
        return None
    writers: list[Person] = []
    helpers: list[Contributor] = []
    for role, named in zip(parts[1::2], parts[2::2], strict=True):
        match = _NAMES.fullmatch(named)
        if not match:
            return None
        names = [name for name in _SPLIT.split(match[1].strip()) if not _NOT_A_NAME.search(name)]
        if role in _HELPERS:
            helpers += [Contributor(name, _HELPERS[role]) for name in names]
        else:
            writers += [Person(name) for name in names]
    return (writers, helpers) if writers or helpers else None


def settle(facts: Facts, scene: Scene) -> None:
    """Claim such lines at either end of the story."""
    story = scene.story
    for block in [*scene.near(), *story[-3:], *scene.below[:8]]:
        if (
            block.length > _LONGEST
            or block.text.isascii()  # as no role is
            or not _ROLE.search(block.text)
            or not scene.open(block)
            or scene.bits(block) & ELSEWHERE
        ):
            continue
        found = parse_signed(block.text)
        if found is None:
            continue
        writers, helpers = found
        if writers:
            facts.offer("authors", tuple(writers), "page-text", 0.78, "byline", block.text)
            facts.values.setdefault("byline", block.text)
        if helpers:
            facts.values["contributors"] = tuple(dict.fromkeys((*facts.values.get("contributors", ()), *helpers)))
            facts.values["notices"] = (
                *facts.values.get("notices", ()),
                Notice("contributors", " ".join(block.text.split())),
            )
        fact = "byline" if writers else "contributors"
        reason = "names who wrote the story" if writers else "names who helped with the story"
        scene.claim(block, fact, reason, fact)
