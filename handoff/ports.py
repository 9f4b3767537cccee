"""What the domain needs from the world, as Protocols; the adapters live elsewhere and are wired in `api.main`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from handoff.model import Agent, Conversation, Event, Visitor
    from handoff.records import Guessed, Offer, Presence, Process, Refusal, Session

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent of a ranking, with its confidence between 0 and 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Parse:
    """What the bot made of one text: its guesses, best first (never empty, no fallback pseudo-intents).

    `out_of_scope` is the confidence, 0 to 1, that no intent of ours is meant.
    """

    ranking: tuple[Guess, ...]
    out_of_scope: float

    @property
    def best(self) -> Guess:
        """The guess with the highest confidence."""
        return self.ranking[0]


class BotFailure(StrEnum):
    """Why there is no parse. A value, not an exception: triage decides what it means for the visitor."""

    STARTING = "starting"
    TIMEOUT = "timeout"
    DOWN = "down"
    NONSENSE = "nonsense"


class BotState(StrEnum):
    """What the bot is, as `welcome.bot` and `/health/ready` say it."""

    STARTING = "starting"
    READY = "ready"
    DOWN = "down"


class Bot(Protocol):
    """Understands one text. Stateless; never raises for a bot's fault."""

    @property
    def state(self) -> BotState: ...

    async def parse(self, text: str) -> Parse | BotFailure:
        """The parse of `text` within the bot's deadline, or why there is none."""
        ...

    async def wait_until_changed(self) -> BotState:
        """Returns the new state the next time it changes."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a message. `id` is `intent:<name>` or `vuoro:<what>`, `label` what the visitor reads."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a visitor."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Canned:
    """A ready reply of the agents: typed as `/key`, listed under its `title`."""

    key: str
    title: str
    text: str


class Phrasebook(Protocol):
    """What trainers write: answers, fixed texts and facts about intents, per language."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages, the default one first."""
        ...

    @property
    def every_language(self) -> tuple[str, ...]:
        """The languages that could be the site's: there is training data for them."""
        ...

    def customise(self, name: str, languages: Iterable[str]) -> None:
        """What the administrator chose: the shop's name in answers, and which languages are served."""
        ...

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent that `intents.yml` names."""
        ...

    def small_talk(self, intent: str) -> bool:
        """Whether the intent is a courtesy, under whose answer nobody needs "this didn't help"."""
        ...

    def answer(self, intent: str, lang: str) -> Reply | None:
        """The answer to `intent`, or None where trainers wrote none."""
        ...

    def text(self, key: str, lang: str, **values: str) -> str:
        """A fixed text of `texts.yml` with its placeholders filled. Raises KeyError for an unknown key."""
        ...

    def label(self, intent: str, lang: str) -> str:
        """The intent as a button, such as "Delivery time"; the intent's name where there is no label."""
        ...

    def canned(self, lang: str) -> tuple[Canned, ...]:
        """What agents insert by a word, with the shop's facts in it."""
        ...

    def always_human(self, intent: str) -> bool:
        """Whether trainers marked the intent as a person's from the first word."""
        ...

    def skill(self, intent: str) -> str | None:
        """The skill an agent should have for the intent."""
        ...

    def fact(self, name: str, lang: str) -> str | None:
        """A fact of the shop, such as its e-mail address; None where it is not there."""
        ...

    def starters(self, lang: str) -> tuple[Choice, ...]:
        """The buttons a visitor sees before the first word."""
        ...

    def when(self, moment: int, now: int, lang: str) -> str:
        """A moment as people say it: "tomorrow at 09:00". Both in milliseconds since 1970, UTC."""
        ...


class Detector(Protocol):
    """Says in which of the site's languages a visitor writes."""

    def __call__(self, current: str, text: str) -> str:
        """The conversation's language after `text`: `current` unless another one is clear."""
        ...


