from __future__ import annotations

import pytest

from tests.protocol.conftest import House
from tests.protocol.people import AGENT, BOT, VISITOR

pytestmark = pytest.mark.anyio


async def test_a_visitor_is_welcomed_asks_is_answered_and_talks_with_a_person(house: House):
    eeva = await house.agent("eeva")
    anna = await house.visitor("anna")
    assert anna.welcome["bot"] == "ready"
    assert anna.welcome["conversation"] is None
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], **BOT)
    await anna.ask_for_a_person()
    await anna.state("queued")
    fence = await eeva.accepts(anna.conversation)
    await eeva.say(anna.conversation, "Hello, Eeva here")
    await anna.event("message", text="Hello, Eeva here", **AGENT)
    await anna.say("Good to meet you")
    await eeva.event(anna.conversation, "message", text="Good to meet you", **VISITOR)
    await eeva.do("close", conversation=anna.conversation, fence=fence, verdict="needed")
    await anna.state("closed")
    await eeva.frame("unassigned", conversation=anna.conversation)
