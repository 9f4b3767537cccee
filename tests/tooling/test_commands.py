"""Programs are run to their end, or to nobody's."""

import os
import select
import threading

import pytest

from tools.commands import CommandFailed, Commands, Stopped


def ignore(_line: str) -> None:
    """Nobody listens."""


def ends(process: int) -> bool:
    """Whether the process, named by an open pidfd, ends (a killed one takes a moment)."""
    return bool(select.select([process], [], [], 10)[0])


def test_what_a_program_says_is_heard_and_kept(tmp_path):
    heard: list[str] = []
    Commands(tmp_path / "logs").run(
        ["sh", "-c", "echo one; echo two >&2"], log="step.log", on_line=heard.append
    )
    assert heard == ["one", "two"]
    assert "one\ntwo\n" in (tmp_path / "logs" / "step.log").read_text(encoding="utf-8")


def test_a_program_that_fails_leaves_its_last_words(tmp_path):
    with pytest.raises(CommandFailed) as failure:
        Commands(tmp_path).run(["sh", "-c", "echo 'no space left'; exit 3"], log="log", on_line=ignore)
    assert failure.value.last_lines == ("no space left",)


def test_a_program_that_is_not_there_fails(tmp_path):
    with pytest.raises(CommandFailed):
        Commands(tmp_path).run(["/nowhere/to/be/found"], log="log", on_line=ignore)


@pytest.mark.parametrize("manners", ["", "trap '' TERM;"], ids=["polite", "deaf to SIGTERM"])
def test_stopping_leaves_no_process_behind_not_even_a_grandchild(tmp_path, manners):
    commands = Commands(tmp_path, seconds_to_stop=0.2)
    processes: list[int] = []
    started = threading.Event()
    outcome: list[Stopped] = []

    def hear(line: str) -> None:
        processes.extend(os.pidfd_open(int(word)) for word in line.split())
        started.set()

    def run() -> None:
        try:
            commands.run(
                ["sh", "-c", f"{manners} sleep 600 & echo $$ $!; wait; wait"], log="log", on_line=hear
            )
        except Stopped as stopped:
            outcome.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(10)
    commands.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert outcome
    assert len(processes) == 2
    assert all(ends(process) for process in processes)
    for process in processes:
        os.close(process)


def test_after_stopping_nothing_begins(tmp_path):
    commands = Commands(tmp_path)
    commands.stop()
    with pytest.raises(Stopped):
        commands.run(["touch", str(tmp_path / "made")], log="log", on_line=ignore)
    assert not (tmp_path / "made").exists()
