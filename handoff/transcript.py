"""Events as one reader may see them, in the protocol's words (docs/protocol.md, "Event kinds"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from handoff.model import Event
from handoff.records import Guessed

AGENTS_ONLY = frozenset({"fence", "outcome", "verdict"})
Frame = dict[str, Any]


def timestamp(at: int) -> str:
    """RFC 3339 in UTC with milliseconds, from milliseconds since 1970."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def for_visitor(event: Event, reader: str) -> Frame | None:
    """The event as its visitor sees it, None where it is not for them. `reader` is the visitor's key."""
    if event.visitor_prev is None:
        return None
    body = {key: value for key, value in event.body.items() if key not in AGENTS_ONLY}
    return _frame(event, event.visitor_prev, body, reader)


def for_agent(event: Event, reader: str, guess: Guessed | None = None) -> Frame:
    """The event as its owner sees it. `guess` is what the bot made of it, once that is known."""
    body = event.body if guess is None else {**event.body, "nlu": guess.body}
    return _frame(event, event.seq - 1, body, reader)


def _frame(event: Event, prev: int, body: Mapping[str, Any], reader: str) -> Frame:
    frame: Frame = {
        "type": "event",
        "conversation": event.conversation,
        "seq": event.seq,
        "prev": prev,
        "id": event.id,
        "at": timestamp(event.at),
        "kind": event.kind,
        **body,
    }
    if event.cid is not None and event.author == reader:
        frame["cid"] = event.cid
    return frame
