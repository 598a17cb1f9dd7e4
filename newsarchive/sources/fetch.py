"""Fetch the pictures of a page from the network: only where the user asks for it, and within the user's limits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct

from newsarchive._version import __version__
from newsarchive.errors import MissingLibrary
from newsarchive.notes import Account, Note

if TYPE_CHECKING:
    import httpx

    from newsarchive.sources.network import PublicNetwork

__all__ = ["FETCH", "FetchLimits", "Fetcher", "ready"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "image/*",
    # A packed answer could unpack to anything; pictures are packed as they are.
    "Accept-Encoding": "identity",
    "User-Agent": f"newsarchive/{__version__}",
}


class FetchLimits(Struct, frozen=True, kw_only=True):
    """How much may be fetched for one page.

    ``bytes`` and ``seconds`` are those of one picture, its redirects included; ``page_seconds`` those of all pictures of a page,
    ``count`` how many addresses of a page are asked, ``redirects`` how many times a picture may point elsewhere.
    """

    bytes: int = 16 << 20
    seconds: float = 10.0
    count: int = 20
    page_seconds: float = 30.0
    redirects: int = 5


FETCH = FetchLimits()


def ready() -> None:
    """Make sure that pictures can be fetched.

    Raises:
        MissingLibrary: httpx is not installed.
    """
    try:
        import httpx  # noqa: F401
    except ImportError as error:
        raise MissingLibrary("fetching pictures needs httpx; pip install 'newsarchive[fetch]'") from error


class Fetcher:
    """The pictures of one page, from the network; each address is asked once, and each failure is a note (NA109).

    Only ``http`` and ``https`` are asked, without cookies, referrer or proxy. Each host, that of a redirect as well, must be a
    public one (see ``sources.network``). What comes back is not verified here: decoding does that, as for every picture.
    """

    def __init__(self, limits: FetchLimits = FETCH, *, notes: Account, network: PublicNetwork | None = None) -> None:
        """Fetch within ``limits``; ``network`` replaces the way to the hosts in tests.

        Raises:
            MissingLibrary: httpx is not installed.
        """
        ready()
        self._limits = limits
        self._notes = notes
        self._network = network
        self._transport: httpx.BaseTransport | None = None
        self._had: dict[str, bytes | None] = {}
        self._until: float | None = None

    def __call__(self, url: str) -> bytes | None:
        """Return the bytes at an address, or None."""
        address = url.partition("#")[0]
        if not address.lower().startswith(("http:", "https:")):
            return None
        if address not in self._had:
            data, problem = self._within_limits(address)
            self._had[address] = data
            if problem:
                self._notes.add(Note("NA109", "picture", f"cannot be fetched: {problem}", url[:2000]))
        return self._had[address]

    def _within_limits(self, address: str) -> tuple[bytes | None, str]:
        limits = self._limits
        if len(self._had) >= limits.count:
            return None, f"over the limit of {limits.count} pictures a page"
        now = time.monotonic()
        self._until = self._until or now + limits.page_seconds
        if now >= self._until:
            return None, f"the pictures of this page have taken {limits.page_seconds:g} seconds, which is the limit"
        return self._fetched(address, until=min(now + limits.seconds, self._until))

    def _fetched(self, address: str, *, until: float) -> tuple[bytes | None, str]:
        """Return the bytes, or None and what was wrong."""
        import httpcore
        import httpx

        from newsarchive.sources.network import PublicNetwork, PublicTransport, Refused

        # Made for the first picture: most pages have none that must be fetched, and loading the certificates takes its time.
        self._network = self._network or PublicNetwork()
        self._transport = self._transport or PublicTransport(self._network)
        self._network.until = until
        try:
            # A client for each picture: what one server sets is not shown to another.
            with httpx.Client(transport=self._transport, trust_env=False) as client:
                return self._followed(client, httpx.URL(address))
        except (Refused, _Problem) as error:
            return None, str(error)
        except (httpcore.TimeoutException, TimeoutError):
            return None, "it takes too long"
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            return None, _said(error)
        except Exception as error:  # noqa: BLE001 - httpcore has an error for each step, and none of them may stop the page
            return None, _said(error)

    def _followed(self, client: httpx.Client, url: httpx.URL) -> tuple[bytes | None, str]:
        for _ in range(self._limits.redirects + 1):
            if url.scheme not in ("http", "https") or not url.host:
                raise _Problem(f"{url.scheme or 'an address without a scheme'} is not asked, only http and https")
            if url.userinfo:
                raise _Problem("the address holds a name and a password")
            with client.stream("GET", url, headers=_HEADERS, follow_redirects=False) as answer:
                if answer.status_code not in _REDIRECTS:
                    return self._body(answer), ""
                to = answer.headers.get("location")
                if not to:
                    raise _Problem(f"the server answers {answer.status_code} and not where to")
                url = url.join(to)
        raise _Problem(f"over the limit of {self._limits.redirects} redirects")

    def _body(self, answer: httpx.Response) -> bytes:
        limit = self._limits.bytes
        if answer.status_code != 200:
            raise _Problem(f"the server answers {answer.status_code}")
        if answer.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise _Problem("the server packs the picture, though it was asked not to")
        said = answer.headers.get("content-length", "")
        if said.isdigit() and int(said) > limit:
            raise _Problem(f"{said} bytes are over the limit of {limit}")
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_raw():
            size += len(part)
            if size > limit:
                raise _Problem(f"over the limit of {limit} bytes")
            parts.append(part)
        if not size:
            raise _Problem("the answer is empty")
        return b"".join(parts)


class _Problem(Exception):
    """What is wrong with an address or an answer."""


def _said(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__
