"""`vuoro up` as a user starts it: a process of its own, with its own port and data folder."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import anyio
import httpx

from bot.training import model_hash

REPOSITORY = Path(__file__).parents[2]
VUORO = REPOSITORY / ".venv" / "bin" / "vuoro"
TRAINING_DATA = REPOSITORY / "training_data"
MODELS = REPOSITORY / ".cache" / "models"
"""Where tests/rasa_fixture.py keeps what it trained."""

PASSWORD = "correct horse battery"
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: a bot that never comes."""
LANGUAGES = "en,fi,pl"


class Vuoro:
    """A running service; `kill` and `start` again is a crash and a restart on the same port and data."""

    def __init__(self, data: Path, port: int, settings: dict[str, str]) -> None:
        self.data = data
        self.port = port
        self.setup_link: str | None = None
        self._settings = settings
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns once pages are up; the bot may still be starting."""
        self._process = await asyncio.create_subprocess_exec(
            VUORO, "up", "--port", str(self.port), "--data", self.data,
            stdout=PIPE,
            cwd=REPOSITORY,
            env={**os.environ, **self._settings},
        )  # fmt: skip
        greeting = asyncio.Event()
        self._reader = asyncio.create_task(self._listen(greeting))
        with anyio.fail_after(60):
            await greeting.wait()
        await self._pages_are_up()

    async def kill(self) -> None:
        """As a machine that loses its power."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def bot_is_ready(self) -> None:
        """Asks as an operator's monitoring does."""
        async with httpx.AsyncClient(base_url=self.url) as http:
            with anyio.fail_after(240):
                while (await http.get("/health/ready")).json()["bot"] != "ready":  # noqa: ASYNC110 another process
                    await anyio.sleep(0.2)

    async def add_agent(self, name: str, *, languages: str = LANGUAGES, capacity: int = 3) -> None:
        """With the command, beside the running server."""
        command = await asyncio.create_subprocess_exec(
            VUORO, "agent", "add", name, "--data", self.data, "--password-stdin",
            "--languages", languages, "--capacity", str(capacity),
            stdin=PIPE,
            stdout=PIPE,
            cwd=REPOSITORY,
        )  # fmt: skip
        await command.communicate(f"{PASSWORD}\n".encode())
        assert command.returncode == 0, f"agent {name} was not added"

    async def _listen(self, greeting: asyncio.Event) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            words = line.decode().split()
            if words and words[0] == "Console":
                greeting.set()
            if "#setup=" in words[-1]:
                self.setup_link = words[-1]
        # A service that could not start must not be waited for.
        greeting.set()

    async def _pages_are_up(self) -> None:
        async with httpx.AsyncClient(base_url=self.url) as http:
            (await http.get("/health/live")).raise_for_status()

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.send_signal(how)
        await self._process.wait()
        assert self._reader is not None
        await self._reader
        self._process = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


@asynccontextmanager
async def vuoro(data: Path, **settings: str) -> AsyncIterator[Vuoro]:
    """A service on a free port. `settings` as in the environment, without `VUORO_`, in small letters."""
    environment = {f"VUORO_{name.upper()}": value for name, value in settings.items()}
    async with Vuoro(data, free_port(), environment) as running:
        yield running


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def lend_model(data: Path) -> None:
    """Gives a new data folder the model that an earlier test trained, if one did, so that it need not train again."""
    model = f"{model_hash(TRAINING_DATA)}.tar.gz"
    if (MODELS / model).exists():
        (data / "models").mkdir(parents=True, exist_ok=True)
        shutil.copy(MODELS / model, data / "models" / model)
