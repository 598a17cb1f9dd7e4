"""Say how much a source may hold, whatever its headers claim."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["LIMITS", "Limits"]

_MB = 1 << 20


class Limits(Struct, frozen=True, kw_only=True):
    """Limits on what is read, in bytes unless said otherwise.

    ``page`` is the size of one page once it is unpacked. ``unpacked`` is what one archive may unpack to in total,
    or ``ratio`` times its own size where that is more. ``members`` is the number of members of one archive,
    ``depth`` how many archives may lie in each other, ``layers`` how many content codings a body may have.
    ``object`` is what may be copied from a store to the disk at a time. ``lines`` is what packed JSON lines or a packed feed may
    unpack to, or ``ratio`` times what was read of them.
    """

    page: int = 64 * _MB
    unpacked: int = 2048 * _MB
    ratio: int = 100
    members: int = 1_000_000
    depth: int = 2
    layers: int = 4
    object: int = 64 * 1024 * _MB
    lines: int = 256 * _MB

    def unpacked_of(self, size: int) -> int:
        """Return what an archive of this size may unpack to."""
        return max(self.unpacked, self.ratio * size)


LIMITS = Limits()
