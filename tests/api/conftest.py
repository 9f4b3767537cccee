from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.auth import Auth
from api.main import Parts, create_app
from api.settings import Settings
from handoff.model import Agent, Role
from handoff.ports import Store
from handoff.storage.memory import MemoryStore
from tests.servers import PASSWORD, MovableClock, ScriptedBot, password_hash, phrasebook


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


class Person:
    """Somebody logged in at the console, in a browser of their own."""

    def __init__(self, http: httpx.AsyncClient, id_: str) -> None:
        self.http, self.id, self.csrf = http, id_, ""

    async def log_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        answer = await self.http.post("/api/session", json={"name": name, "password": password})
        self.csrf = answer.json().get("csrf", self.csrf)
        return answer

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """A changing call, with the token that belongs to the session."""
        return await self.http.request(method, path, json=body, headers={"X-CSRF-Token": self.csrf})

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.ask("POST", path, body)

    async def put(self, path: str, body: object = None) -> httpx.Response:
        return await self.ask("PUT", path, body)

    async def patch(self, path: str, body: object = None) -> httpx.Response:
        return await self.ask("PATCH", path, body)

    async def is_logged_in(self) -> bool:
        return (await self.http.get("/api/session")).status_code == 200


Logs = Callable[..., Awaitable[Person]]


@pytest.fixture
async def log_in(site: Site) -> AsyncIterator[Logs]:
    """Adds somebody of a name and a role unless they are there, and logs them in."""
    async with AsyncExitStack() as stack:

        async def logged_in(name: str, role: Role = Role.AGENT, **differs: object) -> Person:
            known = await site.store.read(lambda tx: tx.agent_by_name(name))
            if known is None:
                made = Agent(name.lower(), name, role, (), ("fi", "en"), 3, password_hash(), site.clock())
                known = replace(made, **differs)  # type: ignore[arg-type]
                await site.store.write(lambda tx: tx.add(known))
            person = Person(await stack.enter_async_context(site.browser()), known.id)
            assert (await person.log_in(name)).status_code == 200
            return person

        yield logged_in


@pytest.fixture
async def root(log_in: Logs) -> Person:
    """The administrator."""
    return await log_in("Root", Role.ADMIN)


def refusal(answer: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and the field that is wrong, of a well-made error."""
    body = answer.json()
    assert set(body) - {"field", "retry_after"} == {"code", "detail", "retryable"}, body
    assert body["detail"]
    return answer.status_code, body["code"], body.get("field")
