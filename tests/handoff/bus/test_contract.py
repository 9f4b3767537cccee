"""What every bus does: others hear it, nobody hears itself, and a bus that is out hurts nobody."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import asynccontextmanager

import pytest

from handoff.bus.memory import MemoryBus
from handoff.bus.redis import MOST_WAITING, RedisBus

pytestmark = pytest.mark.anyio

SOON = 10.0  # seconds; far more than it takes


@pytest.fixture(params=["memory", "redis"])
def make_bus(request):
    """Makes buses that are joined: one a process."""
    if request.param == "memory":
        joined: list[MemoryBus] = []
        return lambda: MemoryBus(joined)
    server = request.getfixturevalue("valkey")
    channel = uuid.uuid4().hex
    return lambda: RedisBus(server.connection_url, channel)


class Ear:
    """What one subscriber hears, in order."""

    def __init__(self):
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self.deliver = self._heard.put_nowait

    async def next(self):
        async with asyncio.timeout(SOON):
            return await self._heard.get()

    @property
    def hears_nothing_more(self):
        return self._heard.empty()


@asynccontextmanager
async def listening(bus):
    ear = Ear()
    async with bus.subscribe(ear.deliver):
        yield ear


async def test_others_hear_what_is_published(make_bus):
    speaker, first, second = make_bus(), make_bus(), make_bus()
    async with listening(speaker), listening(first) as one, listening(second) as two:
        speaker.publish(b"c1 advanced")
        assert await one.next() == b"c1 advanced"
        assert await two.next() == b"c1 advanced"


async def test_nobody_hears_itself(make_bus):
    first, second = make_bus(), make_bus()
    async with listening(first) as one, listening(second) as two:
        first.publish(b"from the first")
        assert await two.next() == b"from the first"
        second.publish(b"from the second")
        assert await one.next() == b"from the second"
        assert one.hears_nothing_more
        assert two.hears_nothing_more


async def test_messages_of_one_publisher_come_in_order_and_whole(make_bus):
    speaker, hearer = make_bus(), make_bus()
    messages = [b"", bytes(range(256)), "ä🙂".encode(), b"x" * 100_000, *(b"%d" % n for n in range(100))]
    async with listening(speaker), listening(hearer) as ear:
        for message in messages:
            speaker.publish(message)
        assert [await ear.next() for _ in messages] == messages


async def test_who_has_left_hears_nothing(make_bus):
    speaker, stays, leaves = make_bus(), make_bus(), make_bus()
    async with listening(speaker), listening(stays) as ear:
        async with listening(leaves) as gone:
            speaker.publish(b"first")
            assert await gone.next() == b"first"
        speaker.publish(b"second")
        assert [await ear.next(), await ear.next()] == [b"first", b"second"]
        assert gone.hears_nothing_more


async def test_nobody_needs_to_listen(make_bus):
    speaker = make_bus()
    async with listening(speaker) as ear:
        speaker.publish(b"into the wind")
        assert ear.hears_nothing_more


# -- a server that is out --------------------------------------------------------------------------


async def heard_again(speaker, ear):
    """Returns once what `speaker` publishes arrives; what a broken bus loses is published again."""
    async with asyncio.timeout(SOON):
        while True:
            speaker.publish(b"again")
            try:
                async with asyncio.timeout(0.1):
                    while await ear._heard.get() != b"again":
                        pass
            except TimeoutError:
                continue
            return


async def test_it_listens_again_after_the_server_was_restarted(own_valkey):
    speaker, hearer = RedisBus(own_valkey.connection_url), RedisBus(own_valkey.connection_url)
    async with listening(speaker) as other, listening(hearer) as ear:
        speaker.publish(b"before")
        assert await ear.next() == b"before"
        await asyncio.to_thread(own_valkey.stop)
        await asyncio.to_thread(own_valkey.start)
        await heard_again(speaker, ear)
        await heard_again(hearer, other)


async def test_publishing_neither_waits_nor_raises_while_the_server_is_down(own_valkey):
    speaker, hearer = RedisBus(own_valkey.connection_url), RedisBus(own_valkey.connection_url)
    async with listening(speaker), listening(hearer) as ear:
        await asyncio.to_thread(own_valkey.stop)
        for number in range(2 * MOST_WAITING):  # no await: it returns at once, however many wait
            speaker.publish(b"%d" % number)
        await asyncio.to_thread(own_valkey.start)
        await heard_again(speaker, ear)


async def test_a_server_that_is_not_there_yet_keeps_nobody_from_starting(own_valkey):
    speaker, hearer = RedisBus(own_valkey.connection_url), RedisBus(own_valkey.connection_url)
    await asyncio.to_thread(own_valkey.stop)
    async with asyncio.timeout(SOON), listening(speaker), listening(hearer) as ear:
        await asyncio.to_thread(own_valkey.start)
        await heard_again(speaker, ear)


async def test_a_server_that_never_comes_can_be_left():
    bus = RedisBus("redis://127.0.0.1:9")
    async with asyncio.timeout(SOON), listening(bus):
        bus.publish(b"into the wind")
