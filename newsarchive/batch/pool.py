"""Run pages in worker processes, each page with a time and a memory of its own, and survive any of them.

A page that hangs is stopped at its time limit; one that takes its worker down is tried once more alone, and
is given up by name the second time. Whatever it does, no other page is lost.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from newsarchive.batch.task import Done, Failure, Task, convert, failed

__all__ = ["PoolLimits", "prepare", "run_pool"]

_AHEAD = 3
_MB = 1 << 20
# Loaded once in the process from which workers are forked, so that a fresh worker costs milliseconds.
_PRELOAD = ["newsarchive.batch.task", "newsarchive.batch.warm"]
_PRELOAD_OF = {"epub": "newsarchive.batch.warm_book", "pdf": "newsarchive.batch.warm_print"}


class PoolLimits(Struct, frozen=True, kw_only=True):
    """What one page may take: ``seconds`` by the clock, ``memory`` in megabytes (0: no limit).

    A worker is replaced after ``recycle`` pages, so that nothing can build up.
    """

    jobs: int = 1
    seconds: float = 60
    memory: int = 2048
    recycle: int = 500


def run_pool(
    tasks: Iterator[Task],
    limits: PoolLimits,
    *,
    single: bool,
    targets: tuple[str, ...] = (),
    stopping: Any = None,
    function: Callable[[Task], Done] = convert,
) -> Iterator[Done]:
    """Yield what became of each task, as they finish.

    Args:
        tasks: drawn only as fast as they are worked off.
        limits: of time, memory and workers.
        single: there is one task; its worker is started the quickest way.
        targets: the formats to come, whose libraries are loaded once for all workers.
        stopping: ``is_set()`` is asked between results; when it is set no task is begun any more, those that run
            are given up (their files are whole or not there), and the generator ends.
        function: what is done to a task; can be pickled.
    """
    from pebble import ProcessExpired, ProcessPool

    context = _context(targets, single=single)
    results: queue.SimpleQueue[tuple[Task, int, Any]] = queue.SimpleQueue()
    pool = ProcessPool(
        max_workers=1 if single else limits.jobs,
        max_tasks=0 if single else limits.recycle,
        initializer=prepare,
        initargs=[limits.memory],
        context=context,
    )
    running = 0
    waiting: list[tuple[Task, int]] = []
    drained = False
    calm = False

    def submit(task: Task, attempt: int) -> None:
        future = pool.schedule(function, args=[task], timeout=limits.seconds)
        future.add_done_callback(lambda done: results.put((task, attempt, done)))

    try:
        while True:
            stop = stopping is not None and stopping.is_set()
            while not stop and running < limits.jobs * _AHEAD:
                if waiting:
                    task, attempt = waiting.pop()
                elif drained:
                    break
                elif (following := next(tasks, None)) is None:
                    drained = True
                    break
                else:
                    task, attempt = following, 1
                submit(task, attempt)
                running += 1
            if not running or stop:
                break
            try:
                task, attempt, future = results.get(timeout=0.5)
            except queue.Empty:
                continue
            running -= 1
            try:
                yield future.result()
            except TookTooLong:
                yield _ended(
                    task, f"took longer than {limits.seconds:g} s and was stopped; raise it with --timeout", "Timeout"
                )
            except ProcessExpired as error:
                if attempt == 1:
                    waiting.append((task, 2))
                else:
                    yield _ended(task, f"took its worker down twice ({_cause(error)}) and is quarantined", "Quarantine")
            except Exception as error:  # noqa: BLE001 - what cannot even travel back is that page's failure
                yield _ended(task, f"its result could not be handed back ({type(error).__name__})", "Unexpected")
        calm = not running
    finally:
        # An orderly end waits for workers to notice; nothing is left for them to do, so they are told to go.
        if calm:
            pool.close()  # type: ignore[no-untyped-call]
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join(timeout=5)


def _context(targets: tuple[str, ...], *, single: bool) -> Any:
    if single or sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_PRELOAD, *(module for name, module in _PRELOAD_OF.items() if name in targets)])
    return context


def prepare(memory: int) -> None:
    """Make a worker ready: it leaves interrupts to its parent, dumps no core, and may not take all the memory."""
    # What was loaded before the fork is there to stay: looking through it again and again would cost time, and copy its memory.
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
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


def _ended(task: Task, reason: str, kind: str) -> Done:
    """Return the receipt of a page whose worker did not live to give one: what it had written so far counts."""
    scratch = task.options.scratch
    path = os.path.join(scratch, task.page.key) if scratch else ""
    try:
        with open(path, "rb") as file:
            told = msgspec.json.decode(file.read(), type=Done)
    except (OSError, ValueError, msgspec.DecodeError):
        return replace(failed(task.page, reason, kind=kind), rules=task.options.rules)
    told_of = {output.format for output in told.outputs} | {failure.format for failure in told.failures}
    ended = tuple(Failure(reason, name, kind) for name in task.options.targets if name not in told_of)
    return replace(told, failures=(told.failures + ended) or (Failure(reason, kind=kind),))


def _cause(error: Any) -> str:
    code = error.exitcode
    if isinstance(code, int) and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit status {code}"
