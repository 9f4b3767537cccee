"""Loops that live as long as the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from api.sockets import origin_of

RETRY_SECONDS = 1.0
log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(*loops: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Runs them while entered. One that fails is logged and started again; one that returns is done."""
    tasks = [asyncio.create_task(_again_and_again(loop)) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(loop: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await loop()
        except Exception as error:  # noqa: BLE001 a loop that has ended would be missed by everybody
            log.error("a background loop failed, starting it again", **origin_of(error))  # noqa: TRY400 its words may be a visitor\'s
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return
