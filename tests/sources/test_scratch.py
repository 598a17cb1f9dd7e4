from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from newsarchive.sources.scratch import scratch

_HOLD = """
import sys, time
from newsarchive.sources.scratch import scratch
with scratch() as folder:
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_gone_at_the_end() -> None:
    with scratch() as folder:
        (Path(folder) / "kept").write_bytes(b"x")
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_what_a_killed_process_left_is_cleared_and_what_is_in_use_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert process.stdout is not None
    left = Path(process.stdout.readline().strip())
    (left / "spool").write_bytes(b"x" * 1000)
    (tmp_path / "newsarchive-of-a-user").mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".lock").write_bytes(b"")
    (tmp_path / "newsarchive-link").symlink_to(elsewhere)
    with scratch():
        assert (left / "spool").exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with scratch() as folder:
        assert not left.exists()
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            ["elsewhere", "newsarchive-link", "newsarchive-of-a-user", Path(folder).name]
        )
    assert (elsewhere / ".lock").exists()
