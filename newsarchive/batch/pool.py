"""Run pages in worker processes, each page with a time and a memory of its own, and survive any of them.

A page that hangs is stopped at its time limit; one that takes its worker down is tried once more alone, and
is given up by name the second time. Whatever it does, no other page is lost.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from itertools import count
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from newsarchive.batch.chunk import TIMED, Chunk, Item, Left, Work, forget, left_behind, work
from newsarchive.batch.server import begin, context_of
from newsarchive.batch.task import Done, Errand, Failure, Task, convert, failed
from newsarchive.sources.page import Page
from newsarchive.sources.scratch import scratch

__all__ = ["PoolLimits", "prepare", "run_pool"]

_AHEAD = 3
_MB = 1 << 20
# A chunk: so many pages that handing it over is nothing beside the work, and so few that workers end together.
_CHUNK_SECONDS = 0.1
_CHUNK_PAGES = 32
_CHUNK_BYTES = _MB
# What a chunk may take beyond its pages: files get their names, the disk may be slow.
_GRACE = 60.0


class PoolLimits(Struct, frozen=True, kw_only=True):
    """What one page may take: ``seconds`` by the clock, ``memory`` in megabytes (0: no limit).

    A worker is replaced after ``recycle`` pages or so, so that nothing can build up.
    """

    jobs: int = 1
    seconds: float = 60
    memory: int = 2048
    recycle: int = 500


def run_pool(
    items: Iterator[Item],
    limits: PoolLimits,
    *,
    single: bool,
    targets: tuple[str, ...] = (),
    stopping: Any = None,
    function: Work = convert,
    several: Callable[[Errand], Iterable[Item]] | None = None,
    lost: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Item, Done]]:
    """Yield each item and what became of it, as they finish.

    Args:
        items: drawn only as fast as they are worked off.
        limits: of time, memory and workers.
        single: there is one item; its worker is started the quickest way.
        targets: the formats to come, whose libraries are loaded once for all workers.
        stopping: ``is_set()`` is asked between results; when it is set no page is begun any more, those that run
            are given up (their files are whole or not there), and the generator ends.
        function: what is done to a page; can be pickled.
        several: gives the items to do instead of a file that turned out not to be just one page.
        lost: is called for each worker that is lost; what it was writing may lie about.
    """
    from pebble import ProcessPool

    if not single:
        begin(targets)
    results: queue.SimpleQueue[tuple[Chunk, int, Any]] = queue.SimpleQueue()
    pool = ProcessPool(
        max_workers=1 if single else limits.jobs,
        max_tasks=0 if single else _chunks_of(limits.recycle, targets),
        initializer=prepare,
        initargs=[limits.memory],
        context=context_of(targets, single=single),
    )
    held = contextlib.ExitStack()
    logs = held.enter_context(scratch())
    numbers = count()
    running: dict[str, Chunk] = {}
    waiting = _Waiting(items, alone=single or not TIMED)
    calm = False

    def submit(taken: list[Item], attempt: int) -> None:
        chunk = Chunk(tuple(taken), limits.seconds if TIMED else 0, os.path.join(logs, str(next(numbers))))
        # The timer of the worker comes first; this is for what holds even that up.
        most = limits.seconds * len(taken) + (_GRACE if TIMED else 0)
        future = pool.schedule(work, args=[chunk, function], timeout=most if limits.seconds else None)
        running[chunk.log] = chunk
        future.add_done_callback(lambda done: results.put((chunk, attempt, done)))

    try:
        while True:
            stop = stopping is not None and stopping.is_set()
            while not stop and len(running) < limits.jobs * _AHEAD:
                taken, attempt = waiting.take()
                if not taken:
                    break
                submit(taken, attempt)
            if not running or stop:
                break
            try:
                chunk, attempt, future = results.get(timeout=0.5)
            except queue.Empty:
                continue
            del running[chunk.log]
            if future.exception() is not None:
                lost()
            for item, done in _outcome(chunk, attempt, future, limits, waiting):
                if done is not None:
                    yield item, done
                elif isinstance(item, Errand) and several is not None:
                    waiting.put_before(several(item))
            with contextlib.suppress(OSError):
                os.unlink(chunk.log)
        calm = not running
    finally:
        # An orderly end waits for workers to notice; nothing is left for them to do, so they are told to go.
        if calm:
            pool.close()  # type: ignore[no-untyped-call]
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join(timeout=5)
        for log in running:
            forget(log)
        held.close()


def _chunks_of(pages: int, targets: tuple[str, ...]) -> int:
    """Return how many chunks a worker lives: pages with a print come alone, of others about eight go together."""
    return max(1, pages if "pdf" in targets else pages // 8)


class _Waiting:
    """What is to be done: pages that took their worker down (each alone), pages that were with them, and all the others."""

    def __init__(self, items: Iterator[Item], *, alone: bool) -> None:
        self._suspects: list[Item] = []
        self._sources: list[Iterator[Item]] = [items]
        self._alone = alone
        self._pace = _CHUNK_SECONDS

    def took(self, seconds: float, pages: int) -> None:
        """Learn how long pages take, from the last few chunks."""
        self._pace += 0.2 * (seconds / max(1, pages) - self._pace)

    def put_before(self, items: Iterable[Item]) -> None:
        """Do these before what is waiting."""
        self._sources.append(iter(items))

    def suspect(self, item: Item) -> None:
        """Do this one alone, for the second time."""
        self._suspects.append(item)

    def take(self) -> tuple[list[Item], int]:
        """Return what goes to a worker next, and for which time; nothing where nothing is left."""
        if self._suspects:
            return [self._suspects.pop()], 2
        taken: list[Item] = []
        size = 0
        most = 1 if self._alone else max(1, min(_CHUNK_PAGES, int(_CHUNK_SECONDS / max(self._pace, 1e-6))))
        while len(taken) < most and size < _CHUNK_BYTES and (item := self._next()) is not None:
            taken.append(item)
            size += item.page.size if isinstance(item, Task) else 0
        return taken, 1

    def _next(self) -> Item | None:
        while self._sources:
            if (item := next(self._sources[-1], None)) is not None:
                return item
            self._sources.pop()
        return None


def _outcome(
    chunk: Chunk, attempt: int, future: Any, limits: PoolLimits, waiting: _Waiting
) -> Iterator[tuple[Item, Done | None]]:
    """Yield what became of each item of a chunk; what must be done again goes to ``waiting``."""
    from pebble import ProcessExpired

    late = f"took longer than {limits.seconds:g} s and was stopped; raise it with --timeout"
    try:
        worked = future.result()
    except TookTooLong:
        yield from _rest(chunk, left_behind(chunk, keep=True), waiting, (late, "Timeout"))
    except ProcessExpired as error:
        if _out_of_time(error):
            yield from _rest(chunk, left_behind(chunk, keep=True), waiting, (late, "Timeout"))
        elif attempt == 1:
            yield from _rest(chunk, left_behind(chunk, keep=False), waiting, None)
        else:
            reason = f"took its worker down twice ({_cause(error)}) and is quarantined"
            yield from _rest(chunk, left_behind(chunk, keep=True), waiting, (reason, "Quarantine"))
    except Exception as error:  # noqa: BLE001 - what cannot even travel back is that page's failure
        reason = f"its result could not be handed back ({type(error).__name__})"
        yield from _rest(chunk, left_behind(chunk, keep=True), waiting, (reason, "Unexpected"))
    else:
        waiting.took(worked.seconds, len(worked.done))
        yield from zip(chunk.items, worked.done, strict=False)


def _rest(
    chunk: Chunk, left: Left, waiting: _Waiting, ending: tuple[str, str] | None
) -> Iterator[tuple[Item, Done | None]]:
    """Yield the pages that a lost worker had ended; the one it was at ends as ``ending`` says, or is tried alone (None)."""
    at = left.at
    if at is None and len(chunk.items) == 1 and 0 not in left.ended:
        at = 0  # it left no word at all, and can have been at nothing else
    again: list[Item] = []
    for number, item in enumerate(chunk.items):
        if number in left.ended:
            yield item, left.ended[number]
        elif number != at:
            again.append(item)
        elif ending is None:
            waiting.suspect(item)
        else:
            yield item, _ended(item, left.so_far, *ending)
    if at is None and not left.ended:
        # Without a word nobody knows which page it was: each is tried alone.
        for item in reversed(again):
            waiting.suspect(item)
    elif again:
        waiting.put_before(again)


def prepare(memory: int) -> None:
    """Make a worker ready: it leaves interrupts to its parent, dumps no core, and may not take all the memory."""
    # What was loaded before the fork is there to stay: looking through it again and again would cost time, and copy its memory.
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if TIMED:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM,))
    try:
        import resource
    except ImportError:  # Windows
        return
    _limit(resource.RLIMIT_CORE, 0)
    if memory and sys.platform == "linux":
        # RLIMIT_DATA counts what a process really asks for (setrlimit(2), since Linux 4.7); RLIMIT_AS would
        # count libraries and thread stacks as well.
        _limit(resource.RLIMIT_DATA, memory * _MB)


def _limit(what: int, value: int) -> None:
    import resource

    try:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    except (ValueError, OSError):
        pass


def _ended(item: Item, told: Done | None, reason: str, kind: str) -> Done:
    """Return the receipt of a page whose worker did not live to give one: what it had written so far counts."""
    options = item.options
    if told is None:
        return replace(failed(_page_of(item), reason, kind=kind), rules=options.rules)
    told_of = {output.format for output in told.outputs} | {failure.format for failure in told.failures}
    ended = tuple(Failure(reason, name, kind) for name in options.targets if name not in told_of)
    return replace(told, failures=(told.failures + ended) or (Failure(reason, kind=kind),))


def _page_of(item: Item) -> Page:
    """Return the page of an item, opened here where it was not: its name in the journal is made of its bytes."""
    task = item.opened() if isinstance(item, Errand) else item
    if task is not None:
        return task.page
    unread = item.unread if isinstance(item, Errand) else item.page
    return Page(data=b"", name=unread.name, folder=unread.folder, place=unread.place)


def _out_of_time(error: Any) -> bool:
    return TIMED and error.exitcode == -signal.SIGALRM


def _cause(error: Any) -> str:
    code = error.exitcode
    if isinstance(code, int) and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit status {code}"
