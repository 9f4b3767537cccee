"""Somebody who answers in the place of an agent at the console: without a browser."""

from __future__ import annotations

from typing import Self

from tests.protocol.people import Agent, Session
from tests.servers import Service


class Colleague(Agent):
    """An agent on the wire; what is written goes into the conversation that was joined last."""

    conversation = ""

    @classmethod
    async def of(cls, service: Service, name: str, capacity: int) -> Self:
        login = await service.add_agent(name, capacity=capacity)
        session = await Session.open(service.url, login.name, login.password)
        return cls(service.url, login.id, name, session)

    async def joins(self) -> None:
        """Waits for the next offer, and accepts it."""
        self.conversation = await self.until(self._offered)
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

    def _offered(self) -> str | None:
        """The first that was never this agent's."""
        offered = (offer["conversation"] for offer in self.frames("offer"))
        return next((each for each in offered if not self.frames("assigned", conversation=each)), None)
