"""A Rasa of our own from nothing: its environment, its model, its process; people can be reached all the while."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from bot.environment import ensure_rasa_environment
from bot.errors import BotError
from bot.process import RasaProcess
from bot.progress import Report
from bot.rasa_api import Address
from bot.state import StateCell
from bot.training import Trainer, newest_model
from handoff.ports import BotState

log = structlog.get_logger(__name__)


class OwnRasa:
    """bot.upstream.Upstream that trains, if the data changed, and then serves. `async with` starts and stops it.

    Data that cannot be trained leaves the model that was trained last in service; with none, the bot is down. `report`
    is told the steps, `ready` that the bot is (again), `complain` the one sentence that says what is wrong.
    """

    def __init__(
        self,
        training_data: Path,
        data: Path,
        default_language: str,
        report: Report,
        ready: Report,
        complain: Report,
    ) -> None:
        self._training_data = training_data
        self._data = data
        self._default_language = default_language
        self._report = report
        self._ready = ready
        self._complain = complain
        self._state = StateCell()
        self._process: RasaProcess | None = None
        self.model: Path | None = None  # the one in service, once there is one
        self._life: asyncio.Task[None] | None = None

    @property
    def address(self) -> Address:
        """Where it is, once it has started."""
        return Address("") if self._process is None else self._process.address

    @property
    def state(self) -> StateCell:
        """How it is; `starting` covers training."""
        return self._state

    def doubt(self) -> None:
        """Counts it as down until a probe says otherwise."""
        if self._process is not None:
            self._process.doubt()

    async def __aenter__(self) -> Self:
        self._life = asyncio.create_task(self._live(), name="own rasa")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)

    async def _live(self) -> None:
        try:
            python = await asyncio.to_thread(ensure_rasa_environment, self._report)
            trainer = Trainer(
                self._training_data, self._data, python, default_language=self._default_language
            )
            model = self.model = await self._model(trainer)
        except BotError as error:
            self._complain(str(error))
            self._state.set(BotState.DOWN)
            return
        self._report("Starting the bot")
        async with RasaProcess(python, model, self._data) as process:
            self._process = process
            while True:
                self._state.set(process.state.value)
                if process.state.value is BotState.READY:
                    self._ready("The bot is ready.")
                await process.state.changed()

    async def _model(self, trainer: Trainer) -> Path:
        try:
            return await trainer.ensure_model(self._report)
        except BotError as error:
            older = newest_model(trainer.models)
            if older is None:
                raise
            self._complain(f"{error} The model trained last stays in service.")
            return older
