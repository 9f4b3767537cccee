"""Where the bot's answers come from: a Rasa of our own (process.py) or somebody else's (remote.py).

Both are watched alike: a real parse every few seconds, `misses` failures in a row mean that it is sick.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

import httpx
import structlog

from bot.rasa_api import Address, ask
from bot.state import StateCell
from handoff.ports import BotState, Parse

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a Rasa is watched; all in seconds but `misses`."""

    start: float = 120.0  # how long it may take to come up: 20-30 s on two cores, longer beside a training
    poll: float = 0.25  # between probes while it comes up
    probe: float = 5.0  # between probes in health: one parse of 5 ms
    retry: float = 1.0  # between probes when the last one failed
    deadline: float = 5.0  # of one probe; a long text alone takes 0.1 s
    misses: int = 3  # failed probes in a row that mean it is sick
    backoff: float = 1.0  # before the first restart, doubled with each
    longest_backoff: float = 30.0
    settled: float = 60.0  # health that long makes the next backoff short again
    stop: float = 2.0  # between asking it to end and ending it


DEFAULT_WATCH = Watch()


class Upstream(Protocol):
    """A Rasa that can be asked, and how it is."""

    @property
    def address(self) -> Address:
        """Where it is now; it may be elsewhere after a restart."""
        ...

    @property
    def state(self) -> StateCell: ...

    def doubt(self) -> None:
        """Called when several texts in a row failed: it counts as down until a probe says otherwise."""
        ...


class HealthProbe:
    """Asks one Rasa whether it still understands, and keeps its StateCell true."""

    def __init__(self, http: httpx.AsyncClient, state: StateCell, watch: Watch) -> None:
        self._http = http
        self._state = state
        self._watch = watch
        self._doubted = asyncio.Event()

    def doubt(self) -> None:
        """Takes a ready Rasa for down and probes it at once."""
        if self._state.value is BotState.READY:
            log.warning("rasa fails, probing it")
            self._state.set(BotState.DOWN)
            self._doubted.set()

    async def is_well(self, address: Address) -> bool:
        """One real parse within the probe's deadline."""
        return isinstance(await ask(self._http, address, "hello", self._watch.deadline), Parse)

    async def until_well(self, address: Address) -> None:
        """Returns when a probe has succeeded; the state is then `ready`."""
        # Another program sends no event when it is up.
        while not await self.is_well(address):  # noqa: ASYNC110
            await asyncio.sleep(self._watch.poll)
        self._state.set(BotState.READY)

    async def until_sick(self, address: Address) -> None:
        """Returns after `misses` failed probes in a row. A success in between makes the state `ready` again."""
        misses = 0
        self._doubted.clear()
        while misses < self._watch.misses:
            await self._pause(self._watch.retry if misses else self._watch.probe)
            if await self.is_well(address):
                misses = 0
                self._state.set(BotState.READY)
            else:
                misses += 1

    async def _pause(self, seconds: float) -> None:
        """Waits, but not when somebody doubts."""
        try:
            async with asyncio.timeout(seconds):
                await self._doubted.wait()
        except TimeoutError:
            return
        self._doubted.clear()
