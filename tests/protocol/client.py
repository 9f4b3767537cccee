"""A client of `vuoro.v1`, written from docs/protocol.md and nothing else.

It does what the protocol asks of clients: stores the token before it sends, numbers its commands, tells a gap by
`prev`, comes back with a jittered backoff, resumes, and sends again what was never acked. It keeps every frame as it
came, so that tests/protocol/checks.py can say afterwards whether the server kept its side.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.protocol.timeline import Came, Frame, Taken, Timeline
from tests.protocol.wire import Backoff, Closed, Command, Received, Refused, Tallies, comes_back, matches

SUBPROTOCOL = Subprotocol("vuoro.v1")
SILENCE_SECONDS = 45
PATIENCE_SECONDS = 10.0
T = TypeVar("T")


class Client:
    """One tab of one person. Subclasses say what their `hello` holds and what their own frames mean."""

    path = "/ws"

    def __init__(self, home: str, name: str, backoff: Backoff, tallies: Tallies | None = None) -> None:
        self.home, self.name, self.backoff = home, name, backoff
        self.tallies = tallies or Tallies()
        self.received: list[Received] = []
        self.acked: list[Frame] = []
        self.timelines: dict[str, Timeline] = {}
        self.connection = 0
        self.welcome: Frame = {}
        self.closed_with: list[int] = []
        self.origin: str | None = None
        self.patience = PATIENCE_SECONDS  # how long a test waits for what must come
        self._socket: ClientConnection | None = None
        self._life: asyncio.Task[None] | None = None
        self._gone = False
        self._online = asyncio.Event()
        self._ready = False
        self._commands: dict[str, Command] = {}
        self._asked: set[str] = set()  # a sync is sent, its history not complete
        self._awaited: set[str] = set()  # what must come before commands are sent again
        self._paging: dict[str, int] = {}  # history under way: what was held before its first page
        self._assigned_here: set[str] = set()
        self._news = asyncio.Event()
        self._later: set[asyncio.Task[None]] = set()

    # -- coming and going ---------------------------------------------------------------------------------------------

    async def come(self) -> Frame:
        """Connects; returns the `welcome` once everything missed has come. Raises Closed when turned away."""
        before = self.connection
        self._online.set()
        if self._life is None or self._life.done():
            self._gone = False
            self._life = asyncio.create_task(self._live())
        await self.until(lambda: self._gone or (self.connection > before and self._ready))
        if self._gone:
            raise Closed(self.closed_with[-1])
        return self.welcome

    async def drop(self) -> None:
        """Breaks the TCP connection, as a tunnel does, and stays away until `come`."""
        self._online.clear()
        breaks = len(self.closed_with)
        if self._socket is not None:
            self._socket.transport.abort()
            await self.until(lambda: len(self.closed_with) > breaks)

    async def leave(self) -> None:
        """Closes for good."""
        self._online.clear()
        for task in (*self._later, self._life):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, Closed):
                    await task
        for command in self._commands.values():
            command.answer.cancel()

    async def gone(self) -> int:
        """The close code, once the server has sent the client away for good."""
        await self.until(lambda: self._gone)
        return self.closed_with[-1]

    async def _live(self) -> None:
        attempt = 0
        while True:
            await self._online.wait()
            code, retry_after = await self._one_connection()
            if self._ready:
                attempt = 0
            self._socket, self._ready = None, False
            self.closed_with.append(code)
            self._gone = not comes_back(code)
            self.wake()
            if self._gone:
                return
            await asyncio.sleep(retry_after or self.backoff.seconds(attempt))
            attempt += 1

    async def _one_connection(self) -> tuple[int, float | None]:
        """Lives through one connection. Returns its close code, and how long the server asks to stay away."""
        try:
            socket = await connect(
                self.home.replace("http", "ws", 1) + self.path,
                subprotocols=[SUBPROTOCOL],
                compression=None,
                max_size=None,
                ping_interval=None,
                proxy=None,
                origin=Origin(self.origin) if self.origin else None,
                additional_headers=self._headers(),
            )
        except InvalidStatus as refused:
            after = refused.response.headers.get("Retry-After")
            return 1006, float(after) if after else None
        except OSError:
            return 1006, None
        self.connection += 1
        self._socket = socket
        for known in (self._asked, self._awaited, self._paging, self._assigned_here):
            known.clear()
        try:
            await self._put(self._hello())
            while True:
                async with asyncio.timeout(SILENCE_SECONDS):
                    text = await socket.recv()
                await self._take(json.loads(text))
        except ConnectionClosed:
            return socket.close_code or 1006, None
        except TimeoutError:
            socket.transport.abort()
            return 1006, None
        finally:
            with suppress(ConnectionClosed):
                await socket.close()

    def _headers(self) -> dict[str, str]:
        return {}

    def _hello(self) -> Frame:
        raise NotImplementedError

    # -- saying -------------------------------------------------------------------------------------------------------

    async def put(self, frame: Frame | str | bytes) -> None:
        """Sends a frame as it is, right or wrong."""
        assert self._socket is not None, f"{self.name} is not connected"
        await self._socket.send(
            frame if isinstance(frame, str | bytes) else json.dumps(frame, ensure_ascii=False)
        )

    async def _put(self, frame: Frame) -> None:
        """Sends a frame if it can be sent; a command that cannot is sent again on the next connection."""
        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.send(json.dumps(frame, ensure_ascii=False))

    def command(self, kind: str, /, *, cid: str | None = None, **fields: object) -> asyncio.Future[Frame]:
        """Sends a command now, or after the next `welcome`. The future has its `ack`, or raises Refused."""
        cid = cid or secrets.token_urlsafe(12)
        self.tallies.cids.add(cid)
        frame: Frame = {"type": kind, "cid": cid, **fields}
        command = Command(frame, asyncio.get_running_loop().create_future())
        self._commands[cid] = command
        if self._ready:
            self._soon(self._put(frame))
        return command.answer

    async def do(self, kind: str, /, *, cid: str | None = None, **fields: object) -> Frame:
        """Sends a command and returns its `ack`. Raises Refused."""
        async with asyncio.timeout(self.patience):
            return await self.command(kind, cid=cid, **fields)

    async def refused(self, kind: str, /, *, cid: str | None = None, **fields: object) -> str:
        """Sends a command that must be refused; returns the error's code."""
        try:
            ack = await self.do(kind, cid=cid, **fields)
        except Refused as error:
            return error.code
        raise AssertionError(f"{self.name} was not refused: {ack}")

    async def sync(self, conversation: str, after: int | None = None) -> list[Frame]:
        """Asks for everything after `after` (what is held, if not said); returns the pages of `history`."""
        after = self.timeline(conversation).held if after is None else after
        start = len(self.received)
        self._asked.add(conversation)
        await self.put({"type": "sync", "conversation": conversation, "after": after})

        def pages() -> list[Frame] | None:
            found = [
                got.frame
                for got in self.received[start:]
                if got.frame["type"] == "history" and got.frame["conversation"] == conversation
            ]
            return found if found and found[-1]["complete"] else None

        return await self.until(pages)

    # -- hearing ------------------------------------------------------------------------------------------------------

    async def until(self, find: Callable[[], T | None], within: float | None = None) -> T:
        """What `find` finds, as soon as it does; it is asked again after every frame."""
        try:
            async with asyncio.timeout(within or self.patience):
                while not (found := find()):
                    await self._news.wait()
                return found
        except TimeoutError:
            last = "\n".join(str(got.frame)[:300] for got in self.received[-8:])
            raise AssertionError(
                f"{self.name} waited in vain. Closed with {self.closed_with}. The last that came:\n{last}"
            ) from None

    async def frame(self, kind: str, *, since: int = 0, **fields: object) -> Frame:
        """The first frame of a type from the `since`th on that has these fields; waits for it."""
        return await self.until(lambda: next(iter(self.frames(kind, since=since, **fields)), None))

    def frames(self, kind: str, *, since: int = 0, **fields: object) -> list[Frame]:
        """The frames of a type from the `since`th on that have these fields."""
        return [
            got.frame
            for got in self.received[since:]
            if got.frame.get("type") == kind and matches(got.frame, fields)
        ]

    def timeline(self, conversation: str) -> Timeline:
        """What is known of a conversation."""
        return self.timelines.setdefault(conversation, Timeline(conversation))

    async def _take(self, frame: Frame) -> None:
        self.received.append(Received(self.connection, frame))
        match frame["type"]:
            case "welcome":
                self.welcome = frame
                await self._welcomed(frame)
            case "event":
                await self._take_event(frame)
            case "history":
                self._take_history(frame)
            case "ack":
                self.acked.append(frame)
                if (command := self._commands.pop(frame["cid"], None)) and not command.answer.done():
                    command.answer.set_result(frame)
            case "error":
                self._take_error(frame)
            case _:
                self._take_other(frame)
        if self.welcome and not self._ready and frame["type"] in {"welcome", "history", "unassigned"}:
            await self._ready_if_complete()
        self.wake()

    async def _welcomed(self, welcome: Frame) -> None:
        raise NotImplementedError

    def _take_other(self, frame: Frame) -> None:
        pass

    async def _take_event(self, event: Frame) -> None:
        conversation = event["conversation"]
        timeline = self.timeline(conversation)
        if conversation in self._paging:
            timeline.faults.append(f"live: event {event['seq']} came between pages of history")
        if timeline.take(event, Came.LIVE) is Taken.GAP:
            await self._catch_up(conversation)

    async def _catch_up(self, conversation: str) -> None:
        if conversation not in self._asked:
            self._asked.add(conversation)
            after = self.timeline(conversation).held
            await self._put({"type": "sync", "conversation": conversation, "after": after})

    def _take_history(self, page: Frame) -> None:
        conversation = page["conversation"]
        timeline = self.timeline(conversation)
        if page.get("reset"):
            timeline.events.clear()
        before = self._paging.setdefault(conversation, timeline.held)
        known_already = before if page["after"] < before or conversation in self._assigned_here else 0
        for event in page["events"]:
            allowed = event["seq"] <= known_already
            if timeline.take(event, Came.HISTORY, repeats_allowed=allowed) is Taken.GAP:
                timeline.faults.append(f"history: event {event['seq']} is out of its place")
        if page["complete"]:
            del self._paging[conversation]
            self._asked.discard(conversation)
            self._awaited.discard(conversation)

    def _take_error(self, error: Frame) -> None:
        command = self._commands.get(error.get("cid", ""))
        if command is None:
            return
        if error["retryable"]:
            self._soon(self._again(command, error.get("retry_after", 1)))
            return
        del self._commands[error["cid"]]
        if not command.answer.done():
            command.answer.set_exception(Refused(error))

    async def _again(self, command: Command, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._put(command.frame)

    async def _ready_if_complete(self) -> None:
        """Everything missed has come: now what was never acked is sent again."""
        if not self._awaited:
            self._ready = True
            for command in list(self._commands.values()):
                await self._put(command.frame)

    def wake(self) -> None:
        """Has everybody who waits in `until` look again."""
        self._news.set()
        self._news = asyncio.Event()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)
