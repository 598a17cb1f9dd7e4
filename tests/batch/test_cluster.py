from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from newsarchive.batch.cluster import Summary, _join, _shard, run_ray, shards_of
from newsarchive.batch.job import Job, run_job
from newsarchive.batch.task import Options
from newsarchive.errors import MissingLibrary


def files(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(".newsarchive") and path.name != "timings.csv"
    }


def test_shards_run_as_a_cluster_runs_them_and_join_to_the_local_run(stories: Path, tmp_path: Path) -> None:
    (stories / "bad.json").write_bytes(b'{"schema":"newsarchive/1","headline":')
    job = Job(inputs=(str(stories),), options=Options(targets=("json",), out=str(tmp_path / "cluster")))
    sent = [msgspec.msgpack.encode(one) for one in shards_of(job, 3)]
    # A machine is lost after its shard was done: the shard runs again, and does nothing twice.
    summaries = [msgspec.msgpack.decode(_shard(data), type=Summary) for data in [*sent, sent[1]]]
    assert sum(summary.done for summary in summaries[:3]) == 12
    assert (summaries[3].done, summaries[3].already) == (0, summaries[1].done)
    assert {name for summary in summaries for name, _ in summary.failures} == {str(stories / "bad.json")}
    _join(job, 3)

    from newsarchive.batch.report import write_reports

    local = Job(inputs=job.inputs, options=Options(targets=("json",), out=str(tmp_path / "local")))
    list(run_job(local))
    write_reports(str(tmp_path / "local"))
    assert files(tmp_path / "cluster") == files(tmp_path / "local")


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    job = Job(inputs=("x",), options=Options(targets=("json",), out="y"))
    with pytest.raises(MissingLibrary, match=r"newsarchive\[ray\]"):
        list(run_ray(job, shards=2))
