"""One live socket as the rest of the edge sees it: whose it is, what it listens to, its outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from api.outbox import Outbox, encode


class Subscription:
    """A cursor: `cursor` is the last `seq` of the conversation that this connection has been dealt.

    While history, a catch-up or an assignment is under way it is busy and live events only mark it `dirty`.
    `fence` is the one under which an agent was `assigned` the conversation.
    """

    __slots__ = ("_idle", "cursor", "dirty", "fence")

    def __init__(self, cursor: int) -> None:
        self.cursor = cursor
        self.dirty = False
        self.fence: int | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def busy(self) -> bool:
        """Whether something older than the live events is being sent."""
        return not self._idle.is_set()

    def begin(self) -> None:
        """Live events wait from now on."""
        self._idle.clear()

    def end(self) -> None:
        """Live events may pass again."""
        self._idle.set()

    async def wait_idle(self) -> None:
        """Returns when nothing is under way."""
        while self.busy:
            await self._idle.wait()


@dataclass(eq=False, slots=True)
class Connection:
    """One socket. `key` is the author key, `id` the visitor's or agent's id.

    Until its `welcome` is sent it is not `ready`: events that come meanwhile are `held`, as the cursor from which to
    catch up. `current` is a visitor's conversation; `offers`, `queue` and `status` are what was last shown of the line.
    """

    key: str
    id: str
    is_agent: bool
    outbox: Outbox
    session: str | None = None
    ready: bool = False
    held: dict[str, int] = field(default_factory=dict)
    current: str | None = None
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    queue: tuple[object, ...] | None = None
    status: str | None = None

    def send(self, frame: dict[str, Any]) -> None:
        """Puts a frame into the outbox."""
        self.outbox.put(encode(frame))
