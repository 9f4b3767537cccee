"""What a console needs beside the conversations (GET /api/desk)."""

from __future__ import annotations

import pytest

from handoff.model import Role
from tests.api.conftest import refusal
from tests.servers import LANGUAGES, phrasebook

pytestmark = pytest.mark.anyio


async def desk(person):
    answer = await person.get("/api/desk")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_at_the_console_may_read_it(log_in, role):
    assert set(await desk(await log_in("Liisa", role))) == {
        "intents",
        "skills",
        "languages",
        "canned",
        "site",
        "answer_seconds",
    }


async def test_nobody_else_may(browser):
    assert refusal(await browser.get("/api/desk"))[:2] == (401, "unauthorized")


async def test_every_intent_has_a_label_in_every_language(log_in):
    found = await desk(await log_in("Liisa"))
    assert set(found["intents"]) == set(phrasebook().intents)
    assert all(set(intent["label"]) == set(LANGUAGES) for intent in found["intents"].values())
    assert found["intents"]["track_order"]["label"]["en"] == "Where is my order?"


async def test_the_skills_are_those_of_the_intents(log_in):
    found = await desk(await log_in("Liisa"))
    assert found["skills"] == sorted({i["skill"] for i in found["intents"].values() if i["skill"]})
    assert "orders" in found["skills"]


async def test_canned_replies_come_with_the_shops_facts_in_them(log_in):
    found = await desk(await log_in("Liisa"))
    assert list(found["canned"]) == list(LANGUAGES)
    for lang in LANGUAGES:
        assert found["canned"][lang]
        for reply in found["canned"][lang]:
            assert set(reply) == {"key", "title", "text"}
            assert "{" not in reply["text"]


async def test_the_administrators_name_of_the_shop_is_in_them(root):
    await root.put(
        "/api/site",
        {"name": "Kuusi & Co", "accent": "#000000", "allowed_origins": [], "languages": ["fi"]},
    )
    found = await desk(root)
    assert found["site"] == {"name": "Kuusi & Co"}
    assert any("Kuusi & Co" in reply["text"] for reply in found["canned"]["en"])
    # Conversations in a language that is no longer served go on, so agents keep theirs.
    assert found["languages"] == list(LANGUAGES)


async def test_it_says_what_waiting_visitors_were_promised(log_in):
    assert (await desk(await log_in("Liisa")))["answer_seconds"] == 60
