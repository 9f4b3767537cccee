"""Runs other programs so that none of them stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path


class CommandFailed(Exception):
    """A program ended with an error; `last_lines` are the end of what it said."""

    def __init__(self, command: Sequence[str], last_lines: Iterable[str]) -> None:
        super().__init__(" ".join(command))
        self.last_lines = tuple(last_lines)


class Stopped(Exception):
    """The person at the terminal wants everything to stop."""


class Commands:
    """The programs that run now. Each leads a process group of its own, so that `stop` reaches its children too.

    What a program prints is kept in the folder `logs`. A program that is asked to stop has `seconds_to_stop` to do so.
    """

    def __init__(self, logs: Path, *, seconds_to_stop: float = 5.0) -> None:
        self._logs = logs
        self._seconds_to_stop = seconds_to_stop
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._stopping = False

    def run(
        self,
        command: Sequence[str],
        *,
        log: str,
        on_line: Callable[[str], None],
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Runs `command` to its end; what it prints goes to the end of `log`, and line by line to `on_line`.

        Raises CommandFailed if it ends with an error or cannot be started, Stopped after `stop`.
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        last_lines: deque[str] = deque(maxlen=20)
        with (self._logs / log).open("a", encoding="utf-8") as file:
            print("$", *command, file=file, flush=True)
            with self._running_program(command, cwd, env) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    file.write(line)
                    if text := line.strip():
                        last_lines.append(text)
                        on_line(text)
        if self._stopping:
            raise Stopped
        if process.returncode != 0:
            raise CommandFailed(command, last_lines)

    def stop(self) -> None:
        """Ends every program that runs and lets none begin; returns when all are gone."""
        with self._lock:
            self._stopping = True
            running = list(self._running)
        for process in running:
            _signal_group(process, signal.SIGTERM)
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(self._seconds_to_stop)
            # Also when the leader has gone: one of its children may have stayed.
            _signal_group(process, signal.SIGKILL)
            process.wait()

    @contextmanager
    def _running_program(
        self, command: Sequence[str], cwd: Path | None, env: Mapping[str, str] | None
    ) -> Iterator[subprocess.Popen[str]]:
        process = self._start(command, cwd, env)
        try:
            with process:  # waits for its end
                yield process
        finally:
            with self._lock:
                self._running.discard(process)

    def _start(
        self, command: Sequence[str], cwd: Path | None, env: Mapping[str, str] | None
    ) -> subprocess.Popen[str]:
        with self._lock:
            if self._stopping:
                raise Stopped
            try:
                process = subprocess.Popen(
                    command,
                    cwd=cwd,
                    env={**os.environ, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    start_new_session=True,
                )
            except OSError as error:
                raise CommandFailed(command, [str(error)]) from error
            self._running.add(process)
            return process


def _signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS refuses a group of zombies
        os.killpg(process.pid, number)
