"""What every store does when many want something of it at once, in one process or two."""

from __future__ import annotations

import asyncio

import pytest

from handoff.errors import HandoffError
from handoff.model import Conversation, Reason, State
from handoff.ports import Reply
from handoff.records import Presence, Process
from tests.handoff import examples
from tests.handoff.examples import NOON
from tests.handoff.storage.conftest import in_another_process

pytestmark = pytest.mark.anyio

MANY = 100


def saying(cid, visitor="aino"):
    """What a visitor's `send` does: into the open conversation, opening one where there is none."""

    def work(tx):
        found = tx.open_conversation(visitor)
        if found is None:
            found = Conversation(f"opened by {cid}", visitor, "fi", NOON)
            found.open(NOON)
        found.say_visitor(cid, NOON, cid)
        new = found.fresh[0].seq == 1
        tx.add(found) if new else tx.save(found)
        return found.id, found.last_seq

    return work


async def events_of(store, conversation):
    return await store.read(lambda tx: tx.events(conversation, 0, 10 * MANY))


def assert_nothing_lost(events, cids):
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.visitor_prev for event in events] == list(range(len(events)))
    assert sorted(event.cid for event in events if event.cid) == sorted(cids)


async def test_a_hundred_posts_at_once_are_numbered_without_gaps(store):
    await store.write(lambda tx: tx.add(examples.conversation("c1")))
    cids = [f"cid-{number}" for number in range(MANY)]
    answers = await asyncio.gather(*(store.write(saying(cid)) for cid in cids))
    events = await events_of(store, "c1")
    assert_nothing_lost(events, cids)
    assert {event.cid: event.seq for event in events[1:]} == {
        cid: seq for cid, (_, seq) in zip(cids, answers, strict=True)
    }


async def test_a_hundred_first_messages_at_once_open_one_conversation(store):
    cids = [f"cid-{number}" for number in range(MANY)]
    answers = await asyncio.gather(*(store.write(saying(cid)) for cid in cids))
    (conversation,) = {conversation for conversation, _ in answers}
    assert_nothing_lost(await events_of(store, conversation), cids)


async def test_many_conversations_at_once_keep_apart(store):
    visitors = [f"visitor {number}" for number in range(20)]
    posts = [(visitor, f"cid-{number}") for number in range(5) for visitor in visitors]
    answers = await asyncio.gather(*(store.write(saying(f"{v}-{cid}", v)) for v, cid in posts))
    for visitor in visitors:
        mine = {c for (v, _), (c, _) in zip(posts, answers, strict=True) if v == visitor}
        events = await events_of(store, mine.pop())
        assert mine == set()
        assert_nothing_lost(events, [f"{visitor}-cid-{number}" for number in range(5)])


async def test_one_of_many_who_want_it_gets_it(store):
    await store.write(lambda tx: tx.add(examples.queued("c1")))

    def taking(agent):
        def work(tx):
            found = tx.get(Conversation, "c1")
            found.hand_to(agent, NOON, "take")
            tx.save(found)
            return agent.id

        return store.write(work)

    agents = [examples.agent(f"agent {number}") for number in range(20)]
    answers = await asyncio.gather(*map(taking, agents), return_exceptions=True)
    (winner,) = [answer for answer in answers if isinstance(answer, str)]
    assert {answer.code for answer in answers if isinstance(answer, HandoffError)} == {"taken"}
    found = await store.read(lambda tx: tx.get(Conversation, "c1"))
    assert (found.agent, found.fence, found.last_seq) == (winner, 3, 3)


async def test_the_bot_is_silent_once_a_person_took_over_whoever_came_first(store):
    """Each round the bot's late answer races a person's taking over: it comes before the move or not at all."""
    liisa = examples.agent()
    for number in range(20):
        conversation = f"c{number}"
        await store.write(
            lambda tx, c=conversation, n=number: tx.add(examples.conversation(c, f"visitor {n}"))
        )

        def answer(tx, c=conversation):
            found = tx.get(Conversation, c)
            if found.fence == 1:
                found.say_bot(Reply("late"), NOON)
                tx.save(found)

        def take_over(tx, c=conversation):
            found = tx.get(Conversation, c)
            found.queue(Reason.VISITOR_ASKED, NOON)
            found.hand_to(liisa, NOON, "take")
            tx.save(found)

        await asyncio.gather(*(store.write(work) for work in (take_over, answer, answer)))
        events = await events_of(store, conversation)
        kinds = [event.body.get("to") or event.body["author"]["kind"] for event in events]
        assert "bot" not in kinds[kinds.index("queued") :]


