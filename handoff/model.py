"""Conversation, event, agent, visitor: what they are and which moves are legal.

A `Conversation` is loaded, moved by its methods and saved in one transaction. Every method that changes what people can
see appends an `Event` to `fresh`; illegal moves raise `HandoffError` before anything has changed. Times are whole
milliseconds since 1970, UTC.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from handoff.errors import Code, HandoffError
from handoff.ports import Reply

LAST_TEXT_LENGTH = 200


class State(StrEnum):
    """Whose conversation it is."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a conversation moved (docs/protocol.md, "States")."""

    OPENED = "opened"
    VISITOR_ASKED = "visitor_asked"
    OUT_OF_SCOPE = "out_of_scope"
    LOW_CONFIDENCE = "low_confidence"
    REPEATED_MISS = "repeated_miss"
    VISITOR_UNHAPPY = "visitor_unhappy"
    ALWAYS_HUMAN = "always_human"
    BOT_UNAVAILABLE = "bot_unavailable"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    LEFT_MESSAGE = "left_message"
    RETURNED_TO_BOT = "returned_to_bot"
    TRANSFERRED = "transferred"
    AGENT_LOST = "agent_lost"
    CLOSED_BY_AGENT = "closed_by_agent"
    CLOSED_BY_VISITOR = "closed_by_visitor"
    ABANDONED = "abandoned"
    REOPENED = "reopened"


class Kind(StrEnum):
    """What an event is."""

    MESSAGE = "message"
    STATE = "state"
    NOTE = "note"
    RATING = "rating"
    CONTACT = "contact"


class Status(StrEnum):
    """What an agent says of itself; only `online` gets offers."""

    ONLINE = "online"
    BUSY = "busy"
    AWAY = "away"


class Role(StrEnum):
    """What an agent may do beside taking conversations."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    ADMIN = "admin"


class Item(StrEnum):
    """What a visitor left behind for people to answer."""

    MESSAGE = "message"
    CALLBACK = "callback"


def new_id() -> str:
    """A fresh opaque id that nobody can guess (96 bits)."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Event:
    """One durable thing in a conversation; never changed once written.

    `visitor_prev` is the `seq` of the event before it that the visitor may see, None where the visitor may not see this
    one. `author` is who made it, as `visitor_key` or `agent_key` say; the `cid` is told to that author only.
    `body` holds the fields of the kind, as the protocol names them.
    """

    conversation: str
    seq: int
    id: str
    at: int
    kind: Kind
    visitor_prev: int | None
    author: str | None
    cid: str | None
    body: Mapping[str, Any]


@dataclass(slots=True)
class Visitor:
    """Somebody at the bubble, known by the hash of a secret token.

    `customer` is who that is at the shop, once the shop has signed it (docs/protocol.md, "Identity").
    """

    id: str
    token_hash: str
    lang: str
    created_at: int
    name: str | None = None
    email: str | None = None
    customer: str | None = None


@dataclass(slots=True)
class Agent:
    """Somebody at the console. `lost_due_at` is set while no connection is left and conversations are at stake."""

    id: str
    name: str
    role: Role
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    password_hash: str
    created_at: int
    status: Status = Status.AWAY
    disabled: bool = False
    lost_due_at: int | None = None
    idle_since: int = 0


def visitor_key(visitor: str) -> str:
    """The author key of a visitor."""
    return f"v:{visitor}"


def agent_key(agent: str) -> str:
    """The author key of an agent."""
    return f"a:{agent}"


