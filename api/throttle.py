"""Guessing passwords is slow: after a few wrong ones, whoever guesses waits."""

from __future__ import annotations

import math
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.datastructures import Address

from handoff.errors import Code, HandoffError

WRONG_PASSWORDS = parse("10/5 minutes")  # a person who has forgotten one is not stopped, a list of them is
T = TypeVar("T")


class Throttle:
    """Counts wrong passwords by name and address in this process; right ones are never counted.

    By both, so that nobody can lock somebody else out from elsewhere.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def slow(self, name: str, address: Address | None, work: Coroutine[Any, Any, T]) -> T:
        """Does what asks for a password. Raises rate_limited, undone, where too many were wrong before."""
        whose = (name, address.host if address else "")
        if not await self._limiter.test(WRONG_PASSWORDS, *whose):
            work.close()
            window = await self._limiter.get_window_stats(WRONG_PASSWORDS, *whose)
            wait = max(1, math.ceil(window.reset_time - time.time()))
            raise HandoffError(Code.RATE_LIMITED, "too many wrong passwords; wait a little", retry_after=wait)
        try:
            return await work
        except HandoffError as error:
            if error.code is Code.UNAUTHORIZED:
                await self._limiter.hit(WRONG_PASSWORDS, *whose)
            raise
