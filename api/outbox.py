"""What waits to be written to one connection: bounded, drained by one writer task (docs/protocol.md, "Heartbeat")."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

LIMIT = 1024 * 1024  # bytes
ROOM = LIMIT // 4  # what history leaves to live events
BEAT_SECONDS = 20.0
BEAT = '{"type":"beat"}'
SLOW = 4001


def encode(frame: dict[str, Any]) -> str:
    """A frame as JSON, UTF-8 without escapes."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


class Outbox:
    """Frames in order. A reader too slow for `LIMIT` bytes is closed with 4001 and resumes later.

    `close` is a property of the outbox: the first reason to close wins, and nothing is put in after it.
    """

    def __init__(self, beat_seconds: float = BEAT_SECONDS) -> None:
        self._frames: deque[tuple[str, int]] = deque()
        self._size = 0
        self._beat_seconds = beat_seconds
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self.closing: int | None = None
        self._closed = asyncio.Event()

    def put(self, text: str) -> None:
        """Adds a frame that must arrive; one too many closes the connection."""
        if self.closing is not None:
            return
        size = len(text) if text.isascii() else len(text.encode())
        if self._size + size > LIMIT and self._frames:
            self.close(SLOW)
            return
        self._frames.append((text, size))
        self._size += size
        if self._size > ROOM:
            self._room.clear()
        self._changed.set()

    def put_ephemeral(self, text: str) -> None:
        """Adds a frame that may be lost: it is dropped while the reader is behind."""
        if self._room.is_set():
            self.put(text)

    def close(self, code: int) -> None:
        """The connection is to be closed with `code` once what is in the outbox is written; 4001 at once."""
        if self.closing is None:
            self.closing = code
            if code == SLOW:
                self._frames.clear()
                self._size = 0
            self._room.set()
            self._changed.set()
            self._closed.set()

    async def room(self) -> None:
        """Waits until the reader has caught up enough for another page of history."""
        await self._room.wait()

    async def wait_closed(self) -> None:
        """Waits until somebody asked to close."""
        await self._closed.wait()

    async def drain(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Writes frames, and a beat after a silence, until it is to be closed and is empty."""
        while True:
            while self._frames:
                text, size = self._frames.popleft()
                self._size -= size
                if self._size <= ROOM:
                    self._room.set()
                await send(text)
            if self.closing is not None:
                return
            self._changed.clear()
            try:
                async with asyncio.timeout(self._beat_seconds):
                    await self._changed.wait()
            except TimeoutError:
                self.put(BEAT)
