"""The administrator's list of people (docs/protocol.md, "Administration")."""

from __future__ import annotations

import asyncio

import pytest

from api.auth import LINK_MS
from handoff.model import Agent, Role
from handoff.transcript import timestamp
from tests.api.conftest import refusal
from tests.servers import PASSWORD

pytestmark = pytest.mark.anyio

MATTI = {"name": "Matti", "role": "agent", "skills": ["orders"], "languages": ["fi", "en"], "capacity": 2}
CALLS = [
    ("GET", "/api/agents", None),
    ("POST", "/api/agents", MATTI),
    ("PATCH", "/api/agents/root", {"capacity": 2}),
    ("POST", "/api/agents/root/password-link", None),
    ("GET", "/api/site", None),
    ("PUT", "/api/site", {"name": "x", "accent": "#000000", "allowed_origins": [], "languages": ["en"]}),
    ("POST", "/api/site/identity-secret", None),
    ("GET", "/api/status", None),
]
"""Every call of an administrator."""


def named(value):
    return value if isinstance(value, str) else ""


async def add(root, **differs):
    answer = await root.post("/api/agents", MATTI | differs)
    assert answer.status_code == 201, answer.text
    return answer.json()


# -- who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=named)
async def test_nobody_may_without_logging_in(browser, root, method, path, body):
    assert refusal(await browser.request(method, path, json=body))[:2] == (401, "unauthorized")


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.TRAINER])
@pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=named)
async def test_nobody_but_an_administrator_may(log_in, root, role, method, path, body):
    other = await log_in("Other", role)
    assert refusal(await other.ask(method, path, body))[:2] == (403, "not_yours")


@pytest.mark.parametrize("csrf", [None, "", "wrong", "ä"])
@pytest.mark.parametrize(("method", "path", "body"), [c for c in CALLS if c[0] != "GET"], ids=named)
async def test_nothing_is_changed_without_the_sessions_own_token(root, site, method, path, body, csrf):
    before = await site.store.read(lambda tx: tx.agents())
    headers = {} if csrf is None else {"X-CSRF-Token": csrf.encode("latin-1")}
    answer = await root.http.request(method, path, json=body, headers=headers)
    assert refusal(answer)[:2] == (401, "unauthorized")
    assert await site.store.read(lambda tx: tx.agents()) == before


async def test_the_token_of_another_session_changes_nothing(root, log_in):
    elsewhere = await log_in("Root")
    root.csrf = elsewhere.csrf
    assert (await root.post("/api/agents", MATTI)).status_code == 401


async def test_who_loses_the_role_may_no_more(root, log_in):
    second = await log_in("Second", Role.ADMIN)
    assert (await second.get("/api/agents")).status_code == 200
    await root.patch("/api/agents/second", {"role": "supervisor"})
    assert refusal(await second.get("/api/agents"))[:2] == (403, "not_yours")


# -- reading -----------------------------------------------------------------------------------------


async def test_everybody_is_listed_by_name_without_a_password(root, log_in):
    await log_in("Liisa", skills=("orders",), capacity=2)
    answer = await root.get("/api/agents")
    assert [agent["name"] for agent in answer.json()["agents"]] == ["Liisa", "Root"]
    assert answer.json()["agents"][0] == {
        "id": "liisa",
        "name": "Liisa",
        "role": "agent",
        "skills": ["orders"],
        "languages": ["fi", "en"],
        "capacity": 2,
        "disabled": False,
        "status": "away",
        "connected": False,
        "open": 0,
    }
    assert "argon2" not in answer.text


# -- adding ------------------------------------------------------------------------------------------


async def test_somebody_who_is_added_sets_a_password_by_the_link_and_is_logged_in(root, site):
    made = await add(root)
    assert made["agent"] == MATTI | {
        "id": made["agent"]["id"],
        "disabled": False,
        "status": "away",
        "connected": False,
        "open": 0,
    }
    async with site.browser() as browser:
        form = {"code": made["code"], "password": "a brand new password"}
        answer = await browser.post("/api/password", json=form)
        assert (answer.status_code, answer.json()["agent"]["name"]) == (200, "Matti")
        assert (await browser.get("/api/session")).json() == answer.json()


async def test_until_then_no_password_lets_anybody_in(root, site):
    await add(root)
    async with site.browser() as browser:
        for password in ("", PASSWORD, "$argon2id$", "x" * 20):
            answer = await browser.post("/api/session", json={"name": "Matti", "password": password})
            assert refusal(answer)[:2] == (401, "unauthorized")


async def test_the_link_says_until_when_it_holds(root, site):
    made = await add(root)
    earliest, latest = timestamp(site.clock() + LINK_MS - 60_000), timestamp(site.clock() + LINK_MS)
    assert earliest < made["expires_at"] <= latest


async def test_what_is_left_out_is_as_usual(root):
    made = (await root.post("/api/agents", {"name": "Matti", "languages": ["fi"]})).json()["agent"]
    assert (made["role"], made["skills"], made["capacity"]) == ("agent", [], 3)


async def test_words_are_trimmed_and_said_once(root):
    made = await add(root, name=" Matti ", skills=[" orders", "orders", "x"], languages=["fi", "fi"])
    assert (made["agent"]["name"], made["agent"]["skills"], made["agent"]["languages"]) == (
        "Matti",
        ["orders", "x"],
        ["fi"],
    )


