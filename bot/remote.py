"""A Rasa that somebody else runs (VUORO_BOT_URL): watched, never started or stopped."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

import structlog

from bot.rasa_api import Address, rasa_client
from bot.state import StateCell
from bot.upstream import DEFAULT_WATCH, HealthProbe, Watch
from handoff.ports import BotState

log = structlog.get_logger(__name__)


class RemoteRasa:
    """bot.upstream.Upstream over a given address. `async with` watches it.

    It is `starting` until its first answer, and `down` when that does not come within `watch.start` seconds.
    """

    def __init__(self, address: Address, watch: Watch = DEFAULT_WATCH) -> None:
        self._address = Address(address.url.rstrip("/"), address.secret)
        self._watch = watch
        self._state = StateCell()
        self._http = rasa_client()
        self._probe = HealthProbe(self._http, self._state, watch)
        self._watching: asyncio.Task[None] | None = None

    @property
    def address(self) -> Address:
        """Where it is."""
        return self._address

    @property
    def state(self) -> StateCell:
        """How it is."""
        return self._state

    def doubt(self) -> None:
        """Counts it as down until a probe says otherwise."""
        self._probe.doubt()

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._keep_watch(), name="remote rasa")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._http.aclose()

    async def _keep_watch(self) -> None:
        patience: float | None = self._watch.start
        while True:
            try:
                async with asyncio.timeout(patience):
                    await self._probe.until_well(self._address)
            except TimeoutError:
                log.warning("rasa does not answer", url=self._address.url)
            else:
                await self._probe.until_sick(self._address)
            # From here on it is down, not starting, and may take as long as it likes.
            self._state.set(BotState.DOWN)
            patience = None
