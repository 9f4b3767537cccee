from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.process import RasaProcess
from bot.upstream import Watch
from tests.bot.servers import FaultyServer
from tests.bot.shop import write_shop
from tests.rasa_fixture import rasa

__all__ = ["rasa"]

FAKE_PROJECT = Path(__file__).parent / "fake_project"

# As the real one, only quicker.
QUICK = Watch(
    start=20.0,
    poll=0.02,
    probe=0.1,
    retry=0.05,
    deadline=0.3,
    backoff=0.05,
    longest_backoff=0.2,
    settled=60.0,
    stop=0.5,
)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as running:
        yield running


@pytest.fixture
def fake_rasa(tmp_path: Path) -> Callable[..., RasaProcess]:
    """Makes a RasaProcess over fake_project/serve.py that behaves as told."""

    def make(behaviour: str = "well", watch: Watch = QUICK) -> RasaProcess:
        model = tmp_path / "model"
        model.write_text(behaviour)
        return RasaProcess(Path(sys.executable), model, tmp_path, watch, FAKE_PROJECT)

    return make


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small training_data folder with nothing wrong in it."""
    return write_shop(tmp_path / "training_data")
