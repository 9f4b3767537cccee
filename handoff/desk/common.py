"""What every use case shares: the command done once, the question whether anybody is there, the announcement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from handoff.errors import Code, HandoffError
from handoff.model import Agent, Conversation, Event, Reason, Status
from handoff.policy import Policy
from handoff.ports import Choice, Clock, Phrasebook, Reply, Store, Transaction
from handoff.records import Offer, Remembered


@dataclass(frozen=True, slots=True)
class Ack:
    """The durable answer to a command. `seq` and `id` are those of the event it made, None where it made none."""

    cid: str
    conversation: str | None
    seq: int | None
    id: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Advance:
    """A conversation has got new events: they are committed. `agent` is its owner now, `lang` its language."""

    conversation: str
    visitor: str
    agent: str | None
    last_seq: int
    events: tuple[Event, ...]


class Signals(Protocol):
    """Whom the domain tells, after the commit. Nobody may raise; a lost signal is caught up by the sweep."""

    def advanced(self, advance: Advance) -> None: ...

    def board_changed(self) -> None:
        """The line, an offer or somebody's presence has changed."""
        ...

    def bot_owes(self, conversation: Conversation, only: Event | None) -> None:
        """The visitor said something to the bot. `only`: what, where nothing else is unanswered."""
        ...


@dataclass(slots=True)
class Done:
    """What a command did. `moved`: the line or a work item may have changed; `asks_bot`: the bot must answer.

    `owed`: the bot owed an answer before already.
    """

    conversation: Conversation | None = None
    event: Event | None = None
    advances: tuple[Advance, ...] = ()
    moved: bool = False
    asks_bot: bool = False
    owed: bool = False


def fingerprint(*fields: object) -> str:
    """What a command was, its fence aside: two commands with one `cid` must agree in it."""
    return hashlib.blake2b(json.dumps(fields, sort_keys=True).encode(), digest_size=16).hexdigest()


def save(tx: Transaction, conversation: Conversation) -> Advance:
    """Saves a conversation and returns what to announce once the transaction is committed."""
    events = tuple(conversation.fresh)
    if events and events[0].seq == 1:
        tx.add(conversation)
    else:
        tx.save(conversation)
    return Advance(conversation.id, conversation.visitor, conversation.agent, conversation.last_seq, events)


class Desk:
    """The base of the use cases: one command, one transaction, then the announcement."""

    def __init__(
        self, store: Store, phrasebook: Phrasebook, clock: Clock, policy: Policy, signals: Signals
    ) -> None:
        self.store = store
        self.phrasebook = phrasebook
        self.clock = clock
        self.policy = policy
        self.signals = signals

    async def once(self, author: str, cid: str, what: str, work: Callable[[Transaction, int], Done]) -> Ack:
        """Does `work` unless this author's `cid` is known: then the original ack comes again and nothing changes.

        Raises HandoffError("cid_conflict") where the known command was another one, and what `work` raises.
        """

        def transaction(tx: Transaction) -> tuple[Ack, Done]:
            known = tx.get(Remembered, author, cid)
            if known is not None:
                if known.fingerprint != what:
                    raise HandoffError(Code.CID_CONFLICT, "another command has this cid")
                return Ack(cid, known.conversation, known.seq, known.event, known.at), Done()
            now = self.clock()
            done = work(tx, now)
            event, conversation = done.event, done.conversation
            ack = Ack(
                cid,
                conversation.id if conversation else None,
                event.seq if event else None,
                event.id if event else None,
                event.at if event else now,
            )
            tx.add(Remembered(author, cid, what, ack.conversation, ack.seq, ack.id, ack.at))
            return ack, done

        ack, _ = await self.store.write(transaction, lambda outcome: self.announce(outcome[1]))
        return ack

    def announce(self, done: Done) -> None:
        """Tells everybody what was committed."""
        for advance in done.advances:
            self.signals.advanced(advance)
        if done.moved:
            self.signals.board_changed()
        if done.asks_bot and done.conversation is not None:
            self.signals.bot_owes(done.conversation, None if done.owed else done.event)

    def ask_person(
        self, tx: Transaction, conversation: Conversation, reason: Reason, now: int, cid: str | None = None
    ) -> Event:
        """To the line; or, with nobody suitable present, the choices that are left (docs/protocol.md, "States")."""
        conversation.bot_due_at = None
        conversation.answered_seq = conversation.last_seq
        conversation.misses = 0
        if anyone_for(tx, conversation):
            return conversation.queue(reason, now, cid)
        return conversation.say_system(self.nobody_here(conversation.lang, now), now)

    def nobody_here(self, lang: str, now: int) -> Reply:
        """What is said, with the choices, instead of a wait that nobody would end."""
        text = self.phrasebook.text("nobody_here", lang, back=self.back(lang, now))
        return Reply(text, self._choices(lang, "leave_message", "callback", "wait"))

    def nobody_left(self, lang: str, now: int) -> Reply:
        """The same to those who wait already."""
        text = self.phrasebook.text("waiting_nobody", lang, back=self.back(lang, now))
        return Reply(text, self._choices(lang, "leave_message", "callback", "wait", "cancel"))

    def back(self, lang: str, now: int) -> str:
        """When people are back, as far as the service hours tell."""
        status = self.policy.hours.status(now) if self.policy.hours else None
        if status is None or status.open or status.opens_at is None:
            return self.phrasebook.text("back_soon", lang)
        return self.phrasebook.text("back_at", lang, when=self.phrasebook.when(status.opens_at, now, lang))

    def _choices(self, lang: str, *keys: str) -> tuple[Choice, ...]:
        return tuple(Choice(f"vuoro:{key}", self.phrasebook.text(key, lang)) for key in keys)


def anyone_for(tx: Transaction, conversation: Conversation) -> bool:
    """Whether somebody who could take it is present: connected, not away, with its language."""
    return any(is_suitable(agent, conversation.lang) for agent in tx.connected_agents())


def is_suitable(agent: Agent, lang: str) -> bool:
    """Whether a connected agent could take a conversation in `lang`, now or when free."""
    return not agent.disabled and agent.status is not Status.AWAY and lang in agent.languages


def leave_line(tx: Transaction, conversation: Conversation) -> None:
    """Forgets the offer and the refusals of a conversation that no longer waits."""
    tx.remove(Offer, conversation.id)
    tx.forget_refusals(conversation.id)
