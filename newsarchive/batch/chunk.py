"""Work through a few pages in one go, each with a time of its own, and tell afterwards what a lost worker had done.

Handing over costs the same for one page as for many. What isolates pages inside a chunk is the system: a timer that ends the process
when a page is over its time (setitimer(2), also in C code that never comes back), and the log of the desk, which says which page it was.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import Struct

from newsarchive.batch.desk import Desk, Word
from newsarchive.batch.task import Done, Errand, Task, settled, task_of
from newsarchive.batch.write import name_part
from newsarchive.errors import OutputError

__all__ = ["TIMED", "Chunk", "Item", "Left", "Work", "Worked", "forget", "left_behind", "work"]

# Without a timer in the system (Windows) a page is handed over alone, and the pool looks at the clock.
TIMED = hasattr(signal, "setitimer")

Item: TypeAlias = Task | Errand
Work: TypeAlias = Callable[[Task, Desk], Done]


class Chunk(Struct, frozen=True):
    """A few pages for one worker: ``seconds`` are what each of them may take, ``log`` is where it says how far it is."""

    items: tuple[Item, ...]
    seconds: float
    log: str


class Worked(Struct, frozen=True):
    """What became of a chunk: a receipt for each item, None for a file that turned out not to be one page; CPU seconds."""

    done: tuple[Done | None, ...]
    seconds: float


def work(chunk: Chunk, function: Work) -> Worked:
    """Do the pages of a chunk one after the other, and give their files their names together."""
    desk = Desk(chunk.log)
    start = time.process_time()
    found: list[Done | None] = []
    try:
        for at, item in enumerate(chunk.items):
            if _orphaned():
                desk.drop()
                os._exit(1)
            with _time(chunk.seconds):
                desk.begin(at)
                task = item.opened() if isinstance(item, Errand) else task_of(item.page, item.options)
                done = None if task is None else function(task, desk)
                if done is not None:
                    desk.say(done, ended=True)
            found.append(done)
            if done is not None and done.fatal:
                break
        desk.close()
    finally:
        desk.leave()
    true = [one and settled(one, desk.refused, item.options) for one, item in zip(found, chunk.items, strict=False)]
    return Worked(tuple(true), time.process_time() - start)


def _orphaned() -> bool:
    """Tell whether the main process is gone: nobody hears of these pages any more, and another run may have begun on them."""
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    """End this process, should what follows take longer."""
    if not TIMED or not seconds:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Left(Struct, frozen=True):
    """What a worker that was lost had done: receipts by position, and the page that it was at (None: at none)."""

    ended: dict[int, Done | None]
    at: int | None
    so_far: Done | None


def left_behind(chunk: Chunk, *, keep: bool) -> Left:
    """Read the log of a worker that was lost; files of pages that were through get their names.

    Args:
        chunk: what it was given.
        keep: whether the files of the page that it was at count as well; else they are removed.
    """
    ended: dict[int, Done | None] = {}
    so_far: dict[int, Done] = {}
    parts: dict[int, list[Word]] = {}
    at: int | None = None
    for word in _words(chunk.log):
        if word.named:
            parts.clear()
        elif word.part:
            parts.setdefault(word.at, []).append(word)
        elif bytes(word.done):
            with contextlib.suppress(msgspec.DecodeError):
                so_far[word.at] = msgspec.json.decode(word.done, type=Done)
            if word.ended and word.at in so_far:
                ended[word.at] = so_far[word.at]
        else:
            if at is not None and at not in ended:
                ended[at] = None  # it was no page, and the next one began
            at = word.at
    culprit = at if at is not None and at not in ended else None
    refused: dict[str, OutputError] = {}
    for number, words in parts.items():
        for word in words:
            if number == culprit and not keep:
                with contextlib.suppress(OSError):
                    os.unlink(word.part)
            elif error := name_part(word.part, word.path):
                refused[word.path] = error
    told = so_far.get(culprit) if culprit is not None else None
    options = chunk.items[0].options
    return Left(
        {number: done and settled(done, refused, options) for number, done in ended.items()},
        culprit,
        told and settled(told, refused, options),
    )


def forget(log: str) -> None:
    """Remove the files without a name that a worker wrote which was told to stop."""
    for word in _words(log):
        if word.part:
            with contextlib.suppress(OSError):
                os.unlink(word.part)


def _words(log: str) -> Iterator[Word]:
    try:
        with open(log, "rb") as file:
            for line in file:
                yield msgspec.json.decode(line, type=Word)
    except (OSError, msgspec.DecodeError):
        return
