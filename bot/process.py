"""A Rasa process of our own: started, watched, restarted, and never left behind."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import tempfile
from asyncio.subprocess import Process
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from bot.environment import RASA_PROJECT, rasa_variables
from bot.rasa_api import Address, rasa_client
from bot.state import StateCell
from bot.upstream import DEFAULT_WATCH, HealthProbe, Watch
from handoff.ports import BotState

LOOPBACK = "127.0.0.1"

log = structlog.get_logger(__name__)


class RasaProcess:
    """bot.upstream.Upstream over a child process that serves `model`. `async with` starts and stops it.

    `python` is the interpreter of Rasa's environment; `data` gets logs/rasa.log.
    `starting` until it answers; `down` while it waits to be restarted and, when it never came up, until it does.
    """

    def __init__(
        self,
        python: Path,
        model: Path,
        data: Path,
        watch: Watch = DEFAULT_WATCH,
        project: Path = RASA_PROJECT,
    ) -> None:
        self._command: tuple[Path | str, ...] = (
            python.absolute(),
            project.absolute() / "serve.py",
            "--model",
            model.absolute(),
        )
        self._log_file = data.absolute() / "logs" / "rasa.log"
        self._watch = watch
        self._address = Address(f"http://{LOOPBACK}:{_free_port()}", secrets.token_urlsafe(32))
        self._state = StateCell()
        self._http = rasa_client()
        self._probe = HealthProbe(self._http, self._state, watch)
        self._keeper: asyncio.Task[None] | None = None
        self._process: Process | None = None
        self._temporary: Path | None = None

    @property
    def address(self) -> Address:
        """Where it is; the port changes when another program took it between two lives."""
        return self._address

    @property
    def state(self) -> StateCell:
        """How it is."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        return None if self._process is None else self._process.pid

    def doubt(self) -> None:
        """Counts it as down until a probe says otherwise."""
        self._probe.doubt()

    async def __aenter__(self) -> Self:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        self._keeper = asyncio.create_task(self._keep_running(), name="rasa process")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Ends the process and the watching, within `watch.stop` seconds and a moment; harmless when repeated."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        await self._end()  # the keeper may have been interrupted in the middle of that
        await self._http.aclose()
        self._state.set(BotState.DOWN)

    async def _keep_running(self) -> None:
        """One life of the process after the other, with a growing pause between them."""
        backoff = self._watch.backoff
        while True:
            ready_seconds = await self._live()
            if ready_seconds > self._watch.settled:
                backoff = self._watch.backoff
            log.warning("rasa is down, restarting it", in_seconds=backoff, log=str(self._log_file))
            await asyncio.sleep(backoff)
            backoff = min(2 * backoff, self._watch.longest_backoff)
            if ready_seconds:
                # One that worked before will most likely work again; one that never came up stays down until it does.
                self._state.set(BotState.STARTING)

    async def _live(self) -> float:
        """One life, from start to end. Returns for how many seconds it was ready (0 when it never was)."""
        clock = asyncio.get_running_loop().time
        try:
            process = await self._start()
            if not await _while_it_runs(process, self._probe.until_well(self._address), self._watch.start):
                return 0.0
            ready = clock()
            log.info("rasa is ready", url=self._address.url, pid=process.pid)
            await _while_it_runs(process, self._probe.until_sick(self._address), None)
            return clock() - ready
        except OSError as error:
            log.warning("rasa cannot be started", reason=str(error))
            return 0.0
        finally:
            self._state.set(BotState.DOWN)
            await self._end()

    async def _start(self) -> Process:
        if not _is_free(int(self._address.url.rpartition(":")[2])):
            self._address = Address(f"http://{LOOPBACK}:{_free_port()}", self._address.secret)
        # Rasa unpacks the model here; of its own it would leave that behind when it is stopped in the middle.
        self._temporary = Path(tempfile.mkdtemp(prefix="vuoro-rasa-"))
        # Being cancelled in the middle of a start must not leave a process that nobody knows.
        starting = asyncio.create_task(self._spawn(self._temporary))
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            await starting
            raise
        assert process.stdin is not None
        process.stdin.write(f"{self._address.secret}\n".encode())
        return process

    async def _spawn(self, temporary: Path) -> Process:
        port = self._address.url.rpartition(":")[2]
        _keep_small(self._log_file)
        with self._log_file.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                *("--supervised", "--interface", LOOPBACK, "--port", port),
                stdin=asyncio.subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=temporary,
                env=rasa_variables(temporary),
                start_new_session=True,  # Ctrl-C is ours to handle, and the whole group can be ended at once
            )
        return self._process

    async def _end(self) -> None:
        """Ends the process, if there is one, and all that it started."""
        process = self._process
        if process is not None:
            _signal_group(process, signal.SIGTERM)
            try:
                async with asyncio.timeout(self._watch.stop):
                    await process.wait()
            except TimeoutError:
                pass  # Sanic takes seconds to say goodbye to idle connections; nothing is lost by not waiting
            _signal_group(process, signal.SIGKILL)
            await process.wait()
            self._process = None
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)


async def _while_it_runs(process: Process, work: Coroutine[None, None, None], patience: float | None) -> bool:
    """Does `work` until it is done, the process has ended or `patience` seconds are over; whether it was done."""
    working, running = asyncio.create_task(work), asyncio.create_task(process.wait())
    try:
        await asyncio.wait((working, running), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        return working.done() and working.result() is None
    finally:
        working.cancel()
        running.cancel()
        await asyncio.gather(working, running, return_exceptions=True)


def _signal_group(process: Process, number: signal.Signals) -> None:
    """Signals the process and its children; the group bears its leader's number (start_new_session)."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass  # all of them are gone
    except PermissionError:
        pass  # macOS says this of a group of which only the unreaped leader is left


def _keep_small(log_file: Path, most_bytes: int = 5_000_000) -> None:
    """Sets a log aside that has grown large; one old one is kept."""
    if log_file.exists() and log_file.stat().st_size > most_bytes:
        log_file.replace(log_file.with_suffix(".old.log"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
