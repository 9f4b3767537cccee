"""Steps are done in order, side by side where possible, and once."""

import io
import re
import subprocess
import threading
from pathlib import Path

import pytest

from tools.commands import Commands, Stopped
from tools.prepare import needed, prepare
from tools.progress import Progress
from tools.steps import STEPS, Job, Step, StepFailed

ROOT = Path(__file__).parents[2]


def quiet() -> Progress:
    return Progress(io.StringIO())


def test_what_is_named_brings_what_it_needs():
    assert set(needed(["rasa-env"])) == {"rasa-env", "env", "uv"}


def test_every_step_needs_only_steps_that_exist():
    assert {need for step in STEPS.values() for need in step.needs} <= STEPS.keys()


def test_every_step_that_make_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {step for line in re.findall(r"\$\(PREPARE\) (.+)", makefile) for step in line.split()}
    assert named <= STEPS.keys()


def test_make_alone_lists_every_target():
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    assert re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE) == phony[1].split()


def test_a_step_is_done_after_those_it_needs(tmp_path):
    done: list[str] = []
    plan = {
        "first": Step(lambda job: done.append(job.name)),
        "second": Step(lambda job: done.append(job.name), ("first",)),
        "third": Step(lambda job: done.append(job.name), ("first", "second")),
    }
    prepare(["third"], quiet(), Commands(tmp_path), plan)
    assert done == ["first", "second", "third"]


def test_steps_that_do_not_need_each_other_run_side_by_side(tmp_path):
    both_run = threading.Barrier(2, timeout=10)
    prepare(
        ["a", "b"], quiet(), Commands(tmp_path), dict.fromkeys("ab", Step(lambda _: both_run.wait() and None))
    )


def test_a_step_that_fails_stops_the_others(tmp_path):
    other_runs = threading.Event()
    outcome: list[BaseException] = []

    def fail(job: Job) -> None:
        assert other_runs.wait(10)
        raise StepFailed(job.name, "There is no more room: free some.")

    def never_end(job: Job) -> None:
        listening = Job(job.name, Heard(other_runs), job.commands)
        try:
            listening.run("sh", "-c", "echo here; sleep 600", advice="cannot fail")
        except Stopped as stopped:
            outcome.append(stopped)
            raise

    plan = {"fail": Step(fail), "never-end": Step(never_end)}
    with pytest.raises(StepFailed, match="free some"):
        prepare(list(plan), quiet(), Commands(tmp_path), plan)
    assert outcome


class Heard(Progress):
    """Sets an event at the first line that a step's program says."""

    def __init__(self, event: threading.Event) -> None:
        super().__init__(io.StringIO())
        self._event = event

    def detail(self, step: str, text: str) -> None:
        super().detail(step, text)
        self._event.set()
