"""The only place where parts are wired: settings in, application out."""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from rich.console import Console

from api import errors, pages, rest
from api.agent_socket import AgentSockets
from api.auth import Auth
from api.background import running
from api.board import Board
from api.delivery import Delivery
from api.hub import Hub
from api.rest.guard import Guard
from api.server import Refused
from api.settings import Settings
from api.site import SiteNow
from api.upkeep import Upkeep
from api.visitor_socket import VisitorSockets
from api.wakeup import Announcer
from bot.client import RasaBot
from bot.environment import ensure_rasa_environment, rasa_version
from bot.errors import BotError
from bot.language import LanguageDetector
from bot.launch import OwnRasa
from bot.progress import Report, Steps, silent
from bot.rasa_api import Address
from bot.remote import RemoteRasa
from bot.replies import TrainingDataPhrasebook
from bot.training import Trainer
from bot.upstream import DEFAULT_WATCH, Upstream
from handoff.answering import Answerer, Waker
from handoff.bus.memory import MemoryBus
from handoff.bus.redis import RedisBus
from handoff.desk.admin import AdminDesk
from handoff.desk.agent import AgentDesk
from handoff.desk.visitor import VisitorDesk
from handoff.dispatcher import Dispatcher
from handoff.model import new_id
from handoff.policy import Policy
from handoff.ports import Bot, Bus, Clock, Detector, Store
from handoff.storage.migrate import newest_schema, upgrade_postgres, upgrade_sqlite
from handoff.storage.postgres import PostgresStore
from handoff.storage.sqlite import SqliteStore, StorageRefused
from handoff.triage import Thresholds


@dataclass(frozen=True, slots=True)
class Voices:
    """Who hears what happens while the bot is made ready, and what is wrong with it."""

    report: Report = silent
    ready: Report = silent
    complain: Report = silent


@dataclass(slots=True)
class Parts:
    """What stands in for a part of `create_app`, in tests; None leaves the real one."""

    store: Store | None = None
    bot: Bot | None = None
    bus: Bus | None = None
    clock: Clock | None = None
    phrasebook: TrainingDataPhrasebook | None = None
    detect: Detector | None = None


