"""The delivery of events: to every listener, in order, exactly once a connection.

Committed events that follow a subscription's cursor are sent straight away; anything else (a gap, a missed wake-up,
a history under way) is read from the database, which is the truth. So delivery needs no order among tasks and no luck
with the bus.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

import structlog

from api.connection import Connection, Subscription
from api.gathering import PAGE_EVENTS, Gathered, gather, pages
from api.hub import Hub
from api.outbox import encode
from handoff.desk.common import Advance
from handoff.errors import Code, HandoffError
from handoff.model import Conversation, Event, Kind, State, Visitor, agent_key, visitor_key
from handoff.ports import Clock, Phrasebook, Store, Transaction
from handoff.transcript import for_agent, for_visitor

COME_BACK = 1011
log = structlog.get_logger(__name__)


class Delivery:
    """Events and transcripts to the connections of `hub`."""

    def __init__(self, hub: Hub, store: Store, phrasebook: Phrasebook, clock: Clock) -> None:
        self._hub = hub
        self._store = store
        self._phrasebook = phrasebook
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Ends what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- live --------------------------------------------------------------------------------------

    def advanced(self, advance: Advance) -> None:
        """A conversation has got new events, which are committed: sends them to whoever listens here."""
        if not advance.events:
            return
        owner = self._listening(
            advance.conversation, advance.visitor, advance.agent, advance.events[0].seq - 1
        )
        encoded = _Encoded(advance.events)
        for connection in self._hub.listeners(advance.conversation):
            self._deliver(connection, advance.conversation, encoded)
        self._assign_missing(owner, advance.conversation)

    def elsewhere(self, conversation: str, visitor: str, agent: str | None, first: int, last: int) -> None:
        """Another process has committed the events `first` to `last`: whoever listens here catches up."""
        owner = self._listening(conversation, visitor, agent, first - 1)
        for connection in self._hub.listeners(conversation):
            subscription = connection.subscriptions[conversation]
            if subscription.busy:
                subscription.dirty = True
            elif subscription.cursor < last:
                self._begin(connection, conversation, self._catch_up(connection, conversation))
        self._assign_missing(owner, conversation)

    async def recheck(self) -> None:
        """Catches up where a wake-up of another process was lost."""
        heads = self._hub.heads()
        for c in await self._store.read(lambda tx: tx.advanced_beyond(heads)) if heads else ():
            self.elsewhere(c.id, c.visitor, c.agent, heads[c.id] + 1, c.last_seq)

    def _listening(self, conversation: str, visitor: str, agent: str | None, before: int) -> list[Connection]:
        """Makes the visitor's connections listen from `before` on; returns the owner's connections."""
        owner = self._hub.of(agent_key(agent)) if agent is not None else []
        for connection in (*self._hub.of(visitor_key(visitor)), *owner):
            if not connection.ready:
                connection.held.setdefault(conversation, before)
            elif not connection.is_agent:
                connection.current = conversation
                self._hub.subscribe(connection, conversation, before)
        return owner

    def _assign_missing(self, owner: list[Connection], conversation: str) -> None:
        for connection in owner:
            if connection.ready and conversation not in connection.subscriptions:
                self.assign(connection, conversation)

    def follow(self, connection: Connection, conversation: Conversation) -> None:
        """A visitor's connection gets what comes after the state in which `conversation` was read."""
        connection.current = conversation.id
        self._hub.subscribe(connection, conversation.id, conversation.last_seq)

    def ready(self, connection: Connection) -> None:
        """Its `welcome` is in the outbox: what was held meanwhile may follow."""
        connection.ready = True
        for conversation, cursor in connection.held.items():
            if connection.is_agent:
                if conversation not in connection.subscriptions:
                    self.assign(connection, conversation)
                continue
            connection.current = conversation
            subscription = self._hub.subscribe(connection, conversation, cursor)
            if subscription.busy:
                subscription.dirty = True
            else:
                self._begin(connection, conversation, self._catch_up(connection, conversation))
        connection.held.clear()

    # -- transcripts -------------------------------------------------------------------------------

    def assign(self, connection: Connection, conversation: str) -> None:
        """Sends the owner the whole transcript, once a fence and connection, and what comes after it."""
        self._begin(connection, conversation, self._assign(connection, conversation))

    async def resume(self, connection: Connection, conversation: str, after: int) -> None:
        """Sends an agent what it lacks of a conversation it holds, then `assigned`; `unassigned` where it lost it."""
        await self._replay(connection, conversation, after, assigned=True)

    async def history(self, connection: Connection, conversation: str, after: int) -> None:
        """Sends the events after `after` in pages; live events wait until the last one.

        Returns once all are in the outbox. Raises not_found and not_yours.
        """
        await self._replay(connection, conversation, after, assigned=False)

    async def earlier(self, connection: Connection, conversation: str, after: int) -> None:
        """An agent reads what a visitor of theirs said before. Nothing live follows. Raises not_yours."""
        found = await self._gather(conversation)
        mine = await self._store.read(
            lambda tx: found is not None and _known_to(tx, connection.id, found.visitor)
        )
        if found is None or not mine:
            raise HandoffError(Code.NOT_YOURS, "the conversation is not yours")
        await self._send_history(connection, found, after)

    async def _replay(self, connection: Connection, conversation: str, after: int, *, assigned: bool) -> None:
        known = connection.subscriptions.get(conversation)
        subscription = known or self._hub.subscribe(connection, conversation, 0)
        await subscription.wait_idle()
        subscription.begin()
        try:
            found = await self._gather(conversation)
            if not self._may_read(connection, found):
                self._hub.unsubscribe(connection, conversation)
                self._refuse(connection, conversation, found)
                return
            assert found is not None
            await self._send_history(connection, found, after)
            if assigned and subscription.fence != found.conversation.fence:
                await self._send_assigned(connection, found, subscription)
            subscription.cursor = max(subscription.cursor, found.conversation.last_seq)
        finally:
            self._end(connection, conversation, subscription)

    async def _assign(self, connection: Connection, conversation: str) -> None:
        found = await self._gather(conversation)
        subscription = self._hub.subscribe(connection, conversation, 0)
        if found is None or not self._may_read(connection, found):
            self._hub.unsubscribe(connection, conversation)
            self._unassigned(connection, conversation, found)
            return
        if subscription.fence == found.conversation.fence:
            subscription.dirty = True  # assigned already: only what came since is missing
        else:
            await self._send_assigned(connection, found, subscription)
        self._end(connection, conversation, subscription)

    async def _send_assigned(
        self, connection: Connection, found: Gathered, subscription: Subscription
    ) -> None:
        """The whole transcript: `assigned`, and `history` pages for what does not fit into it."""
        conversation = found.conversation
        frames = [for_agent(event, connection.key, found.guesses.get(event.seq)) for event in found.events]
        brief = found.brief(self._phrasebook, self._clock())
        chunks = pages(frames, len(encode(brief).encode()))
        subscription.fence, subscription.cursor = conversation.fence, conversation.last_seq
        assigned = {
            "type": "assigned",
            "conversation": conversation.id,
            "fence": conversation.fence,
            "brief": brief,
            "events": chunks[0],
            "complete": len(chunks) == 1,
        }
        await connection.outbox.room()
        connection.send(assigned)
        online = self._hub.online(conversation.visitor)
        connection.send({"type": "presence", "conversation": conversation.id, "visitor_online": online})
        await self._send_chunks(connection, conversation.id, 0, chunks, first=1)

    async def _send_history(self, connection: Connection, found: Gathered, after: int) -> None:
        reset = after > found.conversation.last_seq  # a restored backup: the client is ahead of us
        later = [event for event in found.events if reset or event.seq > after]
        if connection.is_agent:
            frames = [for_agent(event, connection.key, found.guesses.get(event.seq)) for event in later]
        else:
            frames = [frame for event in later if (frame := for_visitor(event, connection.key)) is not None]
        await self._send_chunks(connection, found.conversation.id, after, pages(frames), reset=reset)

    async def _send_chunks(
        self,
        connection: Connection,
        conversation: str,
        after: int,
        chunks: list[list[dict[str, Any]]],
        *,
        first: int = 0,
        reset: bool = False,
    ) -> None:
        """The pages from `first` on, each when the reader has room for it."""
        for number in range(first, len(chunks)):
            await connection.outbox.room()
            page = {"type": "history", "conversation": conversation, "after": after, "events": chunks[number]}
            page["complete"] = number == len(chunks) - 1
            if reset and number == 0:
                page["reset"] = True
            connection.send(page)

    def _may_read(self, connection: Connection, found: Gathered | None) -> bool:
        if found is None:
            return False
        if connection.is_agent:
            return found.conversation.state is State.HUMAN and found.conversation.agent == connection.id
        return found.conversation.visitor == connection.id

    def _refuse(self, connection: Connection, conversation: str, found: Gathered | None) -> None:
        if connection.is_agent:
            self._unassigned(connection, conversation, found)
        elif found is None:
            raise HandoffError(Code.NOT_FOUND, "there is no such conversation")
        else:
            raise HandoffError(Code.NOT_YOURS, "the conversation is not yours")

    def _unassigned(self, connection: Connection, conversation: str, found: Gathered | None) -> None:
        reason = "not_yours" if found is None else found.conversation.reason
        connection.send({"type": "unassigned", "conversation": conversation, "reason": reason})

    async def _gather(self, conversation: str) -> Gathered | None:
        return await self._store.read(lambda tx: gather(tx, conversation))

    # -- one connection ----------------------------------------------------------------------------

    def _deliver(self, connection: Connection, conversation: str, encoded: _Encoded) -> None:
        subscription = connection.subscriptions[conversation]
        if subscription.busy:
            subscription.dirty = True
            return
        for event in encoded.events:
            if event.seq <= subscription.cursor:
                continue
            if event.seq > subscription.cursor + 1:
                self._begin(connection, conversation, self._catch_up(connection, conversation))
                return
            if not self._send_event(connection, subscription, event, encoded):
                return

    def _send_event(
        self, connection: Connection, subscription: Subscription, event: Event, encoded: _Encoded
    ) -> bool:
        """Sends one event that follows the cursor. False: the subscription has ended or begun anew with it."""
        moves = connection.is_agent and event.kind is Kind.STATE
        if moves and _makes_owner(event, connection.id) and subscription.fence != event.body["fence"]:
            self.assign(connection, event.conversation)
            return False
        subscription.cursor = event.seq
        if (text := encoded.text(connection, event)) is not None:
            connection.outbox.put(text)
        if moves and not _makes_owner(event, connection.id):
            reason = event.body["reason"]
            connection.send({"type": "unassigned", "conversation": event.conversation, "reason": reason})
            self._hub.unsubscribe(connection, event.conversation)
            return False
        return True

    async def _catch_up(self, connection: Connection, conversation: str) -> None:
        """Sends what the cursor lacks, from the database."""
        subscription = connection.subscriptions.get(conversation)
        if subscription is None:
            return
        while True:
            subscription.dirty = False
            events = await self._events_after(conversation, subscription.cursor)
            encoded = _Encoded(events)
            for event in events:
                if not self._send_event(connection, subscription, event, encoded):
                    return
            await connection.outbox.room()
            if len(events) < PAGE_EVENTS:
                break
        self._end(connection, conversation, subscription)

    async def _events_after(self, conversation: str, after: int) -> list[Event]:
        return await self._store.read(lambda tx: tx.events(conversation, after, PAGE_EVENTS))

    def _begin(self, connection: Connection, conversation: str, work: Coroutine[Any, Any, None]) -> None:
        """Runs a catch-up or an assignment by itself; live events wait from now on."""
        self._hub.subscribe(connection, conversation, 0).begin()
        task = asyncio.create_task(self._guard(connection, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _end(self, connection: Connection, conversation: str, subscription: Subscription) -> None:
        """What was older is sent; what came meanwhile is caught up."""
        subscription.end()
        if subscription.dirty and connection.subscriptions.get(conversation) is subscription:
            self._begin(connection, conversation, self._catch_up(connection, conversation))

    async def _guard(self, connection: Connection, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except HandoffError:
            connection.outbox.close(COME_BACK)  # the storage is out: the client comes back and resumes
        except Exception as error:  # noqa: BLE001 a connection that may lack events must not live on
            log.error("delivery failed", error=type(error).__name__)  # noqa: TRY400 its words may be a visitor\'s
            connection.outbox.close(COME_BACK)


class _Encoded:
    """Events as text, encoded once a kind of reader and not once a connection."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = tuple(events)
        self._texts: dict[tuple[int, bool, bool], str | None] = {}

    def text(self, connection: Connection, event: Event) -> str | None:
        """The event for this connection, None where it is not for it."""
        key = (event.seq, connection.is_agent, event.author == connection.key)
        if key not in self._texts:
            see = for_agent if connection.is_agent else for_visitor
            frame = see(event, connection.key)
            self._texts[key] = None if frame is None else encode(frame)
        return self._texts[key]


def _known_to(tx: Transaction, agent: str, visitor: Visitor) -> bool:
    """Whether the agent has a conversation with that person now, on this device or another."""
    people = [tx.get(Visitor, owned.visitor) for owned in tx.owned(agent)]
    return any(
        p is not None and (p.id == visitor.id or (p.customer is not None and p.customer == visitor.customer))
        for p in people
    )


def _makes_owner(event: Event, agent: str) -> bool:
    return bool(event.body["to"] == State.HUMAN and event.body.get("agent", {}).get("id") == agent)
