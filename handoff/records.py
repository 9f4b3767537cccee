"""What is kept beside conversations, agents and visitors. Each record is one row, mapped by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Remembered:
    """A command that was done: its author and `cid`, what it was (`fingerprint`) and the `ack` it got."""

    author: str
    cid: str
    fingerprint: str
    conversation: str | None
    seq: int | None
    event: str | None
    at: int


@dataclass(slots=True)
class Guessed:
    """What the bot made of a visitor's message: `body` is the `nlu` of the protocol, `reply` what it answered."""

    conversation: str
    seq: int
    body: Mapping[str, Any]
    reply: str | None


@dataclass(slots=True)
class Offer:
    """A waiting conversation held out to one agent until `expires_at`."""

    conversation: str
    agent: str
    expires_at: int


@dataclass(slots=True)
class Refusal:
    """How often an agent let a waiting conversation go by: declined, lapsed, or gave it back."""

    conversation: str
    agent: str
    times: int


@dataclass(slots=True)
class Session:
    """A logged-in agent. The cookie's value is kept as a hash only."""

    token_hash: str
    agent: str
    csrf: str
    expires_at: int


@dataclass(slots=True)
class Link:
    """A single-use link: the hash of its code, what it is for, until when."""

    code_hash: str
    purpose: str
    agent: str | None
    expires_at: int


@dataclass(slots=True)
class Site:
    """What the administrator chose for the whole site; one row. `accent` is a colour as `#rrggbb`.

    What is empty was not chosen: name and languages are then those of the training data, whatever becomes of it.
    `identity_secret` is what the shop signs its customers' identities with; it is shared with the shop, so it is kept
    as it is.
    """

    id: str
    name: str
    accent: str
    allowed_origins: tuple[str, ...]
    languages: tuple[str, ...]
    identity_secret: str


@dataclass(slots=True)
class Process:
    """A serving process, alive as long as `beat_at` moves."""

    id: str
    beat_at: int


@dataclass(slots=True)
class Presence:
    """An agent has at least one live connection to a process."""

    process: str
    agent: str
