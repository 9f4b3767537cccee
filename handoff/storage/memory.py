"""The store in memory: a real one, for tests and for reading what a store must do. Lost with the process."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handoff.model import Agent, Conversation, Event, Kind, State, Visitor
from handoff.ports import Conflict, R, Transaction
from handoff.records import Guessed, Link, Offer, Presence, Process, Refusal, Session
from handoff.storage.rows import RECORDS

UNIQUE = {Visitor: "token_hash", Agent: "name"}


class MemoryStore:
    """Implements `handoff.ports.Store`. One event loop, no await inside a transaction: they cannot overlap."""

    def __init__(self) -> None:
        self._rows: dict[type, dict[tuple[object, ...], Any]] = {record: {} for record in RECORDS}

    async def write(self, work: Callable[[Transaction], R], then: Callable[[R], None] | None = None) -> R:
        transaction = MemoryTransaction(self._rows)
        try:
            result = work(transaction)
        except BaseException:
            transaction.undo()
            raise
        if then is not None:
            then(result)
        return result

    async def read(self, work: Callable[[Transaction], R]) -> R:
        return work(MemoryTransaction(self._rows))

    async def close(self) -> None:
        return None


class MemoryTransaction:
    """Implements `handoff.ports.Transaction` on dictionaries, with an undo log. Records go in and out as copies."""

    def __init__(self, rows: dict[type, dict[tuple[object, ...], Any]]) -> None:
        self._rows = rows
        self._undo: list[Callable[[], None]] = []

    def undo(self) -> None:
        """Takes everything back that was written."""
        while self._undo:
            self._undo.pop()()

    # -- records -----------------------------------------------------------------------------------

    def get(self, record: type[R], *key: object) -> R | None:
        found = self._rows[record].get(key)
        return None if found is None else _copy(found)

    def add(self, record: object) -> None:
        kind, key = type(record), _key(record)
        if key in self._rows[kind] or self._breaks_unique(record):
            raise Conflict
        self._put(kind, key, record)
        self._add_fresh(record)

    def save(self, record: object) -> None:
        kind, key = type(record), _key(record)
        if isinstance(record, Conversation):
            stored = self._rows[kind].get(key)
            moves = sum(event.kind is Kind.STATE for event in record.fresh)
            loaded = (record.fence - moves, record.last_seq - len(record.fresh))
            if stored is None or (stored.fence, stored.last_seq) != loaded:
                raise Conflict
        if self._breaks_unique(record):
            raise Conflict
        if key in self._rows[kind]:
            self._put(kind, key, record)
        self._add_fresh(record)

    def remove(self, record: type, *key: object) -> None:
        old = self._rows[record].pop(key, None)
        if old is not None:
            self._undo.append(lambda: self._rows[record].__setitem__(key, old))

    # -- queries -----------------------------------------------------------------------------------

    def visitor_by_token(self, token_hash: str) -> Visitor | None:
        return next(iter(self._select(Visitor, lambda v: v.token_hash == token_hash)), None)

    def open_conversation(self, visitor: str) -> Conversation | None:
        return next(iter(self._select(Conversation, lambda c: c.visitor == visitor and c.is_open)), None)

    def last_conversation(self, visitor: str) -> Conversation | None:
        mine = self._select(Conversation, lambda c: c.visitor == visitor)
        return min(mine, key=lambda c: (-c.opened_at, c.id), default=None)

    def conversations_before(self, visitor: Visitor, opened_at: int) -> int:
        return len(self._before(visitor, opened_at))

    def earlier_conversations(self, visitor: Visitor, opened_at: int, limit: int) -> list[Conversation]:
        return sorted(self._before(visitor, opened_at), key=lambda c: (-c.opened_at, c.id))[:limit]

    def milestones(self, conversation: str) -> list[Event]:
        found = self._select(
            Event, lambda e: e.conversation == conversation and e.kind in (Kind.STATE, Kind.RATING)
        )
        return sorted(found, key=lambda e: e.seq)

    def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        found = self._select(Event, lambda e: e.conversation == conversation and e.seq > after)
        return sorted(found, key=lambda e: e.seq)[:limit]

    def conversation_ids(self, after: str, limit: int) -> list[str]:
        return sorted(c.id for c in self._select(Conversation, lambda c: c.id > after))[:limit]

    def guesses(self, conversation: str) -> dict[int, Guessed]:
        return {g.seq: g for g in self._select(Guessed, lambda g: g.conversation == conversation)}

    def queued(self) -> list[Conversation]:
        found = self._select(Conversation, lambda c: c.state is State.QUEUED)
        return sorted(found, key=lambda c: (c.queued_at or 0, c.id))

    def names_in_line(self) -> dict[str, str]:
        waiting = {c.visitor for c in (*self.queued(), *self.items())}
        return {v.id: v.name for v in self._select(Visitor, lambda v: v.id in waiting) if v.name is not None}

    def items(self) -> list[Conversation]:
        found = self._select(Conversation, lambda c: c.item is not None)
        return sorted(found, key=lambda c: (c.item_at or 0, c.id))

    def owned(self, agent: str) -> list[Conversation]:
        found = self._select(Conversation, lambda c: c.agent == agent)
        return sorted(found, key=lambda c: (c.opened_at, c.id))

    def loads(self) -> dict[str, int]:
        loads: dict[str, int] = {}
        for conversation in self._rows[Conversation].values():
            if conversation.agent is not None:
                loads[conversation.agent] = loads.get(conversation.agent, 0) + 1
        for offer in self._rows[Offer].values():
            loads[offer.agent] = loads.get(offer.agent, 0) + 1
        return loads

    def offers(self) -> list[Offer]:
        return sorted(self._select(Offer), key=lambda o: (o.expires_at, o.conversation))

    def refusals(self) -> list[Refusal]:
        return self._select(Refusal)

    def forget_refusals(self, conversation: str) -> None:
        for refusal in self._select(Refusal, lambda r: r.conversation == conversation):
            self.remove(Refusal, refusal.conversation, refusal.agent)

    def agents(self) -> list[Agent]:
        return sorted(self._select(Agent), key=lambda a: a.name)

    def agent_by_name(self, name: str) -> Agent | None:
        return next(iter(self._select(Agent, lambda a: a.name == name)), None)

    def connected_agents(self) -> list[Agent]:
        present = {presence.agent for presence in self._rows[Presence].values()}
        return sorted(self._select(Agent, lambda a: a.id in present), key=lambda a: a.id)

    def presences(self, agent: str) -> list[Presence]:
        return self._select(Presence, lambda p: p.agent == agent)

    def lost_agents(self, now: int) -> list[Agent]:
        return self._select(Agent, lambda a: a.lost_due_at is not None and a.lost_due_at <= now)

    def bot_due(self, now: int) -> list[str]:
        return [
            c.id
            for c in self._select(Conversation, lambda c: c.bot_due_at is not None and c.bot_due_at <= now)
        ]

    def idle_due(self, now: int) -> list[str]:
        return [
            c.id
            for c in self._select(Conversation, lambda c: c.idle_due_at is not None and c.idle_due_at <= now)
        ]

    def advanced_beyond(self, heads: Mapping[str, int]) -> list[Conversation]:
        return self._select(Conversation, lambda c: c.id in heads and c.last_seq > heads[c.id])

    def processes(self) -> list[Process]:
        return self._select(Process)

    def remove_process(self, process: str) -> list[str]:
        present = [p.agent for p in self._select(Presence, lambda p: p.process == process)]
        for agent in present:
            self.remove(Presence, process, agent)
        self.remove(Process, process)
        return present

    def forget_links(self, purpose: str, agent: str | None = None) -> None:
        for link in self._select(Link, lambda k: k.purpose == purpose and k.agent == agent):
            self.remove(Link, link.code_hash)

    def sessions_of(self, agent: str) -> list[Session]:
        return self._select(Session, lambda s: s.agent == agent)

    def live_sessions(self, token_hashes: Iterable[str], now: int) -> set[str]:
        wanted = set(token_hashes)
        live = self._select(Session, lambda s: s.token_hash in wanted and s.expires_at > now)
        return {
            s.token_hash
            for s in live
            if (agent := self.get(Agent, s.agent)) is not None and not agent.disabled
        }

    # -- how ---------------------------------------------------------------------------------------

    def _before(self, visitor: Visitor, opened_at: int) -> list[Conversation]:
        same = {
            v.id
            for v in self._select(Visitor)
            if v.id == visitor.id or (v.customer is not None and v.customer == visitor.customer)
        }
        return self._select(Conversation, lambda c: c.visitor in same and c.opened_at < opened_at)

    def _select(self, record: type[R], wanted: Callable[[R], bool] = lambda _: True) -> list[R]:
        return [_copy(row) for row in self._rows[record].values() if wanted(row)]

    def _put(self, kind: type, key: tuple[object, ...], record: Any) -> None:
        rows, old = self._rows[kind], self._rows[kind].get(key)
        rows[key] = _copy(record)
        self._undo.append(lambda: rows.pop(key, None) if old is None else rows.__setitem__(key, old))

    def _add_fresh(self, record: object) -> None:
        if isinstance(record, Conversation):
            for event in record.fresh:
                self.add(event)
            record.fresh.clear()

    def _breaks_unique(self, record: Any) -> bool:
        if isinstance(record, Conversation):
            other = self.open_conversation(record.visitor)
            return record.is_open and other is not None and other.id != record.id
        name = UNIQUE.get(type(record))
        if name is None:
            return False
        others = (row for key, row in self._rows[type(record)].items() if key != _key(record))
        return any(getattr(row, name) == getattr(record, name) for row in others)


def _key(record: object) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in RECORDS[type(record)].key)


def _copy(record: R) -> R:
    copied: R = dataclasses.replace(record)  # type: ignore[type-var]
    if isinstance(copied, Conversation):
        copied.fresh = []
    return copied