def now() -> int:
    """The wall clock, in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def open_store(settings: Settings) -> Store:
    """The database of `settings`, brought to the newest schema. Raises StorageRefused with one sentence."""
    if settings.database_url:
        upgrade_postgres(settings.database_url)
        return PostgresStore(settings.database_url)
    upgrade_sqlite(settings.database)
    return SqliteStore(settings.database)


REMOTE_START_SECONDS = (
    2.0  # nobody here starts it: one that is silent that long is down, and people are asked
)

EXPECTED = (BotError, StorageRefused, Refused)
"""What can go wrong before anything serves; each says in one sentence what to do."""


def steps(screen: Console) -> Steps:
    """Shows on a terminal what is going on."""
    return Steps(screen)


async def train(settings: Settings, report: Report) -> Path:
    """The model for the training data, trained now if it is not there. Raises BotError with one sentence."""
    python = await asyncio.to_thread(ensure_rasa_environment, report)
    trainer = Trainer(
        settings.training_data, settings.data, python, default_language=settings.default_language
    )
    return await trainer.ensure_model(report)


def make_auth(settings: Settings, store: Store) -> Auth:
    """Logging in, on a store."""
    return Auth(store, now, int(settings.session_seconds * 1000))


def load_phrasebook(settings: Settings) -> TrainingDataPhrasebook:
    """What trainers wrote. Raises TrainingDataError with one sentence."""
    return TrainingDataPhrasebook(settings.training_data, settings.default_language)


def make_policy(settings: Settings, phrasebook: TrainingDataPhrasebook) -> Policy:
    """The settings as the domain knows them."""
    return Policy(
        answer_ms=int(settings.answer_seconds * 1000),
        offer_ms=int(settings.offer_seconds * 1000),
        agent_lost_ms=int(settings.agent_lost_seconds * 1000),
        bot_deadline_ms=int(settings.bot_deadline_seconds * 1000),
        bot_start_ms=int(settings.bot_start_seconds * 1000),
        abandon_ms=int(settings.abandon_seconds * 1000),
        rate_ms=int(settings.rate_seconds * 1000),
        process_lost_ms=int(settings.process_lost_seconds * 1000),
        thresholds=Thresholds(
            settings.answer_confidence, settings.human_confidence, settings.out_of_scope_confidence
        ),
        hours=phrasebook.shop.hours,
    )


def create_app(settings: Settings, parts: Parts | None = None, voices: Voices | None = None) -> FastAPI:
    """The application. Its parts live from start-up to shutdown; `parts` replaces some of them.

    Raises StorageRefused and TrainingDataError, each with one sentence for the operator.
    """
    parts = parts or Parts()
    clock = parts.clock or now
    phrasebook = parts.phrasebook or load_phrasebook(settings)
    policy = make_policy(settings, phrasebook)
    store = parts.store or open_store(settings)
    bus = parts.bus or (RedisBus(settings.bus_url) if settings.bus_url else MemoryBus())
    upstream = None if parts.bot else make_upstream(settings, voices or Voices())
    bot: Bot = parts.bot or RasaBot(_require(upstream), settings.bot_deadline_seconds)
    detect = parts.detect or LanguageDetector(phrasebook.every_language)

    hub = Hub()
    announcer = Announcer(bus)
    delivery = Delivery(hub, store, phrasebook, clock)
    board = Board(hub, store, phrasebook, clock, policy.answer_ms)
    visitor_desk = VisitorDesk(store, phrasebook, clock, policy, announcer)
    agent_desk = AgentDesk(store, phrasebook, clock, policy, announcer)
    admin_desk = AdminDesk(store, phrasebook, clock, policy, announcer)
    site = SiteNow(admin_desk, phrasebook, settings, phrasebook.shop.name)
    answerer = Answerer(store, phrasebook, clock, policy, announcer, bot, detect, hub.bot_types)
    process = new_id()
    dispatcher = Dispatcher(agent_desk, process, answerer.wake, hub.online, settings.sweep_seconds)
    announcer.connect(delivery, board, dispatcher, answerer.asked)
    auth = Auth(store, clock, int(settings.session_seconds * 1000))
    visitors = VisitorSockets(visitor_desk, hub, delivery, board, bot, settings, site)
    upkeep = Upkeep(hub, store, site, clock)
    agents = AgentSockets(agent_desk, auth, hub, delivery, board, settings, site, process)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            await dispatcher.start(alone=settings.database_url is None)
            stack.push_async_callback(dispatcher.stop)
            await site.refresh()
            await stack.enter_async_context(bus.subscribe(announcer.heard))
            stack.push_async_callback(delivery.stop)
            stack.push_async_callback(answerer.stop)
            await _enter_bot(stack, bot, upstream)
            loops = [dispatcher.run, board.run, Waker(store, bot, answerer).run, upkeep.run, _warming(detect)]
            if settings.database_url:  # others may serve from it too
                loops.append(announcer.recheck_forever)
            await stack.enter_async_context(running(*loops))
            yield

    app = FastAPI(title="Vuoro", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.auth = auth
    errors.install(app)
    guard, spoken = Guard(auth), phrasebook.every_language
    checkup = rest.status.Checkup(
        store, bot, _model(upstream), bus, clock, settings, phrasebook.shop.hours, versions()
    )
    for routes in (
        rest.health.routes(store, bot),
        rest.session.routes(auth, hub, guard, spoken, settings.session_seconds),
        rest.desk.routes(guard, phrasebook, site, settings),
        rest.agents.routes(admin_desk, auth, guard, hub, spoken),
        rest.site.routes(admin_desk, guard, site, phrasebook, settings),
        rest.status.routes(guard, checkup),
    ):
        app.include_router(routes)
    app.add_api_websocket_route("/ws/visitor", visitors.serve)
    app.add_api_websocket_route("/ws/agent", agents.serve)
    pages.mount(app, settings.pages, site)
    return app


def make_upstream(settings: Settings, voices: Voices) -> Upstream:
    """Somebody else's Rasa, or our own."""
    if settings.bot_url:
        watch = replace(DEFAULT_WATCH, start=REMOTE_START_SECONDS)
        return RemoteRasa(Address(settings.bot_url, settings.bot_jwt_secret), watch)
    return OwnRasa(
        settings.training_data,
        settings.data,
        settings.default_language,
        voices.report,
        voices.ready,
        voices.complain,
    )


async def _enter_bot(stack: AsyncExitStack, bot: Bot, upstream: Upstream | None) -> None:
    if isinstance(upstream, OwnRasa | RemoteRasa):
        await stack.enter_async_context(upstream)
    if isinstance(bot, RasaBot):
        await stack.enter_async_context(bot)


def versions() -> dict[str, str | None]:
    """What runs here, for whoever has to say it."""
    return {
        "vuoro": version("vuoro"),
        "python": platform.python_version(),
        "rasa": rasa_version(),
        "schema": newest_schema(),
        "fastapi": version("fastapi"),
        "sqlalchemy": version("sqlalchemy"),
    }


def _model(upstream: Upstream | None) -> Callable[[], Path | None]:
    """The model in service, where the bot is ours."""
    return lambda: upstream.model if isinstance(upstream, OwnRasa) else None


def _warming(detect: Detector) -> Callable[[], Awaitable[None]]:
    """Loads the language model beside the start, so that the first visitor does not wait for it."""

    async def warm() -> None:
        if isinstance(detect, LanguageDetector):
            await asyncio.to_thread(detect.warm)

    return warm


def _require(upstream: Upstream | None) -> Upstream:
    if upstream is None:
        raise TypeError("a bot needs an upstream")
    return upstream
