"""The service for tests: in the test's own event loop, on a free port, with a bot that does as it is told.

The store, the sockets, uvicorn, the training data and the language detector are the real ones.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

from pwdlib import PasswordHash

from api import server
from api.main import Parts, create_app, load_phrasebook, open_store
from api.settings import Settings
from bot.language import LanguageDetector
from bot.replies import TrainingDataPhrasebook
from handoff.model import Agent, Event, Role, new_id
from handoff.ports import Bot, BotFailure, BotState, Guess, Parse, Store

LANGUAGES = ("en", "fi", "pl")
PASSWORD = "correct horse battery"
PAGE = 500


# -- the bot -------------------------------------------------------------------------------------------------


def sure(intent: str, confidence: float = 0.95) -> Parse:
    """A parse that nobody can doubt."""
    return Parse((Guess(intent, confidence), Guess("greet", 0.03)), 0.01)


def unsure(*intents: str) -> Parse:
    """A parse between these intents."""
    return Parse(tuple(Guess(intent, 0.4 - 0.02 * place) for place, intent in enumerate(intents)), 0.1)


OUT_OF_SCOPE = Parse((Guess("greet", 0.04), Guess("goodbye", 0.02)), 0.94)

SCRIPT: Mapping[str, Parse] = MappingProxyType(
    {
        "How long does delivery take?": sure("delivery_time"),
        "Where is my order?": sure("track_order"),
        "Can I return these shoes?": sure("return_policy"),
        "Kuinka kauan toimitus kestää?": sure("delivery_time"),
        "Missä minun tilaukseni on?": sure("track_order"),
        "Voinko palauttaa nämä kengät?": sure("return_policy"),
        "Ile trwa dostawa paczki?": sure("delivery_time"),
        "Gdzie jest moje zamówienie?": sure("track_order"),
        "Czy mogę zwrócić te buty?": sure("return_policy"),
        "Order 12345 ABC-77": sure("track_order"),
        "Hello": sure("greet"),
        "I want to talk to a person": sure("talk_to_human"),
        "Something about my parcel": unsure("delivery_time", "track_order"),
        "Well, the parcel": unsure("track_order", "delivery_time"),
        "I have a complaint": sure("complaint"),
        "What is the capital of France?": OUT_OF_SCOPE,
    }
)


class ScriptedBot:
    """handoff.ports.Bot over a table; whatever is not in it is out of scope. `asked` are the texts it was given.

    `starting`, `goes_down` and `becomes_ready` change its state; between `hesitates` and `makes_up_its_mind` it answers
    nobody, and gives up after `deadline` seconds as the port demands.
    """

    def __init__(self, script: Mapping[str, Parse] = SCRIPT, deadline: float = 2.5) -> None:
        self.script = dict(script)
        self.asked: list[str] = []
        self._deadline = deadline
        self._state = BotState.READY
        self._changed = asyncio.Event()
        self._decided = asyncio.Event()
        self._decided.set()
        self._asking = asyncio.Condition()

    @property
    def state(self) -> BotState:
        return self._state

    async def parse(self, text: str) -> Parse | BotFailure:
        async with self._asking:
            self.asked.append(text)
            self._asking.notify_all()
        if self._state is not BotState.READY:
            return BotFailure.STARTING if self._state is BotState.STARTING else BotFailure.DOWN
        try:
            async with asyncio.timeout(self._deadline):
                await self._decided.wait()
        except TimeoutError:
            return BotFailure.TIMEOUT
        return self.script.get(text, OUT_OF_SCOPE)

    async def wait_until_changed(self) -> BotState:
        await self._changed.wait()
        return self._state

    def starting(self) -> None:
        self._becomes(BotState.STARTING)

    def goes_down(self) -> None:
        self._becomes(BotState.DOWN)

    def becomes_ready(self) -> None:
        self._becomes(BotState.READY)

    def hesitates(self) -> None:
        self._decided.clear()

    def makes_up_its_mind(self) -> None:
        self._decided.set()

    async def was_asked(self, text: str, within: float = 10.0) -> None:
        """Returns once the bot has been given `text`."""
        async with asyncio.timeout(within), self._asking:
            await self._asking.wait_for(lambda: text in self.asked)

    def _becomes(self, state: BotState) -> None:
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()


# -- the time ------------------------------------------------------------------------------------------------


class MovableClock:
    """handoff.ports.Clock: the wall clock, which a test can move forward."""

    def __init__(self) -> None:
        self._ahead_ms = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self._ahead_ms

    def advance(self, seconds: float) -> None:
        self._ahead_ms += int(seconds * 1000)


# -- the service ---------------------------------------------------------------------------------------------


@cache
def _as_written() -> TrainingDataPhrasebook:
    return load_phrasebook(Settings())


def phrasebook() -> TrainingDataPhrasebook:
    """What trainers wrote, read once in a run; each service has its own, since an administrator may customise it."""
    return copy(_as_written())


@cache
def password_hash() -> str:
    """Of PASSWORD, made once in a run: making it is slow on purpose."""
    return PasswordHash.recommended().hash(PASSWORD)


@cache
def detector() -> LanguageDetector:
    """The real one, loaded once in a run: it takes a second."""
    made = LanguageDetector(LANGUAGES)
    made.warm()
    return made


class _Server(server.Server):
    """uvicorn that leaves Ctrl-C to pytest."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class Login:
    """What an agent types in."""

    id: str
    name: str
    password: str = PASSWORD


