"""Somebody who answers in the place of an agent at the console: without a browser."""

from __future__ import annotations

from typing import Self

from tests.protocol.people import Agent, Session
from tests.servers import Service


class Colleague(Agent):
    """An agent on the wire, who has one conversation at a time."""

    conversation = ""

    @classmethod
    async def of(cls, service: Service, name: str) -> Self:
        login = await service.add_agent(name)
        session = await Session.open(service.url, login.name, login.password)
        return cls(service.url, login.id, name, session)

    async def joins(self) -> None:
        """Waits for the next offer, and accepts it."""
        offer = await self.until(
            lambda: next((o for o in self.frames("offer") if o["conversation"] != self.conversation), None)
        )
        self.conversation = offer["conversation"]
        await self.accepts(self.conversation)

    async def writes(self, text: str) -> None:
        await self.say(self.conversation, text)

    async def types(self) -> None:
        """Without `writes` after it, the sign is over by itself."""
        await self.put({"type": "typing", "conversation": self.conversation, "on": True})

    async def hears(self, text: str) -> None:
        """What the visitor has written is here, once."""
        await self.event(self.conversation, "message", text=text)
        assert len([e for e in self.timeline(self.conversation).events if e.get("text") == text]) == 1

    async def closes(self) -> None:
        await self.do("close", conversation=self.conversation, fence=self.owned[self.conversation])
