"""A new password: one's own, or by a single-use link (docs/protocol.md, "Administration")."""

from __future__ import annotations

import asyncio

import pytest

from api.auth import LINK_MS, LONGEST_PASSWORD, SESSION_COOKIE, SHORTEST_PASSWORD
from handoff.model import Agent
from handoff.records import Link
from tests.api.conftest import refusal
from tests.servers import PASSWORD

pytestmark = pytest.mark.anyio

NEW = "another long password"
OTHERS = ["x" * (SHORTEST_PASSWORD - 1), "x" * (LONGEST_PASSWORD + 1), ""]


async def change(person, current=PASSWORD, password=NEW):
    return await person.post("/api/session/password", {"current": current, "password": password})


async def link_for(root, agent):
    answer = await root.post(f"/api/agents/{agent}/password-link")
    assert answer.status_code == 200
    return answer.json()["code"]


async def use(browser, code, password=NEW):
    return await browser.post("/api/password", json={"code": code, "password": password})


# -- one's own ---------------------------------------------------------------------------------------


async def test_a_new_password_opens_a_new_session_and_ends_all_others(log_in):
    here, elsewhere = await log_in("Liisa"), await log_in("Liisa")
    old_cookie, old_csrf = here.http.cookies[SESSION_COOKIE], here.csrf
    answer = await change(here)
    assert (answer.status_code, answer.json()["agent"]["name"]) == (200, "Liisa")
    assert answer.json()["csrf"] != old_csrf
    assert here.http.cookies[SESSION_COOKIE] != old_cookie
    assert await here.is_logged_in()
    assert not await elsewhere.is_logged_in()
    old = await elsewhere.http.get("/api/session", headers={"Cookie": f"{SESSION_COOKIE}={old_cookie}"})
    assert old.status_code == 401


async def test_from_then_on_the_new_one_holds_and_the_old_one_does_not(log_in):
    liisa = await log_in("Liisa")
    await change(liisa)
    assert (await liisa.log_in("Liisa", PASSWORD)).status_code == 401
    assert (await liisa.log_in("Liisa", NEW)).status_code == 200


async def test_whoever_does_not_know_the_old_one_changes_nothing(log_in):
    liisa = await log_in("Liisa")
    for wrong in ("", "not it at all", NEW, PASSWORD.upper()):
        assert refusal(await change(liisa, wrong))[:2] == (401, "unauthorized")
    assert await liisa.is_logged_in()
    assert (await liisa.log_in("Liisa")).status_code == 200


@pytest.mark.parametrize("password", OTHERS, ids=len)
async def test_a_password_too_short_or_too_long_changes_nothing(log_in, password):
    liisa = await log_in("Liisa")
    assert refusal(await change(liisa, password=password))[:2] == (422, "bad_frame")
    assert (await liisa.log_in("Liisa")).status_code == 200


async def test_it_takes_the_sessions_own_token(log_in):
    liisa = await log_in("Liisa")
    liisa.csrf = "wrong"
    assert refusal(await change(liisa))[:2] == (401, "unauthorized")
    assert (await liisa.log_in("Liisa")).status_code == 200


async def test_nobody_changes_a_password_without_logging_in(browser):
    body = {"current": PASSWORD, "password": NEW}
    assert refusal(await browser.post("/api/session/password", json=body))[:2] == (401, "unauthorized")


# -- by link -----------------------------------------------------------------------------------------


async def test_the_link_sets_the_password_logs_in_and_ends_every_other_session(site, root, log_in):
    liisa = await log_in("Liisa")
    code = await link_for(root, "liisa")
    assert await liisa.is_logged_in()  # the old password and sessions hold until it is used
    async with site.browser() as browser:
        answer = await use(browser, code)
        assert (answer.status_code, answer.json()["agent"]["name"]) == (200, "Liisa")
        assert (await browser.get("/api/session")).json() == answer.json()
    assert not await liisa.is_logged_in()
    assert (await liisa.log_in("Liisa", PASSWORD)).status_code == 401
    assert (await liisa.log_in("Liisa", NEW)).status_code == 200
    assert await root.is_logged_in()


async def test_a_link_works_once(browser, root, log_in):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    await use(browser, code)
    assert refusal(await use(browser, code, "yet another password"))[:2] == (404, "not_found")


async def test_of_two_at_once_one_gets_in(site, root, log_in):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    async with site.browser() as one, site.browser() as two:
        answers = await asyncio.gather(use(one, code, "the first password"), use(two, code, "the second one"))
    assert sorted(answer.status_code for answer in answers) == [200, 404]


async def test_a_link_expires(site, browser, root, log_in):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    site.clock.advance(LINK_MS / 1000)
    assert refusal(await use(browser, code))[:2] == (404, "not_found")


async def test_the_last_link_made_is_the_one_that_works(browser, root, log_in):
    await log_in("Liisa")
    first, second = await link_for(root, "liisa"), await link_for(root, "liisa")
    assert refusal(await use(browser, first))[:2] == (404, "not_found")
    assert (await use(browser, second)).status_code == 200


async def test_links_for_two_people_do_not_spend_each_other(site, root, log_in):
    await log_in("Liisa")
    await log_in("Matti")
    codes = {name: await link_for(root, name) for name in ("liisa", "matti")}
    async with site.browser() as one, site.browser() as two:
        assert (await use(one, codes["liisa"])).json()["agent"]["id"] == "liisa"
        assert (await use(two, codes["matti"])).json()["agent"]["id"] == "matti"


@pytest.mark.parametrize("password", OTHERS, ids=len)
async def test_a_password_that_cannot_be_does_not_spend_the_link(browser, root, log_in, password):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    assert refusal(await use(browser, code, password))[:2] == (422, "bad_frame")
    assert (await use(browser, code)).status_code == 200


@pytest.mark.parametrize("code", ["", "nonsense", "\0", "x" * 200])
async def test_a_code_that_is_none_is_not_found(browser, root, code):
    assert refusal(await use(browser, code))[:2] == (404, "not_found")


async def test_a_link_lets_nobody_in_who_was_disabled(browser, root, log_in):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    await root.patch("/api/agents/liisa", {"disabled": True})
    assert refusal(await use(browser, code))[:2] == (401, "unauthorized")


async def test_the_first_administrators_link_sets_no_password_and_the_other_way_round(site, browser):
    first = await site.auth.first_admin_code()
    assert refusal(await use(browser, first))[:2] == (404, "not_found")
    form = {"code": first, "name": "Root", "password": PASSWORD}
    assert (await browser.post("/api/setup", json=form)).status_code == 200
    code, _ = await site.auth.password_link((await site.store.read(lambda tx: tx.agents()))[0].id)
    again = {"code": code, "name": "Second", "password": PASSWORD}
    assert refusal(await browser.post("/api/setup", json=again))[:2] == (404, "not_found")


async def test_neither_code_nor_password_is_kept(site, root, log_in, browser):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    assert await site.store.read(lambda tx: tx.get(Link, code)) is None
    await use(browser, code)
    kept = await site.store.read(lambda tx: tx.get(Agent, "liisa"))
    assert kept.password_hash.startswith("$argon2id$")
    assert NEW not in repr(kept)


async def test_the_cookie_is_secure_behind_https(site, root, log_in):
    await log_in("Liisa")
    code = await link_for(root, "liisa")
    async with site.browser("https://site.test") as browser:
        cookie = (await use(browser, code)).headers["set-cookie"].lower()
    assert "secure" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