@dataclass
class Service:
    """A running service. `stop` and `start` again on the same port and the same database: a restart."""

    settings: Settings
    bot: Bot | None  # None: the real client of the Rasa at `settings.bot_url`
    clock: MovableClock = field(default_factory=MovableClock)
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def start(self) -> None:
        self.store: Store = open_store(self.settings)
        parts = Parts(self.store, self.bot, clock=self.clock, phrasebook=phrasebook(), detect=detector())
        app = create_app(self.settings, parts)
        listener = server.listen(self.settings)
        self.settings = self.settings.model_copy(update={"port": listener.getsockname()[1]})
        started = asyncio.Event()
        self._server = _Server(server.config(app, self.settings), started.set)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        up = asyncio.create_task(started.wait())
        await asyncio.wait((up, self._serving), return_when=asyncio.FIRST_COMPLETED)
        if not up.done():
            up.cancel()
            await self._serving
            raise RuntimeError("the service did not start")

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._serving

    @property
    def url(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    async def add_agent(
        self,
        name: str | None = None,
        *,
        languages: tuple[str, ...] = LANGUAGES,
        skills: tuple[str, ...] = (),
        capacity: int = 3,
        role: Role = Role.AGENT,
    ) -> Login:
        name = name or f"agent {next(self._names)}"
        agent = Agent(new_id(), name, role, skills, languages, capacity, password_hash(), self.clock())
        await self.store.write(lambda tx: tx.add(agent))
        return Login(agent.id, agent.name)

    async def stored(self) -> dict[str, list[Event]]:
        """Every event as stored, by conversation."""
        found: dict[str, list[Event]] = {}
        last = ""
        while ids := await self.store.read(lambda tx: tx.conversation_ids(last, PAGE)):  # noqa: B023 awaited at once
            for conversation in ids:
                found[conversation] = await self._events(conversation)
            last = ids[-1]
        return found

    async def _events(self, conversation: str) -> list[Event]:
        events: list[Event] = []
        after = 0
        while page := await self.store.read(lambda tx: tx.events(conversation, after, PAGE)):  # noqa: B023 as above
            events += page
            after = page[-1].seq
        return events

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


@asynccontextmanager
async def serving(
    data: Path, database_url: str | None = None, bot: Bot | None = None, **settings: object
) -> AsyncIterator[Service]:
    """A service on a free port, everything in `data`; with quick sweeps unless `settings` say otherwise.

    Its bot is scripted, unless `bot` or `bot_url` name another.
    """
    chosen = Settings.model_validate(
        {"sweep_seconds": 0.05, **settings, "port": 0, "data": data, "database_url": database_url}
    )
    if bot is None and chosen.bot_url is None:
        bot = ScriptedBot(deadline=chosen.bot_deadline_seconds)
    async with Service(chosen, bot) as service:
        yield service
