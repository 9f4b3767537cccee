"""The bus inside one process: who publishes hears nothing back, everybody else who subscribed does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class MemoryBus:
    """Implements `handoff.ports.Bus`. Two of them `joined` stand for two processes."""

    def __init__(self, joined: list[MemoryBus] | None = None) -> None:
        self._members = joined if joined is not None else []
        self._members.append(self)
        self._subscribers: list[Callable[[bytes], None]] = []

    @property
    def connected(self) -> bool:
        return True

    def publish(self, message: bytes) -> None:
        for member in self._members:
            if member is not self:
                for deliver in list(member._subscribers):  # noqa: SLF001 a member of the same bus
                    deliver(message)

    @asynccontextmanager
    async def subscribe(self, deliver: Callable[[bytes], None]) -> AsyncIterator[None]:
        self._subscribers.append(deliver)
        try:
            yield
        finally:
            self._subscribers.remove(deliver)
