"""Two hundred conversations at once, in three languages, with breaks at both ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocol import scenario
from tests.servers import serving

pytestmark = pytest.mark.anyio
AGENTS = 12


async def test_two_hundred_conversations_lose_and_double_nothing(storage: str | None, tmp_path: Path):
    async with serving(tmp_path, storage, offer_seconds=20, bot_deadline_seconds=30) as service:
        logins = [await service.add_agent(capacity=20) for _ in range(AGENTS)]
        outcome = await scenario.run(service.url, [(login.name, login.password) for login in logins])
        stored = await service.stored()
    assert len(stored) == 200
    for visitor in outcome.visitors:
        events = stored[visitor.conversation]
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        seen = {event["seq"]: event["id"] for event in visitor.events}
        assert seen == {event.seq: event.id for event in events if event.kind.value != "note"}
    for agent in outcome.agents:
        for conversation, timeline in agent.timelines.items():
            ids = {event.seq: event.id for event in stored[conversation]}
            assert all(ids[event["seq"]] == event["id"] for event in timeline.events)