async def test_a_name_that_is_taken_is_refused(root):
    await add(root)
    assert refusal(await root.post("/api/agents", MATTI))[:2] == (409, "taken")
    assert refusal(await root.post("/api/agents", MATTI | {"name": "Root "}))[:2] == (409, "taken")


async def test_of_two_who_take_a_name_at_once_one_gets_it(root):
    answers = await asyncio.gather(*(root.post("/api/agents", MATTI) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


WRONG = [
    ({"name": ""}, "name"),
    ({"name": "   "}, "name"),
    ({"name": "x" * 101}, "name"),
    ({"name": 5}, "name"),
    ({"role": "owner"}, "role"),
    ({"role": ""}, "role"),
    ({"skills": "orders"}, "skills"),
    ({"skills": [""]}, "skills.0"),
    ({"skills": ["x" * 61]}, "skills.0"),
    ({"skills": ["x"] * 51}, "skills"),
    ({"languages": []}, "languages"),
    ({"languages": [5]}, "languages.0"),
    ({"capacity": 0}, "capacity"),
    ({"capacity": 51}, "capacity"),
    ({"capacity": "many"}, "capacity"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG, ids=lambda value: str(value)[:30])
async def test_what_cannot_be_is_refused_with_its_field_and_makes_nobody(root, site, wrong, field):
    assert refusal(await root.post("/api/agents", MATTI | wrong)) == (422, "bad_frame", field)
    assert len(await site.store.read(lambda tx: tx.agents())) == 1


@pytest.mark.parametrize(("wrong", "field"), WRONG, ids=lambda value: str(value)[:30])
async def test_what_cannot_be_is_not_changed_to_either(root, site, wrong, field):
    added = (await add(root))["agent"]["id"]
    before = await site.store.read(lambda tx: tx.get(Agent, added))
    assert refusal(await root.patch(f"/api/agents/{added}", wrong)) == (422, "bad_frame", field)
    assert await site.store.read(lambda tx: tx.get(Agent, added)) == before


async def test_a_language_without_training_data_is_refused(root):
    added = (await add(root))["agent"]["id"]
    assert refusal(await root.post("/api/agents", MATTI | {"name": "Sven", "languages": ["sv"]}))[:2] == (
        422,
        "bad_frame",
    )
    answer = await root.patch(f"/api/agents/{added}", {"languages": ["fi", "sv"]})
    assert refusal(answer)[:2] == (422, "bad_frame")
    assert "fi" in answer.json()["detail"]


async def test_a_name_with_a_nul_is_refused(root):
    assert refusal(await root.post("/api/agents", MATTI | {"name": "a\0b"}))[:2] == (422, "bad_frame")


# -- changing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Matias"},
        {"role": "trainer"},
        {"skills": []},
        {"languages": ["pl"]},
        {"capacity": 50},
        {"disabled": True},
        {"name": "Matias", "capacity": 1, "skills": ["returns"]},
        {},
    ],
)
async def test_what_is_named_changes_and_the_rest_stays(root, changes):
    before = (await add(root))["agent"]
    answer = await root.patch(f"/api/agents/{before['id']}", changes)
    assert (answer.status_code, answer.json()) == (200, {"agent": before | changes})
    listed = {agent["id"]: agent for agent in (await root.get("/api/agents")).json()["agents"]}
    assert listed[before["id"]] == before | changes


@pytest.mark.parametrize("field", ["password", "password_hash", "id", "status", "created_at", "lost_due_at"])
async def test_nothing_else_can_be_changed(root, field):
    assert refusal(await root.patch("/api/agents/root", {field: "x"})) == (422, "bad_frame", field)


async def test_a_name_of_somebody_else_is_taken(root):
    added = (await add(root))["agent"]["id"]
    assert refusal(await root.patch(f"/api/agents/{added}", {"name": "Root"}))[:2] == (409, "taken")


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": "agent"}])
async def test_an_administrator_cannot_lock_themselves_out(root, log_in, changes):
    await log_in("Second", Role.ADMIN)
    assert refusal(await root.patch("/api/agents/root", changes))[:2] == (409, "wrong_state")
    assert await root.is_logged_in()


async def test_somebody_who_does_not_exist_is_not_found(root):
    assert refusal(await root.patch("/api/agents/nobody", {"capacity": 1}))[:2] == (404, "not_found")
    assert refusal(await root.post("/api/agents/nobody/password-link"))[:2] == (404, "not_found")


async def test_whoever_is_disabled_is_logged_out_and_cannot_log_in_until_let_in_again(root, log_in):
    liisa = await log_in("Liisa")
    await root.patch("/api/agents/liisa", {"disabled": True})
    assert not await liisa.is_logged_in()
    assert (await liisa.log_in("Liisa")).status_code == 401
    await root.patch("/api/agents/liisa", {"disabled": False})
    assert not await liisa.is_logged_in()  # the old session stays ended
    assert (await liisa.log_in("Liisa")).status_code == 200


async def test_who_may_not_change_is_not_told_what_is_wrong_with_it(browser, root):
    """Who is nobody learns nothing about the form, not even its fields."""
    answer = await browser.post("/api/agents", json={"name": ""})
    assert answer.status_code in (401, 422)
    assert "Root" not in answer.text
