from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.batch import server
from newsarchive.batch.server import begin, context_of, is_long


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


def test_a_long_run_is_known_at_a_glance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_MANY", 3)
    monkeypatch.setattr(server, "_BIG", 10)
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("a.html", "inner/b.html"):
        (tmp_path / name).write_text("x")
    assert not is_long([str(tmp_path)])
    assert not is_long([str(tmp_path / "missing"), "s3://bucket/pages"])
    assert is_long([str(tmp_path), str(tmp_path / "a.html")])
    (inner / "c.html").write_text("x")
    assert is_long([str(tmp_path)])
    (tmp_path / "pages.warc").write_text("x" * 11)
    assert is_long([str(tmp_path / "pages.warc")])


_RARE = """
import os, sys
from newsarchive.batch.server import begin, context_of

def told():
    print("py3langid" in sys.modules, "bs4" in sys.modules, os.environ.get("OPENBLAS_NUM_THREADS"))

if __name__ == "__main__":
    begin(("json",), long=sys.argv[1] == "long")
    worker = context_of(("json",)).Process(target=told)
    worker.start()
    worker.join()
    print(os.environ.get("OPENBLAS_NUM_THREADS"))
"""


@pytest.mark.parametrize(("how", "loaded"), [("long", "True True 1"), ("short", "False False 1")])
def test_what_few_pages_need_is_loaded_for_long_runs(tmp_path: Path, how: str, loaded: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(_RARE)
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, str(script), how], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [loaded, "None"]
