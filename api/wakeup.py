"""Between processes: what this one announces, and what it does when another one did (docs/decisions, "bus")."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import structlog

from api.board import Board
from api.delivery import Delivery
from handoff.desk.common import Advance
from handoff.dispatcher import Dispatcher
from handoff.model import Conversation, Event
from handoff.ports import Bus

RECHECK_SECONDS = 5.0  # what a lost wake-up costs at most
log = structlog.get_logger(__name__)


AskBot = Callable[[Conversation, Event | None], None]


class Announcer:
    """Implements `handoff.desk.common.Signals`: here at once, elsewhere through the bus.

    `ask_bot` is the answerer's; it is given after both exist, since each tells the other.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._delivery: Delivery | None = None
        self._board: Board | None = None
        self._dispatcher: Dispatcher | None = None
        self._ask_bot: AskBot | None = None

    def connect(self, delivery: Delivery, board: Board, dispatcher: Dispatcher, ask_bot: AskBot) -> None:
        """Says who is told."""
        self._delivery, self._board, self._dispatcher = delivery, board, dispatcher
        self._ask_bot = ask_bot

    def advanced(self, advance: Advance) -> None:
        if self._delivery is not None:
            self._delivery.advanced(advance)
        if advance.events:
            first = advance.events[0].seq
            self._publish([advance.conversation, advance.visitor, advance.agent, first, advance.last_seq])

    def board_changed(self) -> None:
        self._board_changed()
        self._publish([])

    def bot_owes(self, conversation: Conversation, only: Event | None) -> None:
        if self._ask_bot is not None:
            self._ask_bot(conversation, only)

    def heard(self, message: bytes) -> None:
        """Another process has announced something."""
        try:
            told = json.loads(message)
            if not told:
                self._board_changed()
            elif self._delivery is not None:
                conversation, visitor, agent, first, last = told
                self._delivery.elsewhere(conversation, visitor, agent, int(first), int(last))
        except (ValueError, TypeError) as error:
            log.warning("the bus said something strange", error=type(error).__name__)

    async def recheck_forever(self) -> None:
        """Looks every few seconds for what the bus did not tell; runs until cancelled."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            if self._delivery is not None:
                await self._delivery.recheck()
            self._board_changed()

    def _board_changed(self) -> None:
        if self._board is not None and self._dispatcher is not None:
            self._board.changed()
            self._dispatcher.kick()

    def _publish(self, told: list[object]) -> None:
        self._bus.publish(json.dumps(told).encode())
