"""Logging in and out, and the first administrator's link (docs/protocol.md, "Logging in")."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from api.auth import LINK_MS, LONGEST_PASSWORD, SESSION_COOKIE, SHORTEST_PASSWORD
from handoff.desk.admin import Profile
from handoff.model import Agent, Role
from handoff.records import Session
from tests.servers import PASSWORD, password_hash

pytestmark = pytest.mark.anyio

HOUR = 3600


@pytest.fixture
async def liisa(site):
    agent = Agent("a1", "Liisa Ä", Role.AGENT, ("huolto",), ("fi", "en"), 3, password_hash(), site.clock())
    await site.store.write(lambda tx: tx.add(replace(agent)))
    return agent


async def log_in(browser, name="Liisa Ä", password=PASSWORD):
    return await browser.post("/api/session", json={"name": name, "password": password})


def is_refused(answer, status, code):
    body = answer.json()
    names = set(body) - {"field"}  # which one is wrong, where one is
    return (answer.status_code, body["code"], names) == (status, code, {"code", "detail", "retryable"})


# -- logging in ------------------------------------------------------------------------------------


async def test_the_right_password_opens_a_session(browser, liisa):
    answer = await log_in(browser)
    assert answer.status_code == 200
    assert answer.json()["agent"] == {
        "id": "a1",
        "name": "Liisa Ä",
        "role": "agent",
        "skills": ["huolto"],
        "languages": ["fi", "en"],
        "capacity": 3,
    }
    assert len(answer.json()["csrf"]) >= 32


async def test_a_wrong_password_and_an_unknown_name_cannot_be_told_apart(browser, liisa):
    wrong, unknown = await log_in(browser, password="not the password"), await log_in(browser, name="Nobody")
    assert is_refused(wrong, 401, "unauthorized")
    assert wrong.content == unknown.content
    assert wrong.status_code == unknown.status_code
    assert "set-cookie" not in wrong.headers


async def test_nobody_who_was_disabled_gets_in(browser, site, liisa):
    await site.store.write(lambda tx: tx.save(replace(liisa, disabled=True)))
    assert is_refused(await log_in(browser), 401, "unauthorized")


async def test_being_disabled_ends_a_session(browser, site, liisa):
    await log_in(browser)
    await site.store.write(lambda tx: tx.save(replace(liisa, disabled=True)))
    assert is_refused(await browser.get("/api/session"), 401, "unauthorized")


@pytest.mark.parametrize("name", ["", "liisa ä", "\0", "' OR 1=1 --", "x" * 5000])
async def test_another_name_is_somebody_else(browser, liisa, name):
    assert (await log_in(browser, name=name)).status_code in (401, 422)


@pytest.mark.parametrize("password", ["", PASSWORD + " ", PASSWORD.upper(), "\0", "x" * 5000])
async def test_another_password_is_wrong(browser, liisa, password):
    assert (await log_in(browser, password=password)).status_code in (401, 422)


# -- the cookie ------------------------------------------------------------------------------------


def cookie_of(answer):
    return SimpleCookie(answer.headers["set-cookie"])[SESSION_COOKIE]


async def test_the_cookie_is_for_the_browser_alone_and_for_this_site_alone(browser, liisa):
    cookie = cookie_of(await log_in(browser))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/")
    assert int(cookie["max-age"]) == HOUR
    assert cookie["domain"] == ""


@pytest.mark.parametrize(("address", "secure"), [("http://site.test", ""), ("https://site.test", True)])
async def test_the_cookie_is_secure_behind_https(site, liisa, address, secure):
    async with site.browser(address) as browser:
        assert cookie_of(await log_in(browser))["secure"] == secure


async def test_what_is_in_the_cookie_is_not_in_the_database(browser, site, liisa):
    token = cookie_of(await log_in(browser)).value
    (session,) = await site.store.read(lambda tx: tx.sessions_of("a1"))
    assert len(token) >= 43  # 256 bits
    assert token not in (session.token_hash, session.csrf)
    assert await site.store.read(lambda tx: tx.get(Session, token)) is None


async def test_every_session_is_another_one(site, liisa):
    async with site.browser() as one, site.browser() as two:
        first, second = await log_in(one), await log_in(two)
    assert cookie_of(first).value != cookie_of(second).value
    assert first.json()["csrf"] != second.json()["csrf"]


# -- staying and leaving ---------------------------------------------------------------------------


async def test_a_reload_gets_the_same_body(browser, liisa):
    answer = await log_in(browser)
    reloaded = await browser.get("/api/session")
    assert (reloaded.status_code, reloaded.json()) == (200, answer.json())


async def test_without_a_cookie_there_is_no_session(browser):
    assert is_refused(await browser.get("/api/session"), 401, "unauthorized")
    assert is_refused(await browser.delete("/api/session"), 401, "unauthorized")


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000, "%00"])
async def test_a_cookie_that_is_none_is_refused(browser, liisa, token):
    answer = await browser.get("/api/session", headers={"Cookie": f"{SESSION_COOKIE}={token}"})
    assert is_refused(answer, 401, "unauthorized")


async def test_a_session_ends_after_its_time(browser, site, liisa):
    await log_in(browser)
    site.clock.advance(HOUR - 60)
    assert (await browser.get("/api/session")).status_code == 200
    site.clock.advance(61)
    assert is_refused(await browser.get("/api/session"), 401, "unauthorized")


async def test_logging_out_ends_the_session_and_takes_the_cookie_back(browser, liisa):
    csrf = (await log_in(browser)).json()["csrf"]
    token = browser.cookies[SESSION_COOKIE]
    answer = await browser.delete("/api/session", headers={"X-CSRF-Token": csrf})
    assert (answer.status_code, answer.content) == (204, b"")
    assert SESSION_COOKIE not in browser.cookies
    kept = await browser.get("/api/session", headers={"Cookie": f"{SESSION_COOKIE}={token}"})
    assert is_refused(kept, 401, "unauthorized")


async def test_logging_out_here_leaves_the_session_elsewhere(site, liisa):
    async with site.browser() as here, site.browser() as elsewhere:
        await log_in(here)
        await log_in(elsewhere)
        await here.delete("/api/session")
        assert (await elsewhere.get("/api/session")).status_code == 200


@pytest.mark.parametrize("csrf", ["wrong", "", "ä"])
async def test_a_wrong_csrf_token_logs_nobody_out(browser, liisa, csrf):
    await log_in(browser)
    answer = await browser.delete("/api/session", headers={"X-CSRF-Token": csrf.encode("latin-1")})
    assert is_refused(answer, 401, "unauthorized")
    assert (await browser.get("/api/session")).status_code == 200


# -- the first administrator -----------------------------------------------------------------------


async def set_up(browser, code, name="Ylläpitäjä", password=PASSWORD):
    return await browser.post("/api/setup", json={"code": code, "name": name, "password": password})


async def test_the_link_makes_an_administrator_who_is_logged_in(browser, site):
    answer = await set_up(browser, await site.auth.first_admin_code())
    assert (answer.status_code, answer.json()["agent"]["role"]) == (200, "admin")
    assert answer.json()["agent"]["name"] == "Ylläpitäjä"
    assert (await browser.get("/api/session")).json() == answer.json()
    assert (await log_in(browser, "Ylläpitäjä")).status_code == 200


async def test_the_link_works_once(browser, site):
    code = await site.auth.first_admin_code()
    await set_up(browser, code)
    assert is_refused(await set_up(browser, code, name="Another"), 404, "not_found")
    assert [agent.name for agent in await site.store.read(lambda tx: tx.agents())] == ["Ylläpitäjä"]


async def test_of_two_at_once_one_gets_in(site):
    code = await site.auth.first_admin_code()
    async with site.browser() as one, site.browser() as two:
        answers = await asyncio.gather(set_up(one, code, "One"), set_up(two, code, "Two"))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert len(await site.store.read(lambda tx: tx.agents())) == 1


async def test_the_link_expires(browser, site):
    code = await site.auth.first_admin_code()
    site.clock.advance(LINK_MS / 1000)
    assert is_refused(await set_up(browser, code), 404, "not_found")


async def test_the_last_link_made_is_the_one_that_works(browser, site):
    first, second = await site.auth.first_admin_code(), await site.auth.first_admin_code()
    assert is_refused(await set_up(browser, first), 404, "not_found")
    assert (await set_up(browser, second)).status_code == 200


async def test_once_there_is_an_administrator_there_is_no_link(browser, site):
    await set_up(browser, await site.auth.first_admin_code())
    assert await site.auth.first_admin_code() is None


async def test_a_code_that_is_none_makes_nobody(browser, site):
    await site.auth.first_admin_code()
    for code in ("", "nonsense", "\0"):
        assert (await set_up(browser, code)).status_code in (404, 422)
    assert await site.store.read(lambda tx: tx.agents()) == []


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Anna", "x" * (SHORTEST_PASSWORD - 1)),
        ("Anna", "x" * (LONGEST_PASSWORD + 1)),
        ("", PASSWORD),
        ("   ", PASSWORD),
        ("x" * 101, PASSWORD),
        ("a\0b", PASSWORD),
    ],
    ids=["short password", "long password", "no name", "blank name", "long name", "nul"],
)
async def test_what_cannot_be_does_not_spend_the_link(browser, site, name, password):
    code = await site.auth.first_admin_code()
    assert is_refused(await set_up(browser, code, name, password), 422, "bad_frame")
    assert (await set_up(browser, code)).status_code == 200


@pytest.mark.parametrize("length", [SHORTEST_PASSWORD, LONGEST_PASSWORD])
async def test_a_password_may_be_as_short_and_as_long(browser, site, length):
    password = "ä" * length
    assert (await set_up(browser, await site.auth.first_admin_code(), password=password)).status_code == 200
    assert (await log_in(browser, "Ylläpitäjä", password)).status_code == 200


async def test_a_name_that_is_taken_does_not_spend_the_link(browser, site, liisa):
    code = await site.auth.first_admin_code()
    assert is_refused(await set_up(browser, code, name=liisa.name), 409, "taken")
    assert (await set_up(browser, code)).status_code == 200


# -- more agents -----------------------------------------------------------------------------------


async def test_an_agent_that_was_added_can_log_in(browser, site):
    await site.auth.add_agent(Profile("  Matti ", Role.SUPERVISOR, (), ("fi",), 2), PASSWORD)
    answer = await log_in(browser, "Matti")
    assert (answer.json()["agent"]["role"], answer.json()["agent"]["capacity"]) == ("supervisor", 2)


async def test_no_password_is_kept(site):
    added = await site.auth.add_agent(Profile("Matti", Role.AGENT, (), (), 1), PASSWORD)
    kept = await site.store.read(lambda tx: tx.get(Agent, added.id))
    assert kept.password_hash.startswith("$argon2id$")
    assert PASSWORD not in repr(kept)
