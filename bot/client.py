"""The domain's bot over Rasa's HTTP API."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import structlog

from bot.rasa_api import ask, rasa_client
from bot.upstream import Upstream
from handoff.ports import BotFailure, BotState, Parse

# Above the slowest honest answer (a text of 10,000 characters: 0.1 s), below what a visitor takes for silence.
DEADLINE_SECONDS = 2.5
# One bad text is a bad text; this many in a row are a bad Rasa.
FAILURES_THAT_DOUBT = 5

log = structlog.get_logger(__name__)


class RasaBot:
    """handoff.ports.Bot. `async with` closes its connections.

    It never raises for a bot's fault, and asks no Rasa that is not ready: after `failures` texts in a row without an
    answer (the circuit breaker) it lets the upstream probe itself, and says DOWN at once until that succeeds.
    """

    def __init__(
        self, upstream: Upstream, deadline: float = DEADLINE_SECONDS, failures: int = FAILURES_THAT_DOUBT
    ) -> None:
        self._upstream = upstream
        self._deadline = deadline
        self._failures_that_doubt = failures
        self._failures = 0
        self._http = rasa_client()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    @property
    def state(self) -> BotState:
        """What the bot is now."""
        return self._upstream.state.value

    async def wait_until_changed(self) -> BotState:
        """Returns the new state the next time it changes."""
        return await self._upstream.state.changed()

    async def parse(self, text: str) -> Parse | BotFailure:
        """The parse of `text` within the deadline, or why there is none."""
        match self.state:
            case BotState.STARTING:
                return BotFailure.STARTING
            case BotState.DOWN:
                return BotFailure.DOWN
        answer = await ask(self._http, self._upstream.address, text, self._deadline)
        if isinstance(answer, Parse):
            self._failures = 0
            return answer
        log.warning("no answer from the bot", failure=answer.value)
        self._failures += 1
        if self._failures >= self._failures_that_doubt:
            self._failures = 0
            self._upstream.doubt()
        return answer
