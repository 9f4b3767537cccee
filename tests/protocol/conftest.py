from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from handoff.model import Role
from tests.protocol.checks import check
from tests.protocol.client import Client
from tests.protocol.people import Agent, Session, Visitor
from tests.servers import LANGUAGES, ScriptedBot, Service, serving

C = TypeVar("C", bound=Client)


class House:
    """A running service and the people around it. When a test is over, what every client saw is checked."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.clients: list[Client] = []

    @property
    def bot(self) -> ScriptedBot:
        assert isinstance(self.service.bot, ScriptedBot)
        return self.service.bot

    async def visitor(self, name: str = "anna", lang: str = "en", **hello: Any) -> Visitor:
        """Somebody who has just opened the bubble."""
        visitor = self.stranger(name, lang, **hello)
        await visitor.come()
        return visitor

    def stranger(self, name: str = "anna", lang: str = "en", **hello: Any) -> Visitor:
        """Somebody who has not opened the bubble yet."""
        return self.watched(Visitor(self.service.url, name, lang=lang, **hello))

    async def agent(
        self,
        name: str = "eeva",
        *,
        languages: tuple[str, ...] = LANGUAGES,
        skills: tuple[str, ...] = (),
        capacity: int = 3,
        online: bool = True,
    ) -> Agent:
        """Somebody at the console, online unless said otherwise."""
        login = await self.service.add_agent(
            name, languages=languages, skills=skills, capacity=capacity, role=Role.AGENT
        )
        session = await Session.open(self.service.url, login.name, login.password)
        agent = self.watched(Agent(self.service.url, login.id, name, session))
        await agent.come()
        if online:
            await agent.is_online()
        return agent

    async def admin(self, name: str = "root") -> Session:
        """An administrator, logged in."""
        login = await self.service.add_agent(name, role=Role.ADMIN)
        return await Session.open(self.service.url, login.name, login.password)

    def watched(self, client: C) -> C:
        """Checks this client too when the test is over."""
        self.clients.append(client)
        return client

    async def with_a_person(self, visitor: Visitor, agent: Agent) -> int:
        """The visitor asks for a person, the agent comes; returns the fence."""
        await visitor.ask_for_a_person()
        fence = await agent.accepts(visitor.conversation)
        await visitor.state("human")
        return fence

    async def close(self) -> None:
        for client in self.clients:
            await client.leave()
        check(self.clients)


OpenHouse = Callable[..., Awaitable[House]]


@pytest.fixture(params=["sqlite", "postgres"])
def storage(request: pytest.FixtureRequest) -> str | None:
    """Where the service keeps things: None for the embedded SQLite, else the URL of a PostgreSQL database."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres_migrated_url")
    return url


@pytest.fixture
async def open_house(storage: str | None, tmp_path: Path) -> AsyncIterator[OpenHouse]:
    """Opens a house with the settings it is called with."""
    async with AsyncExitStack() as stack:

        async def opened(**settings: Any) -> House:
            house = House(await stack.enter_async_context(serving(tmp_path, storage, **settings)))
            stack.push_async_callback(house.close)
            return house

        yield opened


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    """A house with the settings as shipped, time-outs and all."""
    return await open_house()
