"""Start the process from which workers are forked: it loads the libraries once, while the main process goes on with its own work."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterable
from multiprocessing.context import BaseContext

__all__ = ["begin", "context_of"]

# What workers share. A worker runs the first lines of the main program again, and argparse is what takes time there.
_LOADED = ("argparse", "newsarchive.batch.chunk", "newsarchive.batch.warm")
_LOADED_FOR = {"epub": "newsarchive.batch.warm_book", "pdf": "newsarchive.batch.warm_print"}


def context_of(targets: Iterable[str], *, single: bool = False) -> BaseContext:
    """Return how workers for these formats are started; a ``single`` one is quicker started afresh."""
    if single or sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    wanted = set(targets)
    context.set_forkserver_preload([*_LOADED, *(module for name, module in _LOADED_FOR.items() if name in wanted)])
    return context


def begin(targets: Iterable[str]) -> None:
    """Start the server now, should workers be needed soon; where it cannot be, that is told when they are."""
    if sys.platform == "win32":
        return
    from multiprocessing import forkserver, resource_tracker

    context_of(targets)
    resource_tracker.ensure_running()  # it leaves interrupts unblocked when it starts
    # Who interrupts a run at the terminal interrupts the server as well: while it loads it would say so with a traceback.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        forkserver.ensure_running()
    except OSError:
        return
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
