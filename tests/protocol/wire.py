"""Small parts of a client: what it is answered, when it comes back, how frames are compared."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.protocol.timeline import Frame


class Refused(Exception):
    """The server answered a command with `error`."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(f"{frame['code']}: {frame.get('detail')}")
        self.frame = frame
        self.code: str = frame["code"]


class Closed(Exception):
    """The server closed the connection with a code after which a client stays away."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds to wait before coming back: `first`, doubling up to `longest`, each shortened at random."""

    first: float = 0.5
    longest: float = 20.0

    def seconds(self, attempt: int) -> float:
        return min(self.longest, self.first * 2.0**attempt) * random.uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Received:
    """A frame, and on which connection of the client it came."""

    connection: int
    frame: Frame


@dataclass(slots=True)
class Command:
    """A command that was sent, until it is answered."""

    frame: Frame
    answer: asyncio.Future[Frame]


@dataclass
class Tallies:
    """What the tabs of one person share: the cids they have used."""

    cids: set[str] = field(default_factory=set)


def comes_back(code: int) -> bool:
    """Whether a client returns after a connection was closed with `code`."""
    return code in {1001, 1006, 1009, 1011, 1012} or 4000 <= code <= 4499


def matches(frame: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether `frame` has all fields of `wanted`, inner objects likewise."""
    for name, value in wanted.items():
        if name not in frame:
            return False
        if isinstance(value, Mapping):
            if not isinstance(frame[name], Mapping) or not matches(frame[name], value):
                return False
        elif frame[name] != value:
            return False
    return True
