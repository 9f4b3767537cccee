from __future__ import annotations

import asyncio
import json

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from bot.client import RasaBot
from bot.rasa_api import Address
from bot.remote import RemoteRasa
from handoff.ports import Bot, BotFailure, BotState, Guess, Parse
from tests.bot.conftest import QUICK
from tests.bot.servers import (
    SECRET,
    WELL,
    FaultyServer,
    StandIn,
    answers,
    drips,
    hangs,
    hangs_up,
    ranking,
)

pytestmark = pytest.mark.anyio


async def test_a_parse_ranks_the_intents_and_keeps_out_of_scope_apart(server: FaultyServer) -> None:
    async with RasaBot(StandIn(server.address)) as bot:
        assert await bot.parse("where is it") == Parse(
            (Guess("track_order", 0.8), Guess("greet", 0.05)), 0.15
        )


async def test_out_of_scope_is_0_where_the_model_does_not_know_it(server: FaultyServer) -> None:
    server.behaviour = answers(ranking(greet=1.0))
    async with RasaBot(StandIn(server.address)) as bot:
        assert await bot.parse("hello") == Parse((Guess("greet", 1.0),), 0.0)


async def test_a_ranking_that_comes_in_disorder_is_put_in_order(server: FaultyServer) -> None:
    server.behaviour = answers(ranking(greet=0.2, thank=0.7))
    async with RasaBot(StandIn(server.address)) as bot:
        answer = await bot.parse("thanks")
    assert isinstance(answer, Parse)
    assert answer.best == Guess("thank", 0.7)


async def test_only_the_text_is_sent_and_the_token_travels_in_a_header(server: FaultyServer) -> None:
    async with RasaBot(StandIn(server.address)) as bot:
        await bot.parse("missä pakettini on?")
    ((first, headers, body),) = server.requests
    assert first == "POST /model/parse HTTP/1.1"
    assert body == {"text": "missä pakettini on?"}
    token = headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, OctKey.import_key(SECRET)).claims
    assert claims == {"user": {"username": "vuoro", "role": "admin"}}


async def test_no_token_is_sent_where_there_is_no_secret(server: FaultyServer) -> None:
    async with RasaBot(StandIn(Address(server.address.url))) as bot:
        await bot.parse("hello")
    assert "authorization" not in server.requests[0][1]


@pytest.mark.parametrize(
    ("text", "sent"), [("/greet", "greet"), (" //x", "x"), ("/", " "), ("a/b", "a/b"), ("\ud83d", "?")]
)
async def test_a_visitors_slash_is_no_command_to_rasa_and_half_a_character_no_riddle(
    server: FaultyServer, text: str, sent: str
) -> None:
    async with RasaBot(StandIn(server.address)) as bot:
        await bot.parse(text)
    assert server.requests[0][2] == {"text": sent}


async def test_texts_one_after_the_other_share_a_connection(server: FaultyServer) -> None:
    async with RasaBot(StandIn(server.address)) as bot:
        for _ in range(5):
            await bot.parse("hello")
    assert server.connections == 1


async def test_a_bot_that_hangs_is_a_timeout(server: FaultyServer) -> None:
    server.behaviour = hangs()
    async with RasaBot(StandIn(server.address), deadline=0.1) as bot:
        assert await bot.parse("hello") is BotFailure.TIMEOUT


async def test_the_deadline_is_over_the_whole_call_not_over_each_byte(server: FaultyServer) -> None:
    server.behaviour = drips(ranking(greet=1.0))
    clock = asyncio.get_running_loop().time
    async with RasaBot(StandIn(server.address), deadline=0.3) as bot:
        asked = clock()
        assert await bot.parse("hello") is BotFailure.TIMEOUT
        assert clock() - asked < 0.6


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        (hangs_up(), BotFailure.DOWN),
        (answers(b"{}", "500 Internal Server Error"), BotFailure.DOWN),
        (answers(b"{}", "503 Service Unavailable"), BotFailure.DOWN),
        (answers(b"{}", "401 Unauthorized"), BotFailure.NONSENSE),
        (answers(b"<html>hello</html>"), BotFailure.NONSENSE),
        (answers(b"\xff\xfe\x00"), BotFailure.NONSENSE),
        (answers(b""), BotFailure.NONSENSE),
        (answers(b"[]"), BotFailure.NONSENSE),
        (answers(b"{}"), BotFailure.NONSENSE),
        (answers(ranking()), BotFailure.NONSENSE),
        (answers(ranking(out_of_scope=1.0)), BotFailure.NONSENSE),
        (answers(ranking(greet=float("nan"))), BotFailure.NONSENSE),
        (answers(ranking(greet=float("inf"))), BotFailure.NONSENSE),
        (answers(ranking(greet=1.5)), BotFailure.NONSENSE),
        (answers(ranking(greet=-0.1)), BotFailure.NONSENSE),
        (answers(ranking(greet=None)), BotFailure.NONSENSE),
        (
            answers(json.dumps({"intent_ranking": [{"name": None, "confidence": 1}]}).encode()),
            BotFailure.NONSENSE,
        ),
    ],
)
async def test_whatever_a_bot_does_wrong_is_a_value(
    server: FaultyServer, behaviour, failure: BotFailure
) -> None:
    server.behaviour = behaviour
    async with RasaBot(StandIn(server.address)) as bot:
        assert await bot.parse("hello") is failure


