"""The `Transaction` port on a SQLAlchemy connection, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from handoff.model import Agent, Conversation, Event, Kind, Visitor
from handoff.ports import Conflict, R
from handoff.records import Guessed, Offer, Presence, Process, Refusal, Session
from handoff.storage import tables as t
from handoff.storage.rows import RECORDS
from handoff.storage.statements import Statements

SLICE = 500  # ids in one statement: the cost of more grows with their square


class SqlTransaction:
    """Implements `handoff.ports.Transaction` on `connection`. `wrote` says whether anything was written."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._statements = statements
        self.wrote = False

    # -- records -----------------------------------------------------------------------------------

    def get(self, record: type[R], *key: object) -> R | None:
        kind = RECORDS[record]
        return self._one(record, f"get {record.__name__}", _keyed(kind.key, key))

    def add(self, record: object) -> None:
        self._insert(record)
        if isinstance(record, Conversation):
            self._add_fresh(record)

    def save(self, record: object) -> None:
        if isinstance(record, Conversation):
            self._save_conversation(record)
            return
        kind = RECORDS[type(record)]
        if kind.names == kind.key:
            return  # nothing in it can change
        parameters = kind.parameters(record)
        keys = {f"key_{name}": parameters.pop(name) for name in kind.key}
        self._run(f"save {type(record).__name__}", parameters | keys)

    def remove(self, record: type, *key: object) -> None:
        self._run(f"remove {record.__name__}", _keyed(RECORDS[record].key, key))

    # -- queries -----------------------------------------------------------------------------------

    def visitor_by_token(self, token_hash: str) -> Visitor | None:
        return self._one(Visitor, "visitor_by_token", {"token_hash": token_hash})

    def open_conversation(self, visitor: str) -> Conversation | None:
        return self._one(Conversation, "open_conversation", {"visitor": visitor})

    def last_conversation(self, visitor: str) -> Conversation | None:
        return self._one(Conversation, "last_conversation", {"visitor": visitor})

    def conversations_before(self, visitor: Visitor, opened_at: int) -> int:
        return int(self._rows("conversations_before", _before(visitor, opened_at))[0][0])

    def earlier_conversations(self, visitor: Visitor, opened_at: int, limit: int) -> list[Conversation]:
        return self._all(Conversation, "earlier_conversations", _before(visitor, opened_at) | {"most": limit})

    def milestones(self, conversation: str) -> list[Event]:
        return self._all(Event, "milestones", {"conversation": conversation})

    def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        return self._all(Event, "events", {"conversation": conversation, "after": after, "most": limit})

    def conversation_ids(self, after: str, limit: int) -> list[str]:
        return [row[0] for row in self._rows("conversation_ids", {"after": after, "most": limit})]

    def guesses(self, conversation: str) -> dict[int, Guessed]:
        return {g.seq: g for g in self._all(Guessed, "guesses", {"conversation": conversation})}

    def queued(self) -> list[Conversation]:
        return self._all(Conversation, "queued", {})

    def names_in_line(self) -> dict[str, str]:
        return {str(visitor): str(name) for visitor, name in self._rows("names_in_line", {})}

    def items(self) -> list[Conversation]:
        return self._all(Conversation, "items", {})

    def owned(self, agent: str) -> list[Conversation]:
        return self._all(Conversation, "owned", {"agent": agent})

    def loads(self) -> dict[str, int]:
        loads: dict[str, int] = {}
        for name in ("owned_loads", "offer_loads"):
            for agent, count in self._rows(name, {}):
                loads[agent] = loads.get(agent, 0) + int(count)
        return loads

    def offers(self) -> list[Offer]:
        return self._all(Offer, "offers", {})

    def refusals(self) -> list[Refusal]:
        return self._all(Refusal, "refusals", {})

    def forget_refusals(self, conversation: str) -> None:
        self._run("forget_refusals", {"conversation": conversation})

    def agents(self) -> list[Agent]:
        return self._all(Agent, "agents", {})

    def agent_by_name(self, name: str) -> Agent | None:
        return self._one(Agent, "agent_by_name", {"name": name})

    def connected_agents(self) -> list[Agent]:
        return self._all(Agent, "connected_agents", {})

    def presences(self, agent: str) -> list[Presence]:
        return self._all(Presence, "presences", {"agent": agent})

    def lost_agents(self, now: int) -> list[Agent]:
        return self._all(Agent, "lost_agents", {"now": now})

    def bot_due(self, now: int) -> list[str]:
        return [row[0] for row in self._rows("bot_due", {"now": now})]

    def idle_due(self, now: int) -> list[str]:
        return [row[0] for row in self._rows("idle_due", {"now": now})]

    def advanced_beyond(self, heads: Mapping[str, int]) -> list[Conversation]:
        kind, ids = RECORDS[Conversation], list(heads)
        found: list[Conversation] = []
        for start in range(0, len(ids), SLICE):
            wanted = select(*kind.columns).where(t.conversations.c.id.in_(ids[start : start + SLICE]))
            found += [kind.instance(row) for row in self._connection.execute(wanted)]
        return [conversation for conversation in found if conversation.last_seq > heads[conversation.id]]

    def processes(self) -> list[Process]:
        return self._all(Process, "processes", {})

    def remove_process(self, process: str) -> list[str]:
        present = [row[0] for row in self._rows("present_through", {"process": process})]
        self._run("remove_presences", {"process": process})
        self.remove(Process, process)
        return present

    def forget_links(self, purpose: str, agent: str | None = None) -> None:
        self._run("forget_links", {"purpose": purpose, "agent": agent})

    def sessions_of(self, agent: str) -> list[Session]:
        return self._all(Session, "sessions_of", {"agent": agent})

    def live_sessions(self, token_hashes: Iterable[str], now: int) -> set[str]:
        hashes, live = list(token_hashes), set()
        for start in range(0, len(hashes), SLICE):
            wanted = (
                select(t.sessions.c.token_hash)
                .join(t.agents, t.agents.c.id == t.sessions.c.agent)
                .where(t.sessions.c.token_hash.in_(hashes[start : start + SLICE]))
                .where(t.sessions.c.expires_at > now, t.agents.c.disabled.is_(False))
            )
            live |= {str(row[0]) for row in self._connection.execute(wanted)}
        return live

    # -- how ---------------------------------------------------------------------------------------

    def _save_conversation(self, conversation: Conversation) -> None:
        """Writes only over what was loaded: the fence and the last `seq` must be those the fresh events came from."""
        parameters = RECORDS[Conversation].parameters(conversation)
        moves = sum(event.kind is Kind.STATE for event in conversation.fresh)
        parameters |= {
            "id_": parameters.pop("id"),
            "loaded_fence": conversation.fence - moves,
            "loaded_seq": conversation.last_seq - len(conversation.fresh),
        }
        if self._run("move_conversation", parameters) != 1:
            raise Conflict
        self._add_fresh(conversation)

    def _add_fresh(self, conversation: Conversation) -> None:
        for event in conversation.fresh:
            self._insert(event)
        conversation.fresh.clear()

    def _insert(self, record: object) -> None:
        self._run(f"add {type(record).__name__}", RECORDS[type(record)].parameters(record))

    def _run(self, name: str, parameters: dict[str, Any]) -> int:
        self.wrote = True
        sql, fixed = self._statements.sql(name)
        try:
            return self._connection.exec_driver_sql(sql, {**fixed, **parameters}).rowcount
        except IntegrityError as error:
            raise Conflict from error

    def _rows(self, name: str, parameters: dict[str, Any]) -> list[Any]:
        sql, fixed = self._statements.sql(name)
        return list(self._connection.exec_driver_sql(sql, {**fixed, **parameters}).fetchall())

    def _one(self, record: type[R], name: str, parameters: dict[str, Any]) -> R | None:
        rows = self._rows(name, parameters)
        return RECORDS[record].instance(rows[0]) if rows else None

    def _all(self, record: type[R], name: str, parameters: dict[str, Any]) -> list[R]:
        instance = RECORDS[record].instance
        return [instance(row) for row in self._rows(name, parameters)]


def _before(visitor: Visitor, opened_at: int) -> dict[str, Any]:
    return {"visitor": visitor.id, "customer": visitor.customer, "opened_at": opened_at}


def _keyed(names: list[str], key: tuple[object, ...]) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(names, key, strict=True)}
