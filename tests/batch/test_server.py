from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from newsarchive.batch.server import begin, context_of


def test_one_page_needs_no_server() -> None:
    assert context_of(("json",), single=True).get_start_method() == "spawn"


_INTERRUPTED = """
import os, signal
from multiprocessing import forkserver
from newsarchive.batch.server import begin, context_of

if __name__ == "__main__":
    begin(("json",))
    begin(("json",))
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGINT)
    worker = context_of(("json",)).Process(target=print, args=("served",))
    worker.start()
    worker.join()
"""


def test_an_interrupt_while_the_server_loads_is_not_for_the_server(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(_INTERRUPTED)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("served\n", "")


def test_what_can_be_begun_is_begun_without_a_word() -> None:
    begin(("json",))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