async def test_nobody_listening_is_down() -> None:
    async with FaultyServer() as gone:
        address = gone.address
    async with RasaBot(StandIn(address)) as bot:
        assert await bot.parse("hello") is BotFailure.DOWN


async def test_a_url_that_is_none_is_down() -> None:
    async with RasaBot(StandIn(Address("http://[oops"))) as bot:
        assert await bot.parse("hello") is BotFailure.DOWN


@pytest.mark.parametrize(
    ("state", "failure"), [(BotState.STARTING, BotFailure.STARTING), (BotState.DOWN, BotFailure.DOWN)]
)
async def test_a_bot_that_is_not_ready_is_not_asked(
    server: FaultyServer, state: BotState, failure: BotFailure
) -> None:
    bot: Bot = RasaBot(StandIn(server.address, state))
    assert bot.state is state
    assert await bot.parse("hello") is failure
    assert server.requests == []


async def test_five_failures_in_a_row_make_it_doubt(server: FaultyServer) -> None:
    server.behaviour = answers(b"nonsense")
    upstream = StandIn(server.address)
    async with RasaBot(upstream) as bot:
        for number in range(4):
            await bot.parse(f"hello {number}")
        server.behaviour = WELL
        await bot.parse("hello")
        server.behaviour = answers(b"nonsense")
        for number in range(4):
            await bot.parse(f"hello {number}")
        assert upstream.doubts == 0
        await bot.parse("hello again")
        assert upstream.doubts == 1
        assert bot.state is BotState.DOWN


async def test_the_same_text_is_asked_once_and_remembered(server: FaultyServer) -> None:
    async with RasaBot(StandIn(server.address)) as bot:
        first = await asyncio.gather(*(bot.parse("hello") for _ in range(20)))
        assert await bot.parse("hello") == first[0]
    assert len(server.requests) == 1


async def test_what_one_life_of_rasa_said_is_not_remembered_in_the_next(server: FaultyServer) -> None:
    upstream = StandIn(server.address)
    async with RasaBot(upstream) as bot:
        await bot.parse("hello")
        upstream.state.set(BotState.STARTING)
        upstream.state.set(BotState.READY)
        await bot.parse("hello")
    assert len(server.requests) == 2


async def test_a_failure_is_not_remembered(server: FaultyServer) -> None:
    server.behaviour = answers(b"nonsense")
    async with RasaBot(StandIn(server.address)) as bot:
        assert await bot.parse("hello") is BotFailure.NONSENSE
        server.behaviour = WELL
        assert isinstance(await bot.parse("hello"), Parse)


async def test_a_crowd_that_waits_too_long_says_nothing_against_rasa(server: FaultyServer) -> None:
    server.behaviour = hangs()
    upstream = StandIn(server.address)
    async with RasaBot(upstream, deadline=0.1) as bot:
        answers_ = await asyncio.gather(*(bot.parse(f"question {number}") for number in range(20)))
    assert set(answers_) == {BotFailure.TIMEOUT}
    assert len(server.requests) <= 4
    assert upstream.doubts == 0


async def test_who_waits_for_a_change_gets_the_new_state(server: FaultyServer) -> None:
    upstream = StandIn(server.address, BotState.STARTING)
    async with RasaBot(upstream) as bot:
        waiting = asyncio.create_task(bot.wait_until_changed())
        await asyncio.wait([waiting], timeout=0.01)
        upstream.state.set(BotState.STARTING)
        assert not waiting.done()
        upstream.state.set(BotState.READY)
        assert await waiting is BotState.READY


async def test_a_rasa_elsewhere_is_ready_as_soon_as_it_answers(server: FaultyServer) -> None:
    async with RemoteRasa(server.address, QUICK) as remote, RasaBot(remote) as bot:
        assert bot.state is BotState.STARTING
        assert await bot.wait_until_changed() is BotState.READY
        assert isinstance(await bot.parse("hello"), Parse)


async def test_a_rasa_elsewhere_that_never_answers_is_down_in_the_end(server: FaultyServer) -> None:
    server.behaviour = answers(b"", "500 Oops")
    impatient = type(QUICK)(start=0.1, poll=0.02)
    async with RemoteRasa(server.address, impatient) as remote, RasaBot(remote) as bot:
        assert await bot.wait_until_changed() is BotState.DOWN
        server.behaviour = WELL
        assert await bot.wait_until_changed() is BotState.READY


async def test_after_five_failures_it_is_down_until_a_probe_succeeds(server: FaultyServer) -> None:
    async with RemoteRasa(server.address, QUICK) as remote, RasaBot(remote, deadline=0.1) as bot:
        await bot.wait_until_changed()
        server.behaviour = answers(b"", "500 Oops")
        for _ in range(5):
            await bot.parse("hello")
        assert bot.state is BotState.DOWN
        server.behaviour = WELL
        assert await bot.wait_until_changed() is BotState.READY


async def test_a_rasa_elsewhere_that_stops_answering_is_found_out_without_a_visitor(
    server: FaultyServer,
) -> None:
    async with RemoteRasa(server.address, QUICK) as remote:
        assert await remote.state.changed() is BotState.READY
        server.behaviour = hangs_up()
        assert await remote.state.changed() is BotState.DOWN
