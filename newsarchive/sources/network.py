"""Reach public hosts and no others: a name is resolved once, its addresses are judged, and those judged are connected to.

Only ``sources.fetch`` uses this, and only where the user has asked for it; needs httpx.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread
from typing import Any, TypeAlias

import httpcore
import httpx

__all__ = ["Connect", "PublicNetwork", "PublicTransport", "Refused", "Resolve", "is_public"]

Resolve: TypeAlias = Callable[[str, int, float], list[str]]
Connect: TypeAlias = Callable[[str, int, float], httpcore.NetworkStream]

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1: given up, and never a host of the web


class Refused(Exception):
    """A host must not be asked, or cannot be; the message says why."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open network, whatever way it is written.

    Private, shared, loopback, link-local, multicast and reserved addresses are not (IANA special-purpose registries), nor are
    IPv6 addresses that stand for an IPv4 address by a way that no name server answers with.

    >>> [is_public(each) for each in ("93.184.216.34", "10.0.0.1", "::ffff:93.184.216.34", "fe80::1%eth0")]
    [True, False, False, False]
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.scope_id or found.ipv4_mapped or found.sixtofour or found.teredo or found in _COMPATIBLE:
            return False
        if found in _NAT64:
            found = IPv4Address(found.packed[-4:])
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_private or found.is_loopback or found.is_link_local
    )


class PublicNetwork(httpcore.NetworkBackend):
    """Connect to public hosts until a deadline; ``resolve`` and ``connect`` are there to be replaced in tests.

    ``until`` is a moment of the monotonic clock: whatever is done on the way, connecting, TLS, each read, ends by then.
    """

    def __init__(self, *, resolve: Resolve | None = None, connect: Connect | None = None) -> None:
        self.until = 0.0
        self._resolve = resolve or _resolved
        self._connect = connect or _connected

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve the name, and connect to the first of its addresses that answers; one bad address refuses the name.

        Raises:
            Refused: the name has no address, or one that is not public, or none answers.
        """
        del timeout, local_address, socket_options
        addresses = self._resolve(host, port, self.left())
        if not addresses:
            raise Refused(f"{host} has no address")
        for address in addresses:
            # A name with one public and one private address is the trick of those who rebind names.
            if not is_public(address):
                raise Refused(f"{host} is at {address}, which is no public address")
        said = ""
        for address in addresses:
            try:
                return _Timed(self._connect(address, port, self.left()), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
                said = str(error) or type(error).__name__
        raise Refused(f"{host} cannot be reached ({said})")

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            Refused: none are.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise Refused("it takes too long")
        return left


class PublicTransport(httpx.BaseTransport):
    """Carry the requests of an httpx client over a network of our own; no connection is kept, so there is none to close."""

    def __init__(self, network: PublicNetwork) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return the answer, its body not read yet."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), request=request)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Timed(httpcore.NetworkStream):
    """A connection of which every step ends by the deadline of the network: a server that drips gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, network: PublicNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._network.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        try:
            left = self._network.left()
            return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._network)
        except BaseException:
            self._stream.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolved(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a name; the resolver of the system knows no time limit, so it is left to itself after it."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return list(found)


def _connected(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)
