"""Gets the parts of Vuoro ready that are named on the command line, with what they need, side by side where possible.

    python -m tools.prepare env rasa-env widget

A step that is up to date takes no time. Everything that steps print is kept in `.cache/log/`; here a line a step is
shown and, when one fails, the end of its log and a sentence that says what to do.
"""

from __future__ import annotations

import fcntl
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from graphlib import TopologicalSorter
from types import FrameType

from tools.commands import Commands, Stopped
from tools.progress import Progress
from tools.steps import CACHE, STEPS, Job, Step, StepFailed

_INTERRUPTED = 130
"""What a shell reports for a program that Ctrl-C ended."""


def needed(wanted: Sequence[str], steps: Mapping[str, Step] = STEPS) -> dict[str, set[str]]:
    """The steps in `wanted` and all they need, each with the steps it needs. Raises KeyError for an unknown name."""
    graph: dict[str, set[str]] = {}
    ahead = [*wanted]
    while ahead:
        name = ahead.pop()
        if name not in graph:
            graph[name] = set(steps[name].needs)
            ahead.extend(graph[name])
    return graph


def prepare(
    wanted: Sequence[str], progress: Progress, commands: Commands, steps: Mapping[str, Step] = STEPS
) -> None:
    """Does the steps in `wanted` and what they need.

    Raises StepFailed of the first step that fails, after all others have been stopped.
    """
    order = TopologicalSorter(needed(wanted, steps))
    order.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor() as pool, progress.ticking():
        try:
            while order.is_active():
                for name in order.get_ready():
                    running[pool.submit(_do, steps[name], Job(name, progress, commands))] = name
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                    order.done(running.pop(future))
        except BaseException:
            commands.stop()
            raise


def _do(step: Step, job: Job) -> None:
    with job.progress.running(job.name):
        step.do(job)


@contextmanager
def _alone(progress: Progress) -> Iterator[None]:
    """Waits until no other `make` prepares this copy of the repository."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("prepare", "waiting for another make in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in _STOPPING:
        # An impatient second Ctrl-C must not cut short the stopping of what runs.
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    """The exit status for the shell."""
    for number in _STOPPING:
        signal.signal(number, _interrupt)
    progress = Progress()
    try:
        with _alone(progress):
            prepare(sys.argv[1:], progress, Commands(CACHE / "log"))
    except StepFailed as failure:
        print(*(f"    {line}" for line in failure.last_lines), sep="\n", file=sys.stderr)
        print(f"{failure.step}: {failure}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"This folder cannot be prepared: {error}.", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Stopped):
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return _INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
