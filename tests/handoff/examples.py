"""People and conversations for tests of the domain: each function makes one that is fine, a test says what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handoff.model import Agent, Conversation, Item, Reason, Role, Status, Visitor

NOON = 1_785_000_000_000  # some moment, in milliseconds since 1970


def visitor(id: str = "aino", /, **differs: Any) -> Visitor:
    return replace(Visitor(id, f"hash of {id}", "fi", NOON), **differs)


def agent(id: str = "liisa", /, **differs: Any) -> Agent:
    made = Agent(id, f"{id} the agent", Role.AGENT, (), ("fi", "en"), 3, "$argon2id$", NOON, Status.ONLINE)
    return replace(made, **differs)


def conversation(id: str = "c1", visitor: str = "aino", **differs: Any) -> Conversation:
    """Opened, and nothing said in it: one fresh event."""
    made = replace(Conversation(id, visitor, "fi", NOON), **differs)
    made.open(NOON)
    return made


def queued(id: str = "c1", visitor: str = "aino", at: int = NOON, **differs: Any) -> Conversation:
    made = conversation(id, visitor, **differs)
    made.queue(Reason.VISITOR_ASKED, at)
    return made


def owned(by: Agent, id: str = "c1", visitor: str = "aino") -> Conversation:
    made = queued(id, visitor)
    made.hand_to(by, NOON, "take")
    return made


def closed(id: str = "c1", visitor: str = "aino", **differs: Any) -> Conversation:
    made = conversation(id, visitor, **differs)
    made.close(Reason.CLOSED_BY_VISITOR, NOON)
    return made


def left_message(id: str = "c1", visitor: str = "aino", at: int = NOON, kind: Item = Item.MESSAGE) -> Conversation:
    made = conversation(id, visitor)
    made.leave_contact(kind, {"text": "Soittakaa!"}, at, "contact")
    return made
