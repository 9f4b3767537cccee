"""A whole transcript read in one snapshot, and cut into pages of at most 64 KiB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.outbox import encode
from handoff.brief import MOST_PAST, Past, brief
from handoff.model import Conversation, Event, Visitor
from handoff.ports import Phrasebook, Transaction
from handoff.records import Guessed

PAGE_BYTES = 60 * 1024  # leaves room for the frame around the events
PAGE_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Gathered:
    """One conversation with everything in it."""

    conversation: Conversation
    events: Sequence[Event]
    guesses: dict[int, Guessed]
    visitor: Visitor
    earlier: int
    past: Sequence[Past]

    def brief(self, phrasebook: Phrasebook, now: int) -> dict[str, Any]:
        """What an agent reads first."""
        return brief(
            self.conversation,
            self.events,
            self.guesses,
            self.visitor,
            self.earlier,
            self.past,
            phrasebook,
            now,
        )


def gather(tx: Transaction, conversation: str) -> Gathered | None:
    """Reads the conversation with its events, guesses and visitor; None where there is none."""
    found = tx.get(Conversation, conversation)
    if found is None:
        return None
    visitor = tx.get(Visitor, found.visitor)
    if visitor is None:
        return None
    events = tx.events(conversation, 0, found.last_seq)
    earlier = tx.conversations_before(visitor, found.opened_at)
    past = tx.earlier_conversations(visitor, found.opened_at, MOST_PAST) if earlier else []
    told = [Past(c, tuple(tx.milestones(c.id))) for c in past]
    return Gathered(found, events, tx.guesses(conversation), visitor, earlier, told)


def pages(frames: Sequence[dict[str, Any]], taken: int = 0) -> list[list[dict[str, Any]]]:
    """The frames in pages of at most `PAGE_BYTES` encoded bytes, each with at least one; one empty page for none.

    `taken`: bytes of the first page that something else needs; that page may stay empty.
    """
    chunks: list[list[dict[str, Any]]] = [[]]
    size = taken
    for frame in frames:
        length = len(encode(frame).encode()) + 1
        if (chunks[-1] or (taken and len(chunks) == 1)) and size + length > PAGE_BYTES:
            chunks.append([])
            size = 0
        chunks[-1].append(frame)
        size += length
    return chunks
