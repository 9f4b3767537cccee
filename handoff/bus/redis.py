"""The bus between processes: Redis or Valkey pub/sub. A bus that is down loses wake-ups, never messages."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

CHANNEL = "vuoro.v1"
ORIGIN_BYTES = 8
MOST_WAITING = 10_000
RETRY_SECONDS = 1.0
log = structlog.get_logger(__name__)


class RedisBus:
    """Implements `handoff.ports.Bus`. A message begins with its publisher, so that nobody hears itself."""

    def __init__(self, url: str, channel: str = CHANNEL) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=None, socket_connect_timeout=5, health_check_interval=20
        )
        self._channel = channel
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self._origin = secrets.token_bytes(ORIGIN_BYTES)
        self._listening = asyncio.Event()

    @property
    def connected(self) -> bool:
        return self._listening.is_set()

    def publish(self, message: bytes) -> None:
        if self._outgoing.full():
            self._outgoing.get_nowait()  # the oldest wake-up is worth least
        self._outgoing.put_nowait(self._origin + message)

    @asynccontextmanager
    async def subscribe(self, deliver: Callable[[bytes], None]) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._listen(deliver)), asyncio.create_task(self._send())]
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._listening.wait(), RETRY_SECONDS)
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._redis.aclose()

    async def _send(self) -> None:
        while True:
            message = await self._outgoing.get()
            try:
                await self._redis.publish(self._channel, message)
            except (RedisError, OSError) as error:
                log.warning("the bus is out; others catch up by themselves", error=type(error).__name__)

    async def _listen(self, deliver: Callable[[bytes], None]) -> None:
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=False) as channel:
                    await channel.subscribe(self._channel)
                    async for message in channel.listen():
                        if message["type"] == "subscribe":
                            self._listening.set()
                        elif not message["data"].startswith(self._origin):
                            deliver(message["data"][ORIGIN_BYTES:])
            except (RedisError, OSError) as error:
                self._listening.clear()
                log.warning("the bus is out, trying again", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
