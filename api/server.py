"""uvicorn with our settings: one socket, our limits, and a word to the terminal once it serves."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.frames import FRAME_LIMIT
from api.settings import Settings

DRAIN_SECONDS = 10


class Refused(Exception):
    """The service cannot start; the message is one sentence for the operator."""


class Server(uvicorn.Server):
    """Calls `started` with its port as soon as pages are up."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A second Ctrl-C ends everything at once; what is cut off by it is no news to anybody."""
        if self.should_exit:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._on_started()


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises Refused where the port or the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except PermissionError:
        listener.close()
        raise Refused(
            f"Port {settings.port} may not be used by you: choose one above 1023 with --port."
        ) from None
    except OSError:
        listener.close()
        raise Refused(
            f"Port {settings.port} on {settings.host} is in use: stop the other program, or choose another with --port."
        ) from None
    listener.set_inheritable(True)
    return listener


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Holds the data folder for this server: the embedded database has one. Raises Refused where another holds it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = os.open(data / "server.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused(
            f"The data folder {data} cannot be used ({error.strerror}): make it writable, or name another with --data."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused(
            f"Another Vuoro serves from {data}: stop it, or name another data folder with --data."
        ) from None
    finally:
        os.close(lock)


def config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """uvicorn's configuration. permessage-deflate is refused; pings find dead peers (docs/protocol.md, "Heartbeat")."""
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=FRAME_LIMIT,
        ws_ping_interval=settings.ping_seconds,
        ws_ping_timeout=settings.ping_seconds,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
