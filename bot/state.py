"""A bot's state that others can watch."""

from __future__ import annotations

import asyncio

from handoff.ports import BotState


class StateCell:
    """Holds a BotState; everybody who waits for a change gets every later one at least once."""

    def __init__(self) -> None:
        self._value = BotState.STARTING
        self._changed = asyncio.Event()
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often it has changed: what was learnt under another count may be out of date."""
        return self._changes

    @property
    def value(self) -> BotState:
        """What it is now."""
        return self._value

    def set(self, value: BotState) -> None:
        """Changes the state and wakes those who wait; the same state again is no change."""
        if value is self._value:
            return
        self._value = value
        self._changes += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> BotState:
        """Returns the new state the next time it changes."""
        await self._changed.wait()
        return self._value
