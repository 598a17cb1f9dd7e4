"""Stand in for the work on a page, and do what hostile pages make libraries do."""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

from newsarchive.batch.task import Done, Task


def act(task: Task) -> Done:
    word = task.page.data.split(b" ")[0]
    match word:
        case b"hang":
            # A hang in C: no Python signal handler would ever run.
            ctypes.CDLL(None).sleep(600)
        case b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"kill-once":
            marker = Path(task.page.data.split(b" ")[1].decode())
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case b"crash":
            ctypes.string_at(0)
        case b"memory":
            hold = [bytearray(1 << 24) for _ in range(4000)]
            return Done(key=task.page.key, name=task.page.name, status="done", words=len(hold))
        case b"raise":
            raise ValueError("out of the blue")
        case _:
            pass
    return Done(key=task.page.key, name=task.page.name, status="done")


def memory(task: Task) -> Done:
    try:
        return act(task)
    except MemoryError:
        from newsarchive.batch.task import failed

        return failed(task.page, "needs more memory", kind="Memory")
