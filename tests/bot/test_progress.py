from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.progress import Steps


def test_elsewhere_than_on_a_terminal_each_step_is_one_line() -> None:
    output = io.StringIO()
    with Steps(Console(file=output, force_terminal=False)) as report:
        report("Fetching [it]")
        report("Training")
    assert output.getvalue() == "Fetching [it] …\nTraining …\n"


def test_on_a_terminal_each_step_ends_with_a_mark_and_its_seconds() -> None:
    output = io.StringIO()
    with Steps(Console(file=output, force_terminal=True, color_system=None)) as report:
        report("Fetching")
        report("Training")
    assert "✓ Fetching (0 s)" in output.getvalue()
    assert "✓ Training (0 s)" in output.getvalue()


def test_a_step_that_fails_is_not_ticked_off() -> None:
    output = io.StringIO()
    steps = Steps(Console(file=output, force_terminal=True, color_system=None))
    with pytest.raises(ValueError, match="oops"), steps:
        _fail_while_training(steps)
    assert "✗ Training" in output.getvalue()


def _fail_while_training(report: Steps) -> None:
    report("Training")
    raise ValueError("oops")
