"""Stand in for the work on a page, and do what hostile pages make libraries do."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

from msgspec.structs import replace

from newsarchive.batch.desk import Desk
from newsarchive.batch.task import Done, Failure, Output, Task


def act(task: Task, desk: Desk) -> Done:
    word = task.page.data.split(b" ")[0]
    match word:
        case b"hang":
            # A hang in C: no Python signal handler would ever run.
            ctypes.CDLL(None).sleep(600)
        case b"wait":
            time.sleep(0.2)
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
        case b"write-and-hang" | b"write-and-kill" | b"write":
            out, name = task.page.data.decode().split(" ")[1:]
            told = Done(key=task.page.key, name=task.page.name, status="failed", failures=(Failure("odd", "nitf"),))
            desk.put(out, f"{name}.json", task.page.data)
            output = Output("json", f"{name}.json", "", len(task.page.data))
            desk.say(replace(told, outputs=(output,)))
            if word == b"write":
                return replace(told, status="done", outputs=(output,), failures=())
            if word == b"write-and-hang":
                ctypes.CDLL(None).sleep(600)
            os.kill(os.getpid(), signal.SIGKILL)
        case _:
            pass
    return Done(key=task.page.key, name=task.page.name, status="done")


def memory(task: Task, desk: Desk) -> Done:
    try:
        return act(task, desk)
    except MemoryError:
        from newsarchive.batch.task import failed

        return failed(task.page, "needs more memory", kind="Memory")
