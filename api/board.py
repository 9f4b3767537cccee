"""The line as people see it: offers and the waiting list to agents, their place to visitors. Ephemeral.

Whatever changed, the board is read once in one snapshot, and each connection is sent what is new to it. So nothing
has to remember who must hear of what, and another process's changes show the same way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from api.connection import Connection
from api.gathering import Gathered, gather
from api.hub import Hub
from api.outbox import encode
from handoff.desk.admin import Colleague, staff
from handoff.desk.common import is_suitable
from handoff.errors import HandoffError
from handoff.model import Conversation, Status, visitor_key
from handoff.ports import Clock, Phrasebook, Store, Transaction
from handoff.records import Offer
from handoff.routing import Waiting, in_line
from handoff.transcript import timestamp

RETRY_SECONDS = 1.0
GATHER_SECONDS = 0.02  # changes that come together are shown together
LISTS_SECONDS = 0.5  # between two lists
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A waiting visitor's place: `position` from 1 among those of the same language, `available`: somebody is free.

    `since` tells one wait from the next.
    """

    since: int
    position: int
    available: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The line at one moment, and who is there to shorten it: `statuses` by agent."""

    waiting: list[dict[str, Any]]
    colleagues: list[dict[str, Any]]
    statuses: Mapping[str, Status]
    places: Mapping[str, tuple[str, Place]]
    offers: Mapping[str, Offer]


class Board:
    """Tells the connections of `hub` when the line has changed."""

    def __init__(self, hub: Hub, store: Store, phrasebook: Phrasebook, clock: Clock, answer_ms: int) -> None:
        self._hub = hub
        self._store = store
        self._phrasebook = phrasebook
        self._clock = clock
        self._answer_ms = answer_ms
        self._changed = asyncio.Event()
        self._lists_sent: dict[str, str] = {}
        self._lists_again: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """The line, an offer or somebody's presence has changed."""
        self._changed.set()

    async def run(self) -> None:
        """Shows every change until cancelled; changes that come together are shown together."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._changed.clear()
            try:
                await self._show()
            except HandoffError:
                await asyncio.sleep(RETRY_SECONDS)
                self._changed.set()

    async def snapshot(self) -> Snapshot:
        """The line now."""
        return await self._store.read(self._read)

    async def offer_frames(self, snapshot: Snapshot, connection: Connection) -> list[dict[str, Any]]:
        """What is offered to an agent and not shown on this connection yet."""
        frames = []
        for offer in snapshot.offers.values():
            if offer.agent != connection.id or connection.offers.get(offer.conversation) == offer.expires_at:
                continue
            found = await self._gather(offer.conversation)
            if found is None or offer.conversation in connection.subscriptions:
                continue  # accepted since the board was read
            connection.offers[offer.conversation] = offer.expires_at
            frames.append(
                {
                    "conversation": offer.conversation,
                    "brief": found.brief(self._phrasebook, self._clock()),
                    "expires_at": timestamp(offer.expires_at),
                }
            )
        return frames

    async def available(self, lang: str) -> bool:
        """Whether somebody with the language is online and free."""
        return await self._store.read(lambda tx: _free(tx)(lang))

    async def place(self, connection: Connection) -> None:
        """Tells one visitor's connection its place, if its conversation waits."""
        self._show_places(await self.snapshot(), [connection])

    # -- how ---------------------------------------------------------------------------------------

    async def _show(self) -> None:
        snapshot = await self.snapshot()
        agents = self._hub.agents()
        for connection in agents:
            self._withdraw(snapshot, connection)
            for frame in await self.offer_frames(snapshot, connection):
                connection.send({"type": "offer", **frame})
            self._show_status(snapshot, connection)
        self._show_lists(snapshot, agents)
        visitors = [
            c for _, (visitor, _) in snapshot.places.items() for c in self._hub.of(visitor_key(visitor))
        ]
        self._show_places(snapshot, visitors)

    def _show_status(self, snapshot: Snapshot, connection: Connection) -> None:
        """The agent's own status, which another tab or the service itself may have changed."""
        status = snapshot.statuses.get(connection.id)
        if status is not None and connection.status != status:
            connection.status = status
            connection.outbox.put_ephemeral(encode({"type": "status", "status": status}))

    def _show_lists(self, snapshot: Snapshot, agents: list[Connection]) -> None:
        """Line and colleagues, whole, but not more often than people read: a long line changes all the time."""
        if self._lists_again is not None:
            return
        for kind, items in (("waiting", snapshot.waiting), ("colleagues", snapshot.colleagues)):
            frame = encode({"type": kind, "items": items})
            if frame == self._lists_sent.get(kind):
                continue
            self._lists_sent[kind] = frame
            for connection in agents:
                connection.outbox.put_ephemeral(frame)
            self._lists_again = asyncio.get_running_loop().call_later(LISTS_SECONDS, self._may_show_lists)

    def _may_show_lists(self) -> None:
        self._lists_again = None
        self._changed.set()

    def _withdraw(self, snapshot: Snapshot, connection: Connection) -> None:
        for conversation, expires_at in list(connection.offers.items()):
            offer = snapshot.offers.get(conversation)
            if offer is not None and offer.agent == connection.id and offer.expires_at == expires_at:
                continue
            del connection.offers[conversation]
            if conversation in connection.subscriptions:
                continue  # accepted by this agent: `assigned` says so
            reason = "lapsed" if expires_at <= self._clock() else "gone"
            connection.send({"type": "offer_withdrawn", "conversation": conversation, "reason": reason})

    def _show_places(self, snapshot: Snapshot, connections: list[Connection]) -> None:
        for connection in connections:
            found = snapshot.places.get(connection.current or "")
            place = None if found is None else found[1]
            shown = (connection.current, place)
            if place is None or not connection.ready or connection.queue == shown:
                continue
            connection.queue = shown
            frame = {"type": "queue", "position": place.position, "eta_s": None, "available": place.available}
            connection.outbox.put_ephemeral(encode(frame))

    def _read(self, tx: Transaction) -> Snapshot:
        queued = {c.id: c for c in tx.queued()}
        free = _free(tx)
        line = in_line([Waiting(c.id, c.lang, c.queued_at or 0, c.front, None, {}) for c in queued.values()])
        places: dict[str, tuple[str, Place]] = {}
        ahead: dict[str, int] = {}
        for waiting in line:
            ahead[waiting.lang] = ahead.get(waiting.lang, 0) + 1
            place = Place(waiting.queued_at, ahead[waiting.lang], free(waiting.lang))
            places[waiting.conversation] = (queued[waiting.conversation].visitor, place)
        names = tx.names_in_line()
        items = [_item(queued[w.conversation], "chat", w.queued_at, names, self._answer_ms) for w in line]
        items += [_item(c, str(c.item), c.item_at, names) for c in tx.items()]
        team = [member for member in staff(tx) if not member.agent.disabled]
        return Snapshot(
            items,
            [_colleague(member) for member in team],
            {member.agent.id: member.agent.status for member in team},
            places,
            {offer.conversation: offer for offer in tx.offers()},
        )

    async def _gather(self, conversation: str) -> Gathered | None:
        return await self._store.read(lambda tx: gather(tx, conversation))


