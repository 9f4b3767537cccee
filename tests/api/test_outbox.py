"""What waits for one reader: in order, bounded, with a beat after a silence."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from api.outbox import BEAT, LIMIT, ROOM, SLOW, Outbox, encode

pytestmark = pytest.mark.anyio

SOON = 10.0  # seconds; far more than it takes
KILOBYTE = "x" * 1024


class Reader:
    """The other end of the connection: reads what it is sent as long as it wants to."""

    def __init__(self):
        self.got: asyncio.Queue[str] = asyncio.Queue()
        self._wants = asyncio.Event()
        self._wants.set()

    async def send(self, text):
        await self._wants.wait()
        self.got.put_nowait(text)

    def stops_reading(self):
        self._wants.clear()

    def reads_on(self):
        self._wants.set()

    async def next(self):
        async with asyncio.timeout(SOON):
            return await self.got.get()

    def everything(self):
        return [self.got.get_nowait() for _ in range(self.got.qsize())]


@asynccontextmanager
async def draining(outbox, reader):
    task = asyncio.create_task(outbox.drain(reader.send))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def drained(outbox):
    """What is written until the outbox has nothing more, once it is to be closed."""
    reader = Reader()
    async with asyncio.timeout(SOON):
        await outbox.drain(reader.send)
    return reader.everything()


async def test_frames_are_written_in_the_order_they_were_put():
    outbox, reader = Outbox(), Reader()
    outbox.put("one")
    async with draining(outbox, reader):
        assert await reader.next() == "one"
        outbox.put("two")
        outbox.put_ephemeral("three")
        outbox.put("four")
        assert [await reader.next() for _ in range(3)] == ["two", "three", "four"]


async def test_what_was_put_before_closing_is_written_first():
    outbox = Outbox()
    outbox.put("the ack")
    outbox.close(1012)
    assert await drained(outbox) == ["the ack"]
    assert outbox.closing == 1012


async def test_nothing_is_put_in_after_closing():
    outbox = Outbox()
    outbox.close(4504)
    outbox.put("too late")
    outbox.put_ephemeral("far too late")
    assert await drained(outbox) == []


async def test_the_first_reason_to_close_wins():
    outbox = Outbox()
    outbox.close(4505)
    outbox.close(1012)
    assert outbox.closing == 4505


async def test_who_waits_for_the_end_is_woken_by_closing():
    outbox = Outbox()
    waiting = asyncio.create_task(outbox.wait_closed())
    outbox.close(1012)
    async with asyncio.timeout(SOON):
        await waiting


async def test_closing_wakes_a_writer_that_has_nothing_to_write():
    outbox, reader = Outbox(), Reader()
    async with draining(outbox, reader) as writer:
        outbox.put("one")
        await reader.next()
        outbox.close(1012)
        async with asyncio.timeout(SOON):
            await writer


# -- a slow reader ---------------------------------------------------------------------------------


async def test_a_mebibyte_may_wait():
    outbox = Outbox()
    for _ in range(LIMIT // 1024):
        outbox.put(KILOBYTE)
    assert outbox.closing is None


async def test_a_byte_more_closes_a_slow_reader():
    outbox = Outbox()
    for _ in range(LIMIT // 1024):
        outbox.put(KILOBYTE)
    outbox.put("x")
    assert outbox.closing == SLOW
    assert await drained(outbox) == []  # it resumes; what waited would only make it slower


async def test_bytes_are_counted_and_not_letters():
    outbox = Outbox()
    for _ in range(LIMIT // 1024):
        outbox.put("🙂" * 256)
    assert outbox.closing is None
    outbox.put("x")
    assert outbox.closing == SLOW


async def test_what_was_read_makes_room_again():
    outbox, reader = Outbox(), Reader()
    async with draining(outbox, reader):
        for _ in range(3 * LIMIT // 1024):
            outbox.put(KILOBYTE)
            await reader.next()
    assert outbox.closing is None


async def test_ephemeral_frames_are_dropped_first():
    outbox = Outbox()
    for _ in range(ROOM // 1024 + 1):
        outbox.put(KILOBYTE)
    outbox.put_ephemeral("typing")
    outbox.put("an event")
    outbox.close(1012)
    assert (await drained(outbox))[-2:] == [KILOBYTE, "an event"]


async def test_ephemeral_frames_alone_never_close_a_slow_reader():
    outbox = Outbox()
    for _ in range(2 * LIMIT // 1024):
        outbox.put_ephemeral(KILOBYTE)
    assert outbox.closing is None


async def test_ephemeral_frames_pass_again_once_the_reader_has_caught_up():
    outbox, reader = Outbox(), Reader()
    reader.stops_reading()
    async with draining(outbox, reader):
        for _ in range(ROOM // 1024 + 2):
            outbox.put(KILOBYTE)
        outbox.put_ephemeral("dropped")
        reader.reads_on()
        for _ in range(ROOM // 1024 + 2):
            assert await reader.next() == KILOBYTE
        outbox.put_ephemeral("passes")
        assert await reader.next() == "passes"


async def test_history_waits_for_room_and_live_events_do_not():
    outbox, reader = Outbox(), Reader()
    reader.stops_reading()
    async with draining(outbox, reader):
        async with asyncio.timeout(SOON):
            await outbox.room()  # there is room at first
        for _ in range(ROOM // 1024 + 2):
            outbox.put(KILOBYTE)
        page = asyncio.create_task(outbox.room())
        outbox.put("a live event")
        await asyncio.sleep(0)  # the page has had its turn
        assert not page.done()
        reader.reads_on()
        async with asyncio.timeout(SOON):
            await page


async def test_who_waits_for_room_is_woken_when_the_connection_is_closed():
    outbox = Outbox()
    for _ in range(ROOM // 1024 + 2):
        outbox.put(KILOBYTE)
    page = asyncio.create_task(outbox.room())
    outbox.close(1012)
    async with asyncio.timeout(SOON):
        await page


# -- silence ---------------------------------------------------------------------------------------


async def test_a_silence_is_filled_with_a_beat():
    outbox, reader = Outbox(beat_seconds=0.01), Reader()
    async with draining(outbox, reader):
        assert [await reader.next() for _ in range(3)] == [BEAT] * 3
        outbox.put("an event")
        while (text := await reader.next()) == BEAT:
            pass
        assert text == "an event"
        assert await reader.next() == BEAT


async def test_without_a_silence_there_is_no_beat():
    outbox, reader = Outbox(beat_seconds=60), Reader()
    async with draining(outbox, reader):
        outbox.put("an event")
        assert await reader.next() == "an event"
    assert reader.everything() == []


def test_a_beat_is_a_frame():
    assert json.loads(BEAT) == {"type": "beat"}


def test_frames_are_utf_8_without_escapes_and_without_blanks():
    assert encode({"text": "zażółć 🙂", "n": [1, None]}) == '{"text":"zażółć 🙂","n":[1,null]}'
