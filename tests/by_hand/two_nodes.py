"""Run on a Ray cluster of two nodes on this machine, kill a worker, take a node away, bring a poison page; compare with a local run.

    python tests/by_hand/two_nodes.py [--pages 200] [--shards 8]

Needs ``newsarchive[ray]``. Two raylets are started on loopback, with a token of their own. While the run goes on, the worker of a shard
on the second node is killed, and then the node is removed. One page is broken on purpose. All others must come out, the broken one be
named, and every file and report have the bytes of a local run.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from shared import command, pages, run, seen


def children(pid: int) -> list[int]:
    """Return the processes that a process started, whichever of its threads did."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text("utf-8", "replace").rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def shards_on(node: Any) -> list[int]:
    """Return the processes in which a node of ours works at a shard."""
    raylet = node.all_processes["raylet"][0].process.pid
    return [pid for pid in children(raylet) if b"ray::_shard" in _words(pid)]


def _words(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--shards", type=int, default=8)
    args = parser.parse_args()
    os.environ.update(
        RAY_AUTH_MODE="token",
        RAY_AUTH_TOKEN=secrets.token_hex(32),
        RAY_DISABLE_IMPORT_WARNING="1",
        RAY_USAGE_STATS_ENABLED="0",
    )
    from ray.cluster_utils import Cluster

    with tempfile.TemporaryDirectory(prefix="newsarchive-ray-") as name:
        home = Path(name)
        source = pages(home / "in", args.pages)
        (source / "poison.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
        local = run(str(source), str(home / "local"), "--jobs", "2", "--report")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        try:
            second = cluster.add_node(num_cpus=1)
            cluster.wait_for_nodes(timeout=60)
            print(f"{len(cluster.list_all_nodes())} nodes", flush=True)
            words = ["--engine", "ray", "--ray-address", cluster.address, "--shards", str(args.shards), "--report"]
            running = subprocess.Popen(command(str(source), str(home / "far"), *words))
            while running.poll() is None and not (found := shards_on(second)):
                time.sleep(0.05)
            time.sleep(0.5)
            if running.poll() is None and found:
                os.kill(found[0], signal.SIGKILL)
                print(f"killed the worker {found[0]} of a shard on the second node", flush=True)
            time.sleep(2)
            print(f"removing the second node; the run has ended already: {running.poll() is not None}", flush=True)
            cluster.remove_node(second, allow_graceful=False)
            status = running.wait(timeout=600)
        finally:
            cluster.shutdown()
        mine, theirs = seen(home / "local"), seen(home / "far")
        named = b"poison.html" in theirs.get("failures.jsonl", b"")
        print(f"local: status {local.returncode}, {len(mine)} files; cluster: status {status}, {len(theirs)} files")
        print(f"same bytes: {mine == theirs}; the poison page is named: {named}")
        if mine != theirs:
            print([path for path in sorted(mine.keys() | theirs.keys()) if mine.get(path) != theirs.get(path)][:5])
        return 0 if mine == theirs and named and status == local.returncode else 1


if __name__ == "__main__":
    sys.exit(main())
