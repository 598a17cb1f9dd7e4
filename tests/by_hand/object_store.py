"""Read from an S3 server on loopback and write to it, stop, resume, and compare with a local run.

    python tests/by_hand/object_store.py [--pages 60]

Needs ``newsarchive[remote]``, s3fs and moto[server]. Credentials come from the environment alone; without them the run must be refused.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from shared import pages, run, seen

_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--port", type=int, default=48991)
    args = parser.parse_args()
    address = f"http://127.0.0.1:{args.port}"
    os.environ.update(
        AWS_ENDPOINT_URL=address, FSSPEC_S3_ENDPOINT_URL=address, NO_PROXY="127.0.0.1", AWS_EC2_METADATA_DISABLED="true"
    )
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=args.port)
    server.start()
    bad = 0
    try:
        import s3fs

        store = s3fs.S3FileSystem(endpoint_url=address, key="testing", secret="testing")
        store.mkdir("crawl")
        store.mkdir("records")
        with tempfile.TemporaryDirectory(prefix="newsarchive-store-") as name:
            home = Path(name)
            with (home / "crawl.warc.gz").open("wb") as file:
                for number, path in enumerate(sorted(pages(home / "in", args.pages).iterdir())):
                    file.write(gzip.compress(record(path.read_bytes(), number), mtime=0))
            store.put_file(str(home / "crawl.warc.gz"), "crawl/a/crawl.warc.gz")
            there = "s3://crawl/a/*.warc.gz"
            refused = run(there, "s3://records/none")
            print(
                f"without credentials: status {refused.returncode}: {(refused.stderr.strip().splitlines() or [''])[0][:160]}"
            )
            bad += refused.returncode not in (1, 3) or "Traceback" in refused.stderr
            first = run(
                there, "s3://records/x", "--jobs", "2", "--limit", str(args.pages // 3), environment=_CREDENTIALS
            )
            again = run(there, "s3://records/x", "--jobs", "2", "--resume", environment=_CREDENTIALS)
            print(
                f"a third: status {first.returncode}; resumed: status {again.returncode}: {again.stderr.strip()[:160]}"
            )
            run(str(home / "crawl.warc.gz"), str(home / "local"), "--jobs", "2", "--no-report")
            mine = {path: data for path, data in seen(home / "local").items() if "/" in path}
            names = [found.removeprefix("records/x/") for found in store.find("records/x")]
            theirs = {
                found: store.cat_file(f"records/x/{found}")
                for found in names
                if found.count("/") and not found.startswith(".")
            }
            print(f"{len(mine)} files here, {len(theirs)} there; same bytes: {mine == theirs}")
            bad += mine != theirs or first.returncode != 0 or again.returncode != 0
    finally:
        server.stop()
    return 1 if bad else 0


def record(page: bytes, number: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/%d\r\nWARC-Date: 2024-03-01T06:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        % (number, number, len(block), block)
    )


if __name__ == "__main__":
    sys.exit(main())
