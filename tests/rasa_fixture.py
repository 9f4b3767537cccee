"""The real Rasa for tests: trained and started once in a run, whoever asks first.

A test takes the fixture `rasa`; a conftest offers it with `from tests.rasa_fixture import rasa`.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from anyio.from_thread import start_blocking_portal

from bot.environment import ensure_rasa_environment
from bot.process import RasaProcess
from bot.progress import Steps
from bot.rasa_api import Address
from bot.training import Trainer
from handoff.ports import BotState

REPOSITORY = Path(__file__).parents[1]
TRAINING_DATA = REPOSITORY / "training_data"
CACHE = REPOSITORY / ".cache"


@dataclass(frozen=True, slots=True)
class RunningRasa:
    """Where the real bot answers, and what it was started from."""

    url: str
    secret: str
    model: Path
    python: Path

    @property
    def address(self) -> Address:
        return Address(self.url, self.secret)


_RUNNING = pytest.StashKey[RunningRasa]()


@pytest.fixture(scope="session")
def rasa(pytestconfig: pytest.Config) -> RunningRasa:
    """The real bot. Two conftests that offer it share one process: it belongs to the run, not to the fixture."""
    if _RUNNING not in pytestconfig.stash:
        pytestconfig.stash[_RUNNING] = _start(pytestconfig)
    return pytestconfig.stash[_RUNNING]


def _start(config: pytest.Config) -> RunningRasa:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    portal = stack.enter_context(start_blocking_portal("asyncio"))
    with Steps() as report:
        python = ensure_rasa_environment(report)
        model = portal.call(Trainer(TRAINING_DATA, CACHE, python).ensure_model, report)
        report("Starting Rasa")
        process = RasaProcess(python, model, CACHE)
        stack.enter_context(portal.wrap_async_context_manager(process))
        portal.call(_until_ready, process)
    assert process.address.secret is not None
    return RunningRasa(process.address.url, process.address.secret, model, python)


async def _until_ready(process: RasaProcess) -> None:
    with anyio.fail_after(150):
        while process.state.value is not BotState.READY:
            await process.state.changed()
