"""The domain's bot over Rasa's HTTP API."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
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
# Rasa parses one text after another. A second one waits at its door; a crowd there would only time out inside Rasa.
MOST_AT_ONCE = 2
# Visitors ask the same things. What a model made of a short text is true until the model changes.
MOST_REMEMBERED, LONGEST_REMEMBERED = 4096, 300

log = structlog.get_logger(__name__)


class RasaBot:
    """handoff.ports.Bot. `async with` closes its connections.

    It never raises for a bot's fault, and asks no Rasa that is not ready: after `failures` texts in a row without an
    answer (the circuit breaker) it lets the upstream probe itself, and says DOWN at once until that succeeds. The same
    text is asked once at a time and remembered while Rasa lives; who waits for a place in the line to Rasa longer than
    `deadline` gets TIMEOUT, which says nothing against Rasa.
    """

    def __init__(
        self, upstream: Upstream, deadline: float = DEADLINE_SECONDS, failures: int = FAILURES_THAT_DOUBT
    ) -> None:
        self._upstream = upstream
        self._deadline = deadline
        self._failures_that_doubt = failures
        self._failures = 0
        self._http = rasa_client()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._asking: dict[str, asyncio.Task[Parse | BotFailure]] = {}
        self._remembered: OrderedDict[str, Parse] = OrderedDict()
        self._life = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for asking in list(self._asking.values()):
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
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
        if (known := self._recall(text)) is not None:
            return known
        asking = self._asking.get(text)
        if asking is None:
            asking = self._asking[text] = asyncio.create_task(self._ask(text))
            asking.add_done_callback(lambda _: self._asking.pop(text, None))
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.shield(asking)
        except TimeoutError:
            return BotFailure.TIMEOUT

    async def _ask(self, text: str) -> Parse | BotFailure:
        """Asks Rasa when it is this text's turn; not at all when nobody waits for it any more."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._deadline
        async with self._places:
            if loop.time() >= until:
                return BotFailure.TIMEOUT
            answer = await ask(self._http, self._upstream.address, text, self._deadline)
        if isinstance(answer, Parse):
            self._failures = 0
            self._remember(text, answer)
            return answer
        log.warning("no answer from the bot", failure=answer.value)
        self._failures += 1
        if self._failures >= self._failures_that_doubt:
            self._failures = 0
            self._upstream.doubt()
        return answer

    def _recall(self, text: str) -> Parse | None:
        if self._life != self._upstream.state.changes:
            self._life = self._upstream.state.changes
            self._remembered.clear()  # another life may be another model
        return self._remembered.get(text)

    def _remember(self, text: str, parse: Parse) -> None:
        if len(text) <= LONGEST_REMEMBERED and self._life == self._upstream.state.changes:
            self._remembered[text] = parse
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
