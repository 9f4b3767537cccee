"""What a person at the terminal sees while steps run side by side."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_SECONDS_BETWEEN_LINES = 15.0
"""Where there is no terminal (CI, a log file), a sign of life of a running step comes this often."""
_WORTH_TELLING = 1.0
"""Seconds from which on a step's end is told as well."""


class Progress:
    """One line a step that begins or ends and, between them, a running line with what each is doing.

    Safe to call from several threads. `stream` is the terminal or file that is written to.
    """

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._lock = threading.Lock()
        self._running: dict[str, tuple[float, str]] = {}
        self._line_shown = False

    def say(self, step: str, text: str) -> None:
        """Prints one line that stays."""
        with self._lock:
            self._wipe()
            print(f"{step}: {text}", file=self._stream, flush=True)

    def detail(self, step: str, text: str) -> None:
        """Notes what a running step is doing right now, for the running line."""
        with self._lock:
            if step in self._running:
                self._running[step] = (self._running[step][0], text)

    @contextmanager
    def running(self, step: str) -> Iterator[None]:
        """Shows `step` as running as long as the block lasts."""
        since = time.monotonic()
        with self._lock:
            self._running[step] = (since, "")
        try:
            yield
            if time.monotonic() - since > _WORTH_TELLING:
                self.say(step, f"done in {_ago(since)}")
        finally:
            with self._lock:
                del self._running[step]

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Keeps the running line up to date as long as the block lasts."""
        done = threading.Event()
        ticker = threading.Thread(target=self._tick_until, args=(done,), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            done.set()
            ticker.join()
            with self._lock:
                self._wipe()

    def _tick_until(self, done: threading.Event) -> None:
        while not done.wait(0.2 if self._live else _SECONDS_BETWEEN_LINES):
            with self._lock:
                if self._live:
                    self._redraw()
                else:
                    for step, (since, text) in self._running.items():
                        print(f"{step}: {_ago(since)} {text}".rstrip(), file=self._stream, flush=True)

    def _redraw(self) -> None:
        self._wipe()
        width = shutil.get_terminal_size().columns - 1
        running = (f"{step} {_ago(since)} {text}".strip() for step, (since, text) in self._running.items())
        line = " | ".join(running)
        print(line[:width], end="", file=self._stream, flush=True)
        self._line_shown = bool(line)

    def _wipe(self) -> None:
        if self._line_shown:
            print("\r\033[K", end="", file=self._stream, flush=True)
            self._line_shown = False


def _ago(since: float) -> str:
    return f"{time.monotonic() - since:.0f} s"
