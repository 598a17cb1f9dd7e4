"""Start the process from which workers are forked: it loads the libraries once, while the main process goes on with its own work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable
from multiprocessing.context import BaseContext

__all__ = ["begin", "context_of", "is_long"]

# What workers share. A worker runs the first lines of the main program again, and argparse is what takes time there.
_LOADED = ("argparse", "newsarchive.batch.chunk", "newsarchive.batch.warm")
_RARE = "newsarchive.batch.warm_rare"
_LOADED_FOR = {"epub": "newsarchive.batch.warm_book", "pdf": "newsarchive.batch.warm_print"}
_MANY = 200  # files
_BIG = 16_000_000  # bytes
_THREADS = "OPENBLAS_NUM_THREADS"


def is_long(inputs: Iterable[str]) -> bool:
    """Tell whether a run over these paths will be long, at a glance: a big file, or a folder of hundreds of them."""
    files = 0
    for path in inputs:
        if os.path.isfile(path):
            files += 1
            if os.path.getsize(path) > _BIG:
                return True
        for _, _, names in os.walk(path):
            files += len(names)
            if files >= _MANY:
                break
        if files >= _MANY:
            return True
    return False


def context_of(targets: Iterable[str], *, single: bool = False, long: bool = False) -> BaseContext:
    """Return how workers for these formats are started; a ``single`` one is quicker started afresh."""
    if single or sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    wanted = set(targets)
    rare = [_RARE] if long else []
    context.set_forkserver_preload(
        [*_LOADED, *(module for name, module in _LOADED_FOR.items() if name in wanted), *rare]
    )
    return context


def begin(targets: Iterable[str], *, long: bool = False) -> None:
    """Start the server now, should workers be needed soon; where it cannot be, that is told when they are."""
    if sys.platform == "win32":
        return
    from multiprocessing import forkserver, resource_tracker

    context_of(targets, long=long)
    resource_tracker.ensure_running()  # it leaves interrupts unblocked when it starts
    # Who interrupts a run at the terminal interrupts the server as well: while it loads it would say so with a traceback.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    # Each worker works alone: threads that OpenBLAS keeps ready for numpy only burn time.
    threads = os.environ.get(_THREADS)
    os.environ[_THREADS] = threads or "1"
    try:
        forkserver.ensure_running()
    except OSError:
        return
    finally:
        if threads is None:
            del os.environ[_THREADS]
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