def _free(tx: Transaction) -> Callable[[str], bool]:
    """Whether somebody with a language is online and has room, as a question that is cheap to ask often."""
    loads = tx.loads()
    free = [a for a in tx.connected_agents() if a.status is Status.ONLINE and loads.get(a.id, 0) < a.capacity]
    return lambda lang: any(is_suitable(agent, lang) for agent in free)


def _item(
    conversation: Conversation,
    kind: str,
    since: int | None,
    names: Mapping[str, str],
    promised_ms: int | None = None,
) -> dict[str, Any]:
    since = since or conversation.opened_at
    item: dict[str, Any] = {
        "conversation": conversation.id,
        "kind": kind,
        "since": timestamp(since),
        "reason": conversation.reason,
        "lang": conversation.lang,
        "skill": conversation.skill,
        "last_text": conversation.last_text,
    }
    if promised_ms is not None:
        item["due_at"] = timestamp(since + promised_ms)
    if name := names.get(conversation.visitor):
        item["name"] = name
    if url := conversation.page.get("url"):
        item["page"] = url
    return item


def _colleague(member: Colleague) -> dict[str, Any]:
    agent = member.agent
    return {
        "id": agent.id,
        "name": agent.name,
        "status": agent.status,
        "connected": member.connected,
        "skills": list(agent.skills),
        "languages": list(agent.languages),
        "open": member.open,
        "capacity": agent.capacity,
    }
