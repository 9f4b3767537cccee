"""A process that owns a RasaProcess, to be killed by a test: prints the child's number when it is ready."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.process import RasaProcess
from tests.bot.conftest import FAKE_PROJECT, QUICK


async def main(folder: Path) -> None:
    model = folder / "model"
    model.write_text("well")
    async with RasaProcess(Path(sys.executable), model, folder, QUICK, FAKE_PROJECT) as rasa:
        await rasa.state.changed()
        print(rasa.pid, flush=True)
        await asyncio.Event().wait()


asyncio.run(main(Path(sys.argv[1])))
