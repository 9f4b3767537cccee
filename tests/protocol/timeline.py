"""What one client knows of one conversation, and what was wrong with the way it came to know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Frame = dict[str, Any]
"""A JSON object: a frame, or an event in one."""

PER_READER = frozenset({"prev", "cid", "fence", "nlu", "type"})
"""Fields of an event that another reader may not have, or have otherwise. All others are the same for everybody."""


class Came(Enum):
    """How an event came."""

    LIVE = "live"
    HISTORY = "history"
    ASSIGNED = "assigned"


class Taken(Enum):
    """What became of an event that came."""

    NEW = "new"
    REPEAT = "repeat"
    GAP = "gap"


def shared(event: Frame) -> Frame:
    """The part of an event that every reader gets alike."""
    return {name: value for name, value in event.items() if name not in PER_READER}


@dataclass
class Timeline:
    """The events of one conversation that its reader may see, in order, without gaps.

    `faults` says what a correct server never does: an event out of its place, one that changed, one sent twice.
    """

    conversation: str
    events: list[Frame] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    gaps: int = 0

    @property
    def held(self) -> int:
        """The last `seq` held; 0 for none."""
        return int(self.events[-1]["seq"]) if self.events else 0

    def take(self, event: Frame, came: Came, *, repeats_allowed: bool = False) -> Taken:
        """Keeps the event if it is the next one."""
        seq, prev = event["seq"], event["prev"]
        if event.get("conversation", self.conversation) != self.conversation:
            self.faults.append(f"{came.value}: event {seq} is of another conversation")
        if seq <= self.held:
            self._compare(event)
            if not repeats_allowed:
                self.faults.append(f"{came.value}: event {seq} came twice")
            return Taken.REPEAT
        if prev != self.held:
            self.gaps += 1
            return Taken.GAP
        self.events.append(event)
        return Taken.NEW

    def replace(self, events: Iterable[Frame]) -> None:
        """Starts again with a whole transcript, which must agree with what was held."""
        held, self.events = self.events, []
        for event in events:
            if self.take(event, Came.ASSIGNED) is Taken.GAP:
                self.faults.append(f"assigned: event {event['seq']} is out of its place")
        known = {event["seq"]: event for event in self.events}
        for event in held:
            if event["seq"] not in known:
                self.faults.append(f"assigned: event {event['seq']} is missing from the transcript")
            elif shared(event) != shared(known[event["seq"]]):
                self.faults.append(f"assigned: event {event['seq']} has changed")

    def _compare(self, event: Frame) -> None:
        for held in self.events:
            if held["seq"] == event["seq"] and shared(held) != shared(event):
                self.faults.append(f"event {event['seq']} has changed")
