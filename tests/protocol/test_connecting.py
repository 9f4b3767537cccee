"""Hello, credentials, origins, tabs and limits of a connection."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import AGENT, BOT, Agent, Session, Visitor
from tests.protocol.wire import Closed
from tests.servers import PASSWORD, Service

pytestmark = pytest.mark.anyio


@pytest.fixture
def storage() -> None:
    """The embedded one: where things are kept makes no difference here."""


def address(service: Service, path: str) -> str:
    return service.url.replace("http", "ws", 1) + path


async def close_code(socket: ClientConnection) -> int:
    async with asyncio.timeout(10):
        await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


async def test_the_welcome_has_all_that_a_bubble_needs(house: House):
    anna = await house.visitor(
        lang="fi", page={"url": "https://shop.example/cart", "title": "Cart", "referrer": ""}
    )
    welcome = anna.welcome
    assert {
        "token",
        "visitor",
        "conversation",
        "state",
        "lang",
        "langs",
        "service",
        "agents_available",
        "bot",
        "starters",
        "limits",
        "server_time",
    } <= welcome.keys()
    assert (welcome["lang"], set(welcome["langs"])) == ("fi", {"en", "fi", "pl"})
    assert (welcome["conversation"], welcome["state"]) == (None, None)
    assert {"open", "text"} <= welcome["service"].keys()
    assert welcome["limits"] == {"text": 10_000, "frame": 256 * 1024}
    assert welcome["agents_available"] in (False, 0)
    assert all({"id", "label"} <= starter.keys() for starter in welcome["starters"])
    assert len(welcome["token"]) >= 43  # 256 bits


async def test_the_welcome_says_that_somebody_is_there(house: House):
    await house.agent()
    assert (await house.visitor()).welcome["agents_available"]


async def test_the_subprotocol_is_echoed_if_it_is_offered_and_deflate_is_refused(house: House):
    async with connect(
        address(house.service, "/ws/visitor"),
        subprotocols=["other", "vuoro.v1"],
        compression="deflate",
        proxy=None,
    ) as socket:
        assert socket.subprotocol == "vuoro.v1"
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_no_subprotocol_is_echoed_that_was_not_offered(house: House):
    async with connect(address(house.service, "/ws/visitor"), proxy=None) as socket:
        assert socket.subprotocol is None
        await socket.send(json.dumps({"type": "hello"}))
        assert json.loads(await socket.recv())["type"] == "welcome"


@pytest.mark.parametrize("path", ["/ws/visitor", "/ws/agent"])
async def test_who_says_nothing_is_sent_away(open_house: OpenHouse, path: str):
    house = await open_house(hello_seconds=0.1)
    async with connect(address(house.service, path), proxy=None) as socket:
        assert await close_code(socket) == 4501


@pytest.mark.parametrize(
    "first", ['{"type":"send","cid":"a","text":"hi"}', "no json", "[]", '{"type":"what"}']
)
async def test_who_says_something_else_first_is_sent_away(house: House, first: str):
    async with connect(address(house.service, "/ws/visitor"), proxy=None) as socket:
        await socket.send(first)
        assert await close_code(socket) == 4501


async def test_a_token_that_is_none_is_refused_and_a_visit_without_one_works(house: House):
    anna = house.stranger()
    anna.token = "x" * 43
    with pytest.raises(Closed) as closed:
        await anna.come()
    assert closed.value.code == 4502
    anna.token = None
    assert (await anna.come())["token"]


async def test_the_token_brings_the_same_visitor_back(house: House):
    anna = await house.visitor()
    await anna.say("Where is my order?")
    first = anna.welcome
    await anna.drop()
    again = await anna.come()
    assert (again["visitor"], again["conversation"], again["state"]) == (
        first["visitor"],
        anna.conversation,
        "bot",
    )


async def test_an_agent_with_a_wrong_csrf_token_is_refused(house: House):
    eeva = await house.agent()
    eeva.session.csrf = "not it"
    await eeva.drop()
    with pytest.raises(Closed) as closed:
        await eeva.come()
    assert closed.value.code == 4502


async def test_an_agent_without_a_cookie_is_refused(house: House):
    eeva = await house.agent()
    eeva.session.cookie = "vuoro_session=nothing"
    await eeva.drop()
    with pytest.raises(Closed) as closed:
        await eeva.come()
    assert closed.value.code == 4502


async def test_an_expired_cookie_is_refused(open_house: OpenHouse):
    house = await open_house(session_seconds=3600)
    eeva = await house.agent()
    await eeva.drop()
    house.service.clock.advance(3601)
    with pytest.raises(Closed) as closed:
        await eeva.come()
    assert closed.value.code == 4502


async def test_a_strange_origin_is_refused_and_listed_ones_pass(open_house: OpenHouse):
    house = await open_house(allowed_origins="https://shop.example")
    anna = house.stranger()
    anna.origin = "https://evil.example"
    with pytest.raises(Closed) as closed:
        await anna.come()
    assert closed.value.code == 4503
    for origin in ("https://shop.example", house.service.url):
        welcome = house.stranger("another")
        welcome.origin = origin
        assert (await welcome.come())["type"] == "welcome"


async def test_an_agents_strange_origin_is_refused(house: House):
    eeva = await house.agent()
    await eeva.drop()
    eeva.origin = "https://evil.example"
    with pytest.raises(Closed) as closed:
        await eeva.come()
    assert closed.value.code == 4503


async def test_a_program_without_an_origin_is_refused_where_one_is_required(open_house: OpenHouse):
    house = await open_house(require_origin=True)
    with pytest.raises(Closed) as closed:
        await house.visitor()
    assert closed.value.code == 4503


async def test_every_tab_gets_every_event_once_and_the_cid_of_its_own_person(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    tab = house.watched(anna.tab())
    await tab.come()
    ack = await anna.say("Where is my order?")
    tab.conversation = anna.conversation
    own = await tab.event("message", text="Where is my order?")
    assert own["cid"] == ack["cid"]
    await tab.event("message", **BOT)
    await house.with_a_person(anna, eeva)
    desk = house.watched(eeva.tab())
    await desk.come()
    await desk.owns(anna.conversation)
    await eeva.say(anna.conversation, "Hello")
    for reader in (anna, tab):
        await reader.event("message", **AGENT)
    assert "cid" in await desk.event(anna.conversation, "message", **AGENT)
    assert anna.events == tab.events


@pytest.mark.parametrize("who", ["visitor", "agent"])
async def test_of_six_connections_the_oldest_is_closed(house: House, who: str):
    first: Visitor | Agent = await (house.visitor() if who == "visitor" else house.agent())
    tabs = [house.watched(first.tab()) for _ in range(5)]
    for tab in tabs:
        await tab.come()
    assert await first.gone() == 4505
    for tab in tabs:
        await tab.until(lambda tab=tab: tab.welcome)
        assert tab.closed_with == []


async def test_logging_out_closes_the_sessions_sockets_only(house: House):
    login = await house.service.add_agent("mika")
    here, elsewhere = [await Session.open(house.service.url, login.name, PASSWORD) for _ in range(2)]
    at_work = house.watched(Agent(house.service.url, login.id, "mika", here))
    at_home = house.watched(Agent(house.service.url, login.id, "mika", elsewhere))
    await at_work.come()
    await at_home.come()
    assert await here.close() in (200, 204)
    assert await at_work.gone() == 4504
    await at_home.is_online()
    with pytest.raises(Closed) as closed:
        await house.watched(at_work.tab()).come()
    assert closed.value.code == 4502


async def test_logging_in_gives_a_strict_cookie_and_the_agent(house: House):
    login = await house.service.add_agent("mika", skills=("orders",), languages=("fi", "en"), capacity=2)
    async with httpx.AsyncClient(base_url=house.service.url, trust_env=False) as http:
        response = await http.post("/api/session", json={"name": "mika", "password": PASSWORD})
        assert response.status_code == 200
        body = response.json()
        assert {"id", "name", "role", "skills", "languages", "capacity"} <= body["agent"].keys()
        assert (body["agent"]["id"], body["agent"]["capacity"]) == (login.id, 2)
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith("vuoro_session=")
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "secure" not in cookie.split("; ")
        assert (await http.get("/api/session")).json() == body


@pytest.mark.parametrize(("name", "password"), [("mika", "wrong password"), ("nobody", PASSWORD)])
async def test_a_wrong_password_and_a_wrong_name_are_told_alike(house: House, name: str, password: str):
    await house.service.add_agent("mika")
    async with httpx.AsyncClient(base_url=house.service.url, trust_env=False) as http:
        response = await http.post("/api/session", json={"name": name, "password": password})
        assert (response.status_code, response.json()["code"]) == (401, "unauthorized")
        assert (await http.get("/api/session")).status_code == 401


async def test_a_frame_that_is_too_big_closes_with_1009_and_the_client_comes_back_without_it(house: House):
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], **BOT)
    await anna.put(json.dumps({"type": "send", "cid": "big", "text": "x" * (256 * 1024)}))
    await anna.until(lambda: anna.connection == 2 and anna.welcome)
    assert anna.closed_with == [1009]
    await anna.say("Hello")


async def test_a_frame_of_almost_256_kib_is_read(house: House):
    anna = await house.visitor()
    padding = "x" * (256 * 1024 - 200)
    assert (await anna.do("send", text="Hello", ignored=padding))["seq"]


BROKEN = [
    "this is no json",
    "[1, 2]",
    '"text"',
    "null",
    "{}",
    '{"type":"send","cid":"no spaces","text":"a"}',
    '{"type":"send","cid":"c1"}',
    '{"type":"send","cid":"c2","text":""}',
    '{"type":"send","cid":"c3","text":7}',
    '{"type":"send","text":"no cid"}',
    '{"type":"rate","cid":"c4","score":6}',
    '{"type":"sync","after":-1}',
    '{"type":"leave_contact","cid":"c5","kind":"pigeon"}',
]


async def test_a_broken_frame_gets_bad_frame_and_the_connection_lives_on(house: House):
    for broken in BROKEN:
        anna = await house.visitor()
        await anna.put(broken)
        error = await anna.frame("error")
        assert (error["code"], error["retryable"]) == ("bad_frame", False), broken
        await anna.say("Hello")


async def test_a_frame_of_an_unknown_type_is_told_so(house: House):
    anna = await house.visitor()
    await anna.put({"type": "dance", "cid": "d1"})
    assert (await anna.frame("error"))["code"] == "unknown_type"
    await anna.put({"type": "claim", "cid": "d2", "conversation": "x"})
    assert (await anna.frame("error", cid="d2"))["code"] == "unknown_type"


async def test_a_binary_frame_is_refused(house: House):
    anna = await house.visitor()
    await anna.put(b'{"type":"send","cid":"c","text":"a"}')
    assert (await anna.frame("error"))["code"] == "bad_frame"


async def test_the_tenth_bad_frame_closes_with_1008(house: House):
    anna = await house.visitor()
    for _ in range(9):
        await anna.put("{")
    await anna.until(lambda: len(anna.frames("error")) == 9)
    await anna.say("Hello")
    await anna.put("{")
    assert await anna.gone() == 1008
    assert len(anna.frames("error")) == 10


async def test_unknown_fields_are_ignored(house: House):
    anna = await house.visitor(future={"field": 1})
    await anna.say("Where is my order?", future=[1, 2, 3])
    await anna.event("message", **BOT)


async def test_a_text_has_at_most_ten_thousand_code_points(house: House):
    anna = await house.visitor()
    assert await anna.refused("send", text="ä" * 10_001) == "too_long"
    assert await anna.refused("send", text="\U0001f600" * 10_001) == "too_long"
    await anna.say("\U0001f600" * 10_000)
    assert (await anna.event("message", author={"kind": "visitor"}))["text"] == "\U0001f600" * 10_000


async def test_words_come_back_as_they_were_written(house: House):
    anna = await house.visitor()
    text = 'Ääkköset, łódź, \U0001f469\u200d\U0001f680, <b>&amp;</b> "quotes" \\ \n\ttab \u2028 \u0001 end'
    await anna.say(text)
    assert (await anna.event("message", author={"kind": "visitor"}))["text"] == text


async def test_beats_come_when_nothing_else_does(open_house: OpenHouse):
    house = await open_house(ping_seconds=0.2)
    anna = await house.visitor()
    await anna.frame("beat")
    assert anna.closed_with == []
