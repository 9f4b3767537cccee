"""One connection's life: accept, hello, then a reader doing one command after another and a writer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from pydantic import TypeAdapter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from api.connection import Connection
from api.frames import FRAME_LIMIT, Rejected, parse
from api.outbox import Outbox
from api.settings import Settings
from api.site import SiteNow
from handoff.desk.common import Ack
from handoff.errors import Code, HandoffError
from handoff.transcript import timestamp

SUBPROTOCOL = "vuoro.v1"
NO_HELLO, BAD_CREDENTIALS, ORIGIN = 4501, 4502, 4503
GOODBYE, BAD_FRAMES, TOO_BIG, TROUBLE = 1000, 1008, 1009, 1011
MOST_REJECTED = 10
ABORT_SECONDS = 5.0
log = structlog.get_logger(__name__)


class Refused(Exception):
    """The connection ends before its welcome, with this close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def accept(websocket: WebSocket, settings: Settings, site: SiteNow) -> bool:
    """Accepts the socket; one of a strange origin is closed with 4503. The subprotocol is echoed if offered."""
    offered = websocket.scope.get("subprotocols", [])
    await websocket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
    if _origin_allowed(websocket, settings, site):
        return True
    await websocket.close(ORIGIN)
    return False


def _origin_allowed(websocket: WebSocket, settings: Settings, site: SiteNow) -> bool:
    origin = websocket.headers.get("origin")
    if origin is None:
        return not settings.require_origin
    same = urlsplit(origin).netloc == websocket.headers.get("host")
    return same or site.allows(origin.rstrip("/"))


async def refuse(websocket: WebSocket, refused: Refused) -> None:
    """Closes a socket that never got its welcome, unless the peer has gone already."""
    if websocket.client_state is not WebSocketState.DISCONNECTED:
        await websocket.close(refused.code)


async def first_frame(websocket: WebSocket, frames: TypeAdapter[Any], hello: type, seconds: float) -> Any:
    """The hello. Raises Refused(4501) when none comes in time, or something else comes first."""
    try:
        async with asyncio.timeout(seconds):
            frame = parse(frames, await _receive(websocket))
    except (TimeoutError, Rejected, WebSocketDisconnect):
        raise Refused(NO_HELLO) from None
    if not isinstance(frame, hello):
        raise Refused(NO_HELLO)
    return frame


async def converse(
    websocket: WebSocket,
    connection: Connection,
    frames: TypeAdapter[Any],
    welcome: Callable[[], Awaitable[None]],
    act: Callable[[Any], Awaitable[Ack | None]],
) -> None:
    """Welcomes, then reads and writes until either side ends it. Returns when the socket is closed."""
    reader = asyncio.create_task(_read(websocket, connection, frames, welcome, act))
    writer = asyncio.create_task(connection.outbox.drain(websocket.send_text))
    try:
        await asyncio.wait((reader, writer), return_when=asyncio.FIRST_COMPLETED)
        await _finish_writing(websocket, connection.outbox, reader, writer)
    finally:
        reader.cancel()
        writer.cancel()
        await asyncio.gather(reader, writer, return_exceptions=True)


async def _finish_writing(
    websocket: WebSocket, outbox: Outbox, reader: asyncio.Task[None], writer: asyncio.Task[None]
) -> None:
    """Closes with the outbox's code; a peer that reads nothing is left after five seconds."""
    if reader.done() and outbox.closing is None:
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            log.error("a connection failed", **origin_of(error))
        outbox.close(GOODBYE if error is None else TROUBLE)
    if websocket.client_state is WebSocketState.DISCONNECTED:
        return
    try:
        async with asyncio.timeout(ABORT_SECONDS):
            await asyncio.wait((writer,))
            await websocket.close(outbox.closing or GOODBYE)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):
        log.debug("a connection did not take its close")


async def _read(
    websocket: WebSocket,
    connection: Connection,
    frames: TypeAdapter[Any],
    welcome: Callable[[], Awaitable[None]],
    act: Callable[[Any], Awaitable[Ack | None]],
) -> None:
    """One frame after another, each answered before the next is read. Ends at the peer's close or ours."""
    rejected = 0
    try:
        await welcome()
    except HandoffError:
        connection.outbox.close(TROUBLE)
    while connection.outbox.closing is None:
        try:
            frame = parse(frames, await _receive(websocket))
            ack = await _answered(connection, frame, act)
            if ack is not None:
                connection.send(_ack(ack))
        except Rejected as error:
            rejected += 1
            connection.send(error_frame(error.code, error.cid, error.detail))
            if rejected >= MOST_REJECTED:
                connection.outbox.close(BAD_FRAMES)
        except Refused as error:
            connection.outbox.close(error.code)
        except WebSocketDisconnect:
            return


async def _answered(
    connection: Connection, frame: Any, act: Callable[[Any], Awaitable[Ack | None]]
) -> Ack | None:
    try:
        return await act(frame)
    except HandoffError as error:
        connection.send(error_frame(error.code, getattr(frame, "cid", None), error.detail))
    except Exception as error:  # noqa: BLE001 the visitor's message is not acked and will be sent again
        log.error("a command failed", command=frame.type, **origin_of(error))  # noqa: TRY400 its words may be a visitor\'s
        connection.outbox.close(TROUBLE)
    return None


async def _receive(websocket: WebSocket) -> str:
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    text: str | None = message.get("text")
    if text is None:
        raise Rejected(Code.BAD_FRAME, None, "frames are text")
    if len(text) > FRAME_LIMIT:
        raise Refused(TOO_BIG)
    return text


def origin_of(error: BaseException) -> dict[str, str]:
    """What a log may know of an unexpected error: its type and place, never its words, which may be a visitor's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return {"error": type(error).__name__, "at": place}


def error_frame(code: Code, cid: str | None, detail: str) -> dict[str, Any]:
    """An `error` of the protocol."""
    frame = {
        "type": "error",
        "code": code,
        "retryable": HandoffError(code, detail).retryable,
        "detail": detail,
    }
    if cid is not None:
        frame["cid"] = cid
    if frame["retryable"]:
        frame["retry_after"] = 1
    return frame


def _ack(ack: Ack) -> dict[str, Any]:
    return {
        "type": "ack",
        "cid": ack.cid,
        "conversation": ack.conversation,
        "seq": ack.seq,
        "id": ack.id,
        "at": timestamp(ack.at),
    }