class Clock(Protocol):
    """The time, as a port, so that tests can own it."""

    def __call__(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...


class Transaction(Protocol):
    """One transaction: what is read in it does not change under it, what is written in it is durable together.

    Records are dataclasses of `handoff.model` and `handoff.records`, found by their key fields in the order they are
    declared there. Inside `Store.write`, `get` and the queries for one conversation lock what they return.
    """

    def get(self, record: type[R], *key: object) -> R | None: ...

    def add(self, record: object) -> None:
        """Writes a new record. Raises Conflict where its key is taken."""
        ...

    def save(self, record: object) -> None:
        """Writes a changed record; a conversation with its fresh events. Raises Conflict where it moved meanwhile."""
        ...

    def remove(self, record: type, *key: object) -> None:
        """Removes the record, if it is there."""
        ...

    def visitor_by_token(self, token_hash: str) -> Visitor | None: ...

    def open_conversation(self, visitor: str) -> Conversation | None: ...

    def last_conversation(self, visitor: str) -> Conversation | None: ...

    def conversations_before(self, visitor: Visitor, opened_at: int) -> int:
        """How many conversations the visitor had before that moment, on any device where the shop knew the customer."""
        ...

    def earlier_conversations(self, visitor: Visitor, opened_at: int, limit: int) -> list[Conversation]:
        """The last `limit` of them, newest first."""
        ...

    def milestones(self, conversation: str) -> list[Event]:
        """The events that moved or rated it, in order."""
        ...

    def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        """The events with `seq` above `after`, in order, at most `limit`."""
        ...

    def conversation_ids(self, after: str, limit: int) -> list[str]:
        """The ids above `after`, in order, at most `limit`: a way through all conversations."""
        ...

    def guesses(self, conversation: str) -> dict[int, Guessed]:
        """What the bot made of the visitor's messages, by `seq`."""
        ...

    def queued(self) -> list[Conversation]: ...

    def names_in_line(self) -> dict[str, str]:
        """By visitor: the names of those who wait or have left a work item, where they are known."""
        ...

    def items(self) -> list[Conversation]:
        """Closed conversations with an open work item, oldest first."""
        ...

    def owned(self, agent: str) -> list[Conversation]: ...

    def loads(self) -> dict[str, int]:
        """By agent: conversations owned plus offers open. Agents with none are left out."""
        ...

    def offers(self) -> list[Offer]: ...

    def refusals(self) -> list[Refusal]: ...

    def forget_refusals(self, conversation: str) -> None: ...

    def agents(self) -> list[Agent]: ...

    def agent_by_name(self, name: str) -> Agent | None: ...

    def connected_agents(self) -> list[Agent]:
        """Agents with at least one live connection to any process."""
        ...

    def presences(self, agent: str) -> list[Presence]: ...

    def lost_agents(self, now: int) -> list[Agent]:
        """Agents whose `lost_due_at` has come."""
        ...

    def bot_due(self, now: int) -> list[str]:
        """Conversations in which the bot owes an answer since before `now`."""
        ...

    def idle_due(self, now: int) -> list[str]:
        """Open conversations whose silence has reached its time-out."""
        ...

    def advanced_beyond(self, heads: Mapping[str, int]) -> list[Conversation]:
        """Those of the named conversations whose `last_seq` is above the given one."""
        ...

    def processes(self) -> list[Process]: ...

    def remove_process(self, process: str) -> list[str]:
        """Removes a process and its presences; returns the agents that were present through it."""
        ...

    def forget_links(self, purpose: str, agent: str | None = None) -> None:
        """Removes every single-use link of that purpose made for `agent` (None: for nobody yet)."""
        ...

    def sessions_of(self, agent: str) -> list[Session]: ...

    def live_sessions(self, token_hashes: Iterable[str], now: int) -> set[str]:
        """Those of the sessions that still hold: not ended, not expired, their agent not disabled."""
        ...


class Conflict(Exception):
    """Somebody else wrote first. The store runs the work again."""


class Store(Protocol):
    """Where everything is kept. `work` may run more than once and must have no effect but on its transaction."""

    async def write(self, work: Callable[[Transaction], R], then: Callable[[R], None] | None = None) -> R:
        """Runs `work` in a transaction; what it wrote is durable when this returns.

        `then` is called with the result in the event loop as soon as it is durable, even if who asked has been
        cancelled meanwhile: what was committed is always announced. It must not raise.

        Raises what `work` raises, with nothing written; HandoffError("unavailable") when the storage cannot commit.
        """
        ...

    async def read(self, work: Callable[[Transaction], R]) -> R:
        """Runs `work` on one snapshot. It must not write."""
        ...

    async def close(self) -> None: ...


class Bus(Protocol):
    """Wakes other processes. May lose messages: the database is the truth, the bus a wake-up call."""

    @property
    def connected(self) -> bool:
        """Whether others are heard now."""
        ...

    def publish(self, message: bytes) -> None:
        """Tells every other subscriber, soon. Never waits, never raises: what a broken bus loses is caught up."""
        ...

    def subscribe(self, deliver: Callable[[bytes], None]) -> AbstractAsyncContextManager[None]:
        """While entered, `deliver` is called with what other processes publish."""
        ...
