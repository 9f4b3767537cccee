"""A small HTTP server that fails in every way a peer can, and a bot's upstream that is whatever a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from bot.rasa_api import Address
from bot.state import StateCell
from handoff.ports import BotState

SECRET = "a secret of at least thirty-two bytes"

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


def ranking(**confidences: object) -> bytes:
    """Rasa's answer to a parse."""
    guesses = [{"name": name, "confidence": confidence} for name, confidence in confidences.items()]
    return json.dumps(
        {"text": "…", "intent": guesses[0] if guesses else None, "intent_ranking": guesses}
    ).encode()


def answers(body: bytes, status: str = "200 OK") -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(_head(len(body), status) + body)

    return behave


def hangs() -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    return behave


def drips(body: bytes) -> Behaviour:
    """A byte at a time, each well before any time-out of a single read."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for byte in _head(len(body), "200 OK") + body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    return behave


def hangs_up() -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.close()

    return behave


WELL = answers(ranking(track_order=0.8, out_of_scope=0.15, greet=0.05))


class FaultyServer:
    """Behaves as `behaviour` says, request after request; keeps what it was asked."""

    def __init__(self, behaviour: Behaviour = WELL) -> None:
        self.behaviour = behaviour
        self.requests: list[tuple[str, dict[str, str], object]] = []
        self.connections = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> Address:
        assert self._server is not None
        return Address(f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}", SECRET)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.requests.append((first, headers, json.loads(body)))
        await self.behaviour(writer)
        await writer.drain()
        return not writer.is_closing()


class StandIn:
    """bot.upstream.Upstream without anybody behind it: ready, unless a test says otherwise; counts the doubts."""

    def __init__(self, address: Address, state: BotState = BotState.READY) -> None:
        self.address = address
        self.state = StateCell()
        self.state.set(state)
        self.doubts = 0

    def doubt(self) -> None:
        self.doubts += 1
        self.state.set(BotState.DOWN)


def _head(length: int, status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n\r\n".encode()
