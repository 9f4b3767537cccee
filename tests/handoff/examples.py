"""People and conversations for tests of the domain: each function makes one that is fine, a test says what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handoff.model import Agent, Conversation, Item, Reason, Role, Status, Visitor

NOON = 1_785_000_000_000  # some moment, in milliseconds since 1970


def visitor(name: str = "aino", /, **differs: Any) -> Visitor:
    return replace(Visitor(name, f"hash of {name}", "fi", NOON), **differs)


def agent(name: str = "liisa", /, **differs: Any) -> Agent:
    made = Agent(
        name, f"{name} the agent", Role.AGENT, (), ("fi", "en"), 3, "$argon2id$", NOON, Status.ONLINE
    )
    return replace(made, **differs)


def conversation(name: str = "c1", visitor: str = "aino", **differs: Any) -> Conversation:
    """Opened, and nothing said in it: one fresh event."""
    made = replace(Conversation(name, visitor, "fi", NOON), **differs)
    made.open(NOON)
    return made


def queued(name: str = "c1", visitor: str = "aino", at: int = NOON, **differs: Any) -> Conversation:
    made = conversation(name, visitor, **differs)
    made.queue(Reason.VISITOR_ASKED, at)
    return made


def owned(by: Agent, name: str = "c1", visitor: str = "aino") -> Conversation:
    made = queued(name, visitor)
    made.hand_to(by, NOON, "take")
    return made


def closed(name: str = "c1", visitor: str = "aino", **differs: Any) -> Conversation:
    made = conversation(name, visitor, **differs)
    made.close(Reason.CLOSED_BY_VISITOR, NOON)
    return made


def left_message(
    name: str = "c1", visitor: str = "aino", at: int = NOON, kind: Item = Item.MESSAGE
) -> Conversation:
    made = conversation(name, visitor)
    made.leave_contact(kind, {"text": "Soittakaa!"}, at, "contact")
    return made
