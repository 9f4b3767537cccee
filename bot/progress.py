"""Says what is going on: a spinner with seconds on a terminal, one line a step elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Report = Callable[[str], None]
"""Takes the name of the step that begins now."""


def silent(step: str) -> None:
    """A Report for those who do not want to know."""


class Steps:
    """A Report to a console. `with Steps() as report:` shows each step until the next one begins."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False)
        self._spinner: Progress | None = None
        self._step: str | None = None
        self._since = 0.0

    def __enter__(self) -> Self:
        return self

    def __call__(self, step: str) -> None:
        """Finishes the step before and begins this one."""
        self._finish("[green]✓[/]")
        self._step, self._since = step, time.monotonic()
        if self._console.is_terminal:
            self._spinner = Progress(
                SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
                console=self._console, transient=True,
            )  # fmt: skip
            self._spinner.add_task(f"{step} …", total=None)
            self._spinner.start()
        else:
            self._console.print(f"{step} …", markup=False)

    def done(self, sentence: str) -> None:
        """Finishes the step and says what is so now; nothing is going on any more."""
        self._finish("[green]✓[/]")
        self._console.print(sentence)

    def fail(self, sentence: str) -> None:
        """The step came to nothing, for the reason given."""
        self._finish("[red]✗[/]")
        self._console.print(sentence)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish("[green]✓[/]" if error is None else "[red]✗[/]")

    def _finish(self, mark: str) -> None:
        if self._spinner is not None:
            self._spinner.stop()
            self._spinner = None
            seconds = time.monotonic() - self._since
            self._console.print(f"{mark} {self._step} [dim]({seconds:.0f} s)[/]")
        self._step = None