@dataclass(slots=True)
class Conversation:
    """One visitor's conversation from `opened` to `closed`: the owner, the fence, the numbering.

    `seq` numbers are 1, 2, 3 … without gaps; `visitor_seq` is the last one the visitor may see, `moved_seq` that of the
    last `state` event. `answered_seq` is how far the bot has dealt with what the visitor said. `offered` are the
    choices under the last words of bot or system, label by id.
    """

    id: str
    visitor: str
    lang: str
    opened_at: int
    state: State = State.BOT
    fence: int = 0
    last_seq: int = 0
    visitor_seq: int = 0
    moved_seq: int = 0
    reason: Reason = Reason.OPENED
    agent: str | None = None
    skill: str | None = None
    queued_at: int | None = None
    front: bool = False
    wanted_agent: str | None = None
    misses: int = 0
    answered_seq: int = 0
    bot_due_at: int | None = None
    idle_due_at: int | None = None
    told_starting: bool = False
    told_nobody: bool = False
    offered: Mapping[str, str] = field(default_factory=dict)
    item: Item | None = None
    item_at: int | None = None
    last_text: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    closed_at: int | None = None
    fresh: list[Event] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether anybody still owns it."""
        return self.state is not State.CLOSED

    @property
    def waits_for_bot(self) -> bool:
        """Whether the visitor said something the bot has not dealt with."""
        return self.state is State.BOT and self.bot_due_at is not None

    # -- what people say ---------------------------------------------------------------------------

    def say_visitor(self, text: str, now: int, cid: str, choice: str | None = None) -> Event:
        """The visitor's words, or the label of the `choice` taken. Raises wrong_state when closed."""
        self._require(self.is_open, "the conversation is closed")
        self.last_text = text.replace("\0", "")[:LAST_TEXT_LENGTH]
        body: dict[str, Any] = {"author": {"kind": "visitor", "id": self.visitor}, "text": text}
        if choice is not None:
            body["choice"] = choice
        return self._emit(Kind.MESSAGE, body, now, author=visitor_key(self.visitor), cid=cid)

    def say_bot(self, reply: Reply, now: int) -> Event:
        """The bot's words. Raises wrong_state unless the bot owns the conversation."""
        self._require(self.state is State.BOT, "the bot does not own the conversation")
        return self._say_service("bot", reply, now)

    def say_system(self, reply: Reply, now: int) -> Event:
        """The service's own words. Raises wrong_state while a person owns the conversation."""
        self._require(self.state is not State.HUMAN, "a person owns the conversation")
        return self._say_service("system", reply, now)

    def say_agent(self, agent: Agent, text: str, now: int, cid: str) -> Event:
        """The owner's words. Raises not_yours for anybody else."""
        self.require_owner(agent.id)
        body = {"author": {"kind": "agent", "id": agent.id, "name": agent.name}, "text": text}
        return self._emit(Kind.MESSAGE, body, now, author=agent_key(agent.id), cid=cid)

    def note(self, agent: Agent, text: str, now: int, cid: str | None) -> Event:
        """The owner's note to colleagues, which the visitor never sees. Raises not_yours for anybody else."""
        self.require_owner(agent.id)
        body = {"author": {"kind": "agent", "id": agent.id, "name": agent.name}, "text": text}
        return self._emit(Kind.NOTE, body, now, author=agent_key(agent.id), cid=cid, visible=False)

    def rate(self, body: Mapping[str, Any], now: int, cid: str) -> Event:
        """The visitor's rating, in any state."""
        return self._emit(Kind.RATING, body, now, author=visitor_key(self.visitor), cid=cid)

    # -- whose it is -------------------------------------------------------------------------------

    def open(self, now: int) -> Event:
        """The first event of every conversation: the bot owns it under fence 1."""
        self._require(self.fence == 0, "the conversation is open already")
        return self._move(State.BOT, Reason.OPENED, now)

    def queue(self, reason: Reason, now: int, cid: str | None = None) -> Event:
        """From the bot to the line, at its end. Raises wrong_state from elsewhere."""
        self._require(self.state is State.BOT, "only the bot's conversation can ask for a person")
        self.queued_at, self.front = now, False
        return self._move(State.QUEUED, reason, now, cid=cid)

    def requeue(self, reason: Reason, now: int, cid: str | None = None, author: str | None = None) -> Event:
        """From a person back to the front of the line. Raises wrong_state from elsewhere."""
        self._require(self.state is State.HUMAN, "no person owns the conversation")
        self.queued_at, self.front = now, True
        return self._move(State.QUEUED, reason, now, cid=cid, author=author)

    def cancel(self, now: int, cid: str | None = None) -> Event:
        """From the line back to the bot, because the visitor said so. Raises wrong_state unless waiting."""
        self._require(self.state is State.QUEUED, "the conversation does not wait")
        return self._move(State.BOT, Reason.CANCELLED, now, cid=cid)

    def hand_to(self, agent: Agent, now: int, cid: str) -> Event:
        """A person takes it: from the line, or by its open work item. Raises wrong_state or taken."""
        if self.state is State.HUMAN:
            raise HandoffError(Code.TAKEN, "somebody else has the conversation")
        reopened = self.state is State.CLOSED and self.item is not None
        self._require(reopened or self.state is State.QUEUED, "the conversation does not wait")
        self.agent, self.closed_at = agent.id, None
        reason = Reason.REOPENED if reopened else Reason.ACCEPTED
        return self._move(State.HUMAN, reason, now, agent=agent, cid=cid, author=agent_key(agent.id))

    def return_to_bot(self, agent: Agent, now: int, cid: str) -> Event:
        """The owner gives it to the bot. Raises not_yours for anybody else."""
        self.require_owner(agent.id)
        return self._move(State.BOT, Reason.RETURNED_TO_BOT, now, cid=cid, author=agent_key(agent.id))

    def close(
        self, reason: Reason, now: int, cid: str | None = None, author: str | None = None, **extra: str | None
    ) -> Event:
        """The end, from any open state. `extra` is what the closer said of it. Raises wrong_state when closed."""
        self._require(self.is_open, "the conversation is closed")
        self.closed_at = now
        return self._move(State.CLOSED, reason, now, cid=cid, author=author, extra=extra)

    def leave_contact(self, kind: Item, contact: Mapping[str, str], now: int, cid: str) -> Event:
        """The visitor leaves a message or a number and goes; a work item stays. Raises wrong_state with a person."""
        self._require(
            self.state in (State.BOT, State.QUEUED), "contact can be left with the bot or while waiting"
        )
        # `kind` is the event's own word, so the contact's stands beside it (docs/protocol.md, "Event kinds").
        body = {"contact_kind": kind, **contact}
        event = self._emit(Kind.CONTACT, body, now, author=visitor_key(self.visitor), cid=cid)
        if words := contact.get("text"):
            self.last_text = words.replace("\0", "")[:LAST_TEXT_LENGTH]
        self.close(Reason.LEFT_MESSAGE, now)
        self.item, self.item_at = kind, now
        return event

    def require_owner(self, agent: str) -> None:
        """Raises not_yours unless this agent owns it now."""
        if self.state is not State.HUMAN or self.agent != agent:
            raise HandoffError(Code.NOT_YOURS, "the conversation is not yours")

    # -- how ---------------------------------------------------------------------------------------

    def _require(self, allowed: bool, detail: str) -> None:
        if not allowed:
            raise HandoffError(Code.WRONG_STATE, detail)

    def _say_service(self, kind: str, reply: Reply, now: int) -> Event:
        body: dict[str, Any] = {"author": {"kind": kind}, "text": reply.text, "lang": self.lang}
        self.offered = {choice.id: choice.label for choice in reply.choices}
        if reply.choices:
            body["choices"] = [{"id": choice.id, "label": choice.label} for choice in reply.choices]
        return self._emit(Kind.MESSAGE, body, now)

    def _move(
        self,
        to: State,
        reason: Reason,
        now: int,
        *,
        agent: Agent | None = None,
        cid: str | None = None,
        author: str | None = None,
        extra: Mapping[str, str | None] | None = None,
    ) -> Event:
        """The one place where the owner changes: each move raises the fence and forgets what the last owner left."""
        body: dict[str, Any] = {
            "from": self.state if self.fence else None,
            "to": to,
            "reason": reason,
            "fence": self.fence + 1,
        }
        if agent is not None:
            body["agent"] = {"id": agent.id, "name": agent.name}
        body.update({key: value for key, value in (extra or {}).items() if value is not None})
        self.state, self.reason, self.fence = to, reason, self.fence + 1
        if to is not State.HUMAN:
            self.agent = None
        if to is not State.QUEUED:
            self.queued_at, self.front, self.wanted_agent = None, False, None
        self.item, self.item_at = None, None
        self.told_nobody, self.misses, self.bot_due_at, self.offered = False, 0, None, {}
        if cid is not None and author is None:
            author = visitor_key(self.visitor)
        event = self._emit(Kind.STATE, body, now, author=author, cid=cid)
        self.moved_seq = self.answered_seq = event.seq
        return event

    def _emit(
        self,
        kind: Kind,
        body: Mapping[str, Any],
        now: int,
        *,
        author: str | None = None,
        cid: str | None = None,
        visible: bool = True,
    ) -> Event:
        self.last_seq += 1
        prev = self.visitor_seq if visible else None
        event = Event(self.id, self.last_seq, new_id(), now, kind, prev, author, cid, body)
        if visible:
            self.visitor_seq = event.seq
        self.fresh.append(event)
        return event
