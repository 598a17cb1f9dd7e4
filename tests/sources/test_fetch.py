"""Pictures from the network: the rule on addresses, and a server of our own behind a network that the test makes up."""

from __future__ import annotations

import io
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from newsarchive.model.media import MediaFile
from newsarchive.notes import Account
from newsarchive.sources.fetch import Fetcher, FetchLimits
from newsarchive.sources.network import PublicNetwork, is_public
from newsarchive.sources.pictures import Pictures

PUBLIC = "93.184.216.34"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 60, 20)).save(out, "PNG")
    return out.getvalue()


class Server:
    """A server on loopback that counts who asks; hosts are at a public address, as the test's resolver says."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.heads: list[dict[str, str]] = []
        self.connected: list[str] = []
        self.resolved: list[str] = []
        self.addresses: dict[str, list[str]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.headers["Host"], self.path))
                outer.heads.append({name.lower(): value for name, value in self.headers.items()})
                outer.answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = to.path
        if path.startswith("/to/"):
            self._send(to, 302, b"", Location=path.removeprefix("/to/"))
        elif path == "/loop":
            self._send(to, 302, b"", Location="/loop")
        elif path == "/nowhere":
            self._send(to, 302, b"")
        elif path == "/404":
            self._send(to, 404, picture())
        elif path == "/packed":
            self._send(to, 200, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
        elif path == "/html":
            self._send(to, 200, b"<html>no picture</html>")
        elif path == "/empty":
            self._send(to, 200, b"")
        elif path == "/cookie":
            self._send(to, 302, b"", Location="/dot.png", **{"Set-Cookie": "who=you"})
        elif path == "/endless":
            to.send_response(200)
            to.end_headers()
            self._drip(to, bytes(65536), 0)
        elif path == "/slow":
            to.send_response(200)
            to.end_headers()
            self._drip(to, b"x", 0.05)
        else:
            self._send(to, 200, picture())

    def _drip(self, to: BaseHTTPRequestHandler, piece: bytes, pause: float) -> None:
        try:
            for _ in range(400):
                to.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            pass

    def _send(self, to: BaseHTTPRequestHandler, status: int, body: bytes, **fields: str) -> None:
        to.send_response(status)
        to.send_header("Content-Length", str(len(body)))
        for name, value in fields.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    def resolve(self, host: str, *_: float) -> list[str]:
        self.resolved.append(host)
        return self.addresses.get(host, [PUBLIC])

    def connect(self, address: str, _: int, seconds: float) -> httpcore.NetworkStream:
        # Only what the rule has let pass arrives here; the test alone knows that it is this machine.
        self.connected.append(address)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.server.server_port, timeout=seconds)

    def fetcher(self, **limits: float) -> tuple[Fetcher, Account]:
        notes = Account()
        network = PublicNetwork(resolve=self.resolve, connect=self.connect)
        return Fetcher(FetchLimits(**limits), notes=notes, network=network), notes


@pytest.fixture
def server():
    made = Server()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_picture_is_fetched_once_from_the_address_that_was_judged(server: Server) -> None:
    fetch, notes = server.fetcher()
    assert fetch("http://pictures.example/dot.png#top") == picture()
    assert fetch("http://pictures.example/dot.png") == picture()
    assert server.asked == [("pictures.example", "/dot.png")]
    assert (server.resolved, server.connected) == (["pictures.example"], [PUBLIC])
    assert len(notes) == 0
    told = server.heads[0]
    assert told["user-agent"].startswith("newsarchive/")
    assert told["accept-encoding"] == "identity"
    assert not {"cookie", "referer", "authorization"} & set(told)


def test_a_fetched_picture_is_verified_like_every_other(server: Server) -> None:
    fetch, notes = server.fetcher()

    def raw(url: str) -> MediaFile | None:
        data = fetch(url)
        return MediaFile(data, "", 0, 0) if data else None

    pictures = Pictures(raw, notes=notes)
    assert pictures("http://pictures.example/dot.png") == MediaFile(picture(), "image/png", 40, 20)
    assert pictures("http://pictures.example/html") is None
    assert [note.code for note in notes] == ["NA109"]


@pytest.mark.parametrize(
    "path, said",
    [
        ("/404", "answers 404"),
        ("/packed", "packs"),
        ("/empty", "empty"),
        ("/loop", "limit of 5 redirects"),
        ("/nowhere", "not where to"),
        ("/endless", "limit of 100000 bytes"),
        ("/slow", "too long"),
        ("/to/file:///etc/passwd", "only http and https"),
        ("/to/ftp://pictures.example/dot.png", "only http and https"),
        ("/to/http://name:secret@pictures.example/dot.png", "name and a password"),
        ("/to/http://inside.example/dot.png", "is at 10.0.0.7, which is no public address"),
        ("/to/http://169.254.169.254/latest/meta-data/", "no public address"),
        ("/to/http://[::1]/", "no public address"),
    ],
)
def test_each_failure_is_a_note(server: Server, path: str, said: str) -> None:
    server.addresses = {
        "inside.example": ["10.0.0.7"],
        "169.254.169.254": ["169.254.169.254"],
        "::1": ["::1"],
        "[::1]": ["::1"],
    }
    fetch, notes = server.fetcher(bytes=100_000, seconds=0.6)
    url = f"http://pictures.example{path}"
    assert fetch(url) is None
    assert [(note.code, note.text) for note in notes] == [("NA109", url)]
    assert said in notes[0].reason
    assert {host for host, _ in server.asked} == {"pictures.example"}


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [PUBLIC, "192.168.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%lo"], []])
def test_a_host_with_one_bad_address_is_not_asked(server: Server, addresses: list[str]) -> None:
    server.addresses = {"bad.example": addresses}
    fetch, notes = server.fetcher()
    assert fetch("http://bad.example/dot.png") is None
    assert server.connected == []
    assert len(notes) == 1


def test_a_name_is_resolved_once_so_that_it_cannot_be_rebound(server: Server) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]

    def resolve(host: str, port: int, seconds: float) -> list[str]:
        return answers.pop(0)

    network = PublicNetwork(resolve=resolve, connect=server.connect)
    assert Fetcher(notes=Account(), network=network)("http://rebound.example/dot.png") == picture()
    assert server.connected == [PUBLIC]
    assert answers == [["127.0.0.1"]]


def test_limits_hold_for_the_page_as_a_whole(server: Server) -> None:
    fetch, notes = server.fetcher(count=2)
    got = [fetch(f"http://pictures.example/{number}.png") for number in range(4)]
    assert [each is not None for each in got] == [True, True, False, False]
    assert len(server.asked) == 2
    assert all("limit of 2 pictures" in note.reason for note in notes)
    fetch, notes = server.fetcher(seconds=0.2, page_seconds=0.2)
    assert fetch("http://pictures.example/slow") is None
    assert fetch("http://pictures.example/dot.png") is None
    assert "limit" in notes[1].reason


def test_what_one_server_sets_is_not_shown_to_another_picture(server: Server) -> None:
    fetch, _ = server.fetcher()
    assert fetch("http://pictures.example/cookie") == picture()
    assert fetch("http://pictures.example/other.png") == picture()
    assert "cookie" not in server.heads[-1]


@pytest.mark.parametrize("url", ["pictures/a.png", "file:///etc/passwd", "data:image/png;base64,AAAA", "cid:1", ""])
def test_other_addresses_are_nobodys_business(server: Server, url: str) -> None:
    fetch, notes = server.fetcher()
    assert fetch(url) is None
    assert len(notes) == 0
    assert server.resolved == []


@pytest.mark.parametrize(
    "url", ["http://", "http:///a", "http://[", "https://exa mple/\x00", "http://" + "a" * 300, "http://x:99999/"]
)
def test_odd_addresses_are_a_note(server: Server, url: str) -> None:
    fetch, notes = server.fetcher()
    fetch(url)
    assert len(notes) + len(server.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.168.1.1",
        "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::10.0.0.1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::1", "fc00::1", "fe80::1", "fe80::1%eth0", "ff02::1", "2001:db8::1", "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::1.1.1.1"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_disguise_of_a_closed_address_is_public(address) -> None:
    if not is_public(str(address)):
        assert not is_public(f"::ffff:{address}")
        assert not is_public(f"64:ff9b::{address}")
        assert not is_public(f"::{address}")


def test_the_resolver_of_the_system_knows_this_machine_and_no_nonsense() -> None:
    notes = Account()
    fetch = Fetcher(notes=notes)
    assert fetch("http://127.1/dot.png") is None
    assert fetch("http://2130706433/dot.png") is None
    assert fetch("https://localhost/dot.png") is None
    assert all("no public address" in note.reason or "has no address" in note.reason for note in notes)
    # A bare root has no hosts file, and no name for itself.
    assert any("no public address" in note.reason for note in notes)


class Disguised(httpcore.NetworkStream):
    """A plain connection that notes what TLS is asked of it."""

    def __init__(self, stream: httpcore.NetworkStream, asked: list[tuple[str | None, bool, ssl.VerifyMode]]) -> None:
        self.stream = stream
        self.asked = asked

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, _: float | None = None):
        self.asked.append((server_hostname, ssl_context.check_hostname, ssl_context.verify_mode))
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout)

    def close(self) -> None:
        self.stream.close()

    def get_extra_info(self, _: str) -> object:
        return None


def test_the_certificate_is_that_of_the_name_and_not_of_the_address(server: Server) -> None:
    asked: list[tuple[str | None, bool, ssl.VerifyMode]] = []

    def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        assert (address, port) == (PUBLIC, 443)
        return Disguised(server.connect(address, port, seconds), asked)

    network = PublicNetwork(resolve=server.resolve, connect=connect)
    assert Fetcher(notes=Account(), network=network)("https://pictures.example/dot.png") == picture()
    assert asked == [("pictures.example", True, ssl.CERT_REQUIRED)]
