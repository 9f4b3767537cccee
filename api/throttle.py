"""Guessing passwords is slow: after a few wrong ones, whoever guesses waits."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from handoff.errors import Code, HandoffError

WRONG_PASSWORDS = parse("10/5 minutes")  # a person who has forgotten one is not stopped, a list of them is


class Throttle:
    """Counts wrong passwords by name and address in this process; right ones are never counted.

    By both, so that nobody can lock somebody else out from elsewhere.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, name: str, address: str) -> None:
        """Raises rate_limited where too many were wrong, saying after how many seconds the next may be tried."""
        if await self._limiter.test(WRONG_PASSWORDS, name, address):
            return
        window = await self._limiter.get_window_stats(WRONG_PASSWORDS, name, address)
        wait = max(1, math.ceil(window.reset_time - time.time()))
        raise HandoffError(Code.RATE_LIMITED, "too many wrong passwords; wait a little", retry_after=wait)

    async def failed(self, name: str, address: str) -> None:
        """A wrong password."""
        await self._limiter.hit(WRONG_PASSWORDS, name, address)
