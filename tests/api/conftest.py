from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.auth import Auth
from api.main import Parts, create_app
from api.settings import Settings
from handoff.ports import Store
from handoff.storage.memory import MemoryStore
from tests.servers import MovableClock, ScriptedBot, phrasebook


@dataclass
class Site:
    """The application without a network: what it stands on, and browsers for it."""

    folder: Path
    store: Store = field(default_factory=MemoryStore)
    bot: ScriptedBot = field(default_factory=ScriptedBot)
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        settings = Settings(data=self.folder, pages=self.folder / "pages", session_seconds=3600)
        parts = Parts(
            self.store, self.bot, clock=self.clock, phrasebook=phrasebook(), detect=lambda current, _: current
        )
        self.app: FastAPI = create_app(settings, parts)

    @property
    def auth(self) -> Auth:
        found: Auth = self.app.state.auth
        return found

    @asynccontextmanager
    async def browser(self, address: str = "http://site.test") -> AsyncIterator[httpx.AsyncClient]:
        """Keeps cookies as a browser does, and sees failures as one does."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=address) as client:
            yield client


@pytest.fixture
async def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
async def browser(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.browser() as client:
        yield client