async def test_readers_see_a_write_whole_or_not_at_all(store):
    """Pairs of records are written and removed together while others read: nobody ever sees half a pair."""
    writing = True

    async def write_pairs(name):
        for number in range(MANY // 4):

            def add(tx, n=number):
                tx.add(Process(f"{name}{n}", n))
                tx.add(Presence(f"{name}{n}", "liisa"))

            await store.write(add)
            await store.write(lambda tx, n=number: tx.remove_process(f"{name}{n}"))

    async def read_pairs():
        while writing:
            processes, presences = await store.read(
                lambda tx: ({p.id for p in tx.processes()}, {p.process for p in tx.presences("liisa")})
            )
            assert processes == presences
            await asyncio.sleep(0)  # others run

    readers = [asyncio.create_task(read_pairs()) for _ in range(3)]
    await asyncio.gather(*map(write_pairs, "abcd"))
    writing = False
    await asyncio.gather(*readers)


async def test_who_goes_away_while_writing_harms_nobody(store):
    tasks = [asyncio.create_task(store.write(saying(f"cid-{number}"))) for number in range(20)]
    await asyncio.sleep(0)  # they have begun
    for task in tasks[::2]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    await store.write(saying("the last"))
    events = await store.read(lambda tx: tx.events(tx.open_conversation("aino").id, 0, MANY))
    said = {event.cid for event in events if event.cid}
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    acknowledged = {f"cid-{n}" for n, answer in enumerate(answers) if not isinstance(answer, BaseException)}
    assert acknowledged | {"the last"} <= said


# -- two processes on one database -----------------------------------------------------------------


async def test_two_processes_share_one_conversation(open_store):
    cids = [[f"{process}-{number}" for number in range(MANY // 2)] for process in "ab"]

    async def post_all(mine):
        async with open_store() as store:
            return await asyncio.gather(*(store.write(saying(cid)) for cid in mine))

    results = await asyncio.gather(
        *(asyncio.to_thread(in_another_process, lambda mine=mine: post_all(mine)) for mine in cids)
    )
    (conversation,) = {conversation for answers in results for conversation, _ in answers}
    async with open_store() as store:
        assert_nothing_lost(await events_of(store, conversation), cids[0] + cids[1])


async def test_a_read_is_one_snapshot_while_another_process_writes(open_store):
    async def write_elsewhere():
        async with open_store() as other:
            await other.write(saying("meanwhile"))
            await other.write(lambda tx: tx.add(Process("new", 1)))

    def look(tx):
        return tx.get(Conversation, "c1").last_seq, len(tx.processes())

    def look_twice(tx):
        before = look(tx)
        in_another_process(write_elsewhere)
        return before, look(tx)

    async with open_store() as store:
        await store.write(lambda tx: tx.add(examples.conversation("c1")))
        assert await store.read(look_twice) == ((1, 0), (1, 0))
        assert await store.read(look) == (2, 1)


async def test_what_was_answered_is_there_for_the_next_process(open_store):
    async with open_store() as store, open_store() as other:
        conversation, _ = await store.write(saying("cid-1"))
        found = await other.read(lambda tx: tx.get(Conversation, conversation))
        assert (found.state, found.last_seq) == (State.BOT, 2)


async def test_what_was_acknowledged_while_the_store_closed_is_written(open_store):
    async with open_store() as store:
        tasks = [asyncio.create_task(store.write(saying(f"cid-{number}"))) for number in range(50)]
        await asyncio.sleep(0)  # they have begun
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    acknowledged = {f"cid-{n}" for n, answer in enumerate(answers) if not isinstance(answer, BaseException)}
    async with open_store() as other:
        found = await other.read(lambda tx: tx.open_conversation("aino"))
        written = {event.cid for event in await events_of(other, found.id)} if found else set()
    assert acknowledged <= written
