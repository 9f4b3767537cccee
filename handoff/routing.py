"""Which waiting conversation is offered to which agent. Pure: state in, assignments out, deterministic.

First come, first served; those returned to the line stand at its front. An agent must be free and have the language.
Whoever has refused a conversation gets it again only when everybody else has refused it as often.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the line. `refusals`: how often agents let it go by. `wanted`: whom it was passed to."""

    conversation: str
    lang: str
    queued_at: int
    front: bool
    wanted: str | None
    refusals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who is connected and online. `room`: capacity less conversations owned and offers open."""

    agent: str
    languages: Collection[str]
    room: int
    idle_since: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """`conversation` is to be offered to `agent`."""

    conversation: str
    agent: str


def in_line(waiting: Collection[Waiting]) -> list[Waiting]:
    """The waiting in the order in which they are served."""
    return sorted(waiting, key=lambda w: (not w.front, w.queued_at, w.conversation))


def assign(waiting: Collection[Waiting], candidates: Collection[Candidate]) -> list[Assignment]:
    """Offers to make now. No agent gets more than `room`; no conversation twice; nobody who could be served is left."""
    room = {candidate.agent: candidate.room for candidate in candidates}
    assignments: list[Assignment] = []
    for chat in in_line(waiting):
        able = [c for c in candidates if room[c.agent] > 0 and chat.lang in c.languages]
        wanted = [c for c in candidates if room[c.agent] > 0 and c.agent == chat.wanted]
        chosen = min(
            wanted or able,
            key=lambda c: (chat.refusals.get(c.agent, 0), -room[c.agent], c.idle_since, c.agent),
            default=None,
        )
        if chosen is not None:
            room[chosen.agent] -= 1
            assignments.append(Assignment(chat.conversation, chosen.agent))
    return assignments
