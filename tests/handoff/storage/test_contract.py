"""What every store does: records come back as they went in, keys are unique, a write is all or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.model import Agent, Conversation, Event, Item, Kind, Reason, Role, State, Status, Visitor
from handoff.ports import Conflict, Reply, Store
from handoff.records import Guessed, Link, Offer, Presence, Process, Refusal, Remembered, Session, Site
from handoff.storage.rows import RECORDS
from tests.handoff import examples

pytestmark = pytest.mark.anyio

WORDS = 'Hyvää päivää, zażółć gęślą jaźń 🙂\n\t"quotes" \\ \0 and a NUL'
FULL = Conversation(
    id="c1",
    visitor="aino",
    lang="fi",
    opened_at=2**41,
    state=State.QUEUED,
    fence=2**40,
    last_seq=2**33,
    visitor_seq=2**33 - 1,
    moved_seq=2**33 - 2,
    reason=Reason.AGENT_LOST,
    agent="liisa",
    skill="huolto",
    queued_at=2**41 + 1,
    front=True,
    wanted_agent="matti",
    misses=2,
    answered_seq=5,
    bot_due_at=7,
    idle_due_at=8,
    told_starting=True,
    told_nobody=True,
    offered={"intent:delivery_time": "Toimitusaika 🙂", "vuoro:none": WORDS},
    item=Item.CALLBACK,
    item_at=9,
    last_text="missä pakettini on?",
    page={"url": "https://shop.example/ä?q=1", "title": WORDS, "referrer": None},
    closed_at=10,
)
FULL_AGENT = Agent(
    "liisa", "Liisa", Role.ADMIN, ("huolto", "ä,b"), ("fi", "pl"), 3, "p", 1, Status.BUSY, True, 5, 6
)
EXAMPLES = [
    Visitor("aino", "hash", "fi", 1),
    Visitor("aino", "hash", "fi", 1, name="Äinö Ōñ"),
    Visitor("aino", "hash", "fi", 1, "Äinö", email="äinö@esimerkki.fi", customer="asiakas/4711 🙂"),
    Agent("liisa", "Liisa Ä", Role.AGENT, (), (), 1, "$argon2id$", 1),
    FULL_AGENT,
    Conversation("c1", "aino", "fi", 1),
    FULL,
    Event("c1", 1, "e1", 1, Kind.NOTE, None, None, None, {}),
    Event(
        "c1", 1, "e1", 1, Kind.MESSAGE, 0, "v:aino", "cid-1", {"text": WORDS, "author": {"kind": "visitor"}}
    ),
    Event(
        "c1",
        1,
        "e1",
        1,
        Kind.STATE,
        0,
        None,
        None,
        {"from": None, "to": "bot", "n": [1, 0.5, True, {"ä": []}]},
    ),
    Guessed("c1", 1, {"ranking": [{"intent": "greet", "confidence": 0.25}]}, None),
    Guessed("c1", 1, {}, WORDS.replace("\0", "")),
    Remembered("v:aino", "cid-1", "fingerprint", "c1", 3, "e1", 1),
    Remembered("v:aino", "cid-1", "fingerprint", None, None, None, 1),
    Session("hash", "liisa", "csrf", 1),
    Link("hash", "first_admin", None, 1),
    Offer("c1", "liisa", 1),
    Refusal("c1", "liisa", 2),
    Process("p1", 1),
    Presence("p1", "liisa"),
    Site("site", "Kaarna", "#1d5c4a", (), ("en",), "secret"),
    Site(
        "site", 'Ääkkös-"puoti"', "#ffffff", ("https://a.example", "http://[::1]:8"), ("fi", "en"), "sécret"
    ),
]
CHANGES = [
    (Visitor("aino", "hash", "fi", 1, "Aino"), {"lang": "pl", "name": None}),
    (Visitor("aino", "hash", "fi", 1), {"name": "Aino", "email": "aino@example.fi", "customer": "4711"}),
    (FULL_AGENT, {"status": Status.AWAY, "skills": (), "disabled": False, "lost_due_at": None}),
    (Guessed("c1", 1, {"a": 1}, "ä"), {"body": {"b": [2]}, "reply": None}),
    (Remembered("v:aino", "cid-1", "f", "c1", 3, "e1", 1), {"fingerprint": "g", "seq": None}),
    (Session("hash", "liisa", "csrf", 1), {"expires_at": 2**41}),
    (Link("hash", "first_admin", "liisa", 1), {"agent": None}),
    (Offer("c1", "liisa", 1), {"agent": "matti", "expires_at": 2}),
    (Refusal("c1", "liisa", 2), {"times": 3}),
    (Process("p1", 1), {"beat_at": 2}),
    (
        Site("site", "Kaarna", "#1d5c4a", ("https://a.example",), ("en", "fi"), "secret"),
        {"name": "Kuusi", "allowed_origins": (), "languages": ("pl",), "identity_secret": "another"},
    ),
]


def key_of(record: object) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in RECORDS[type(record)].key)


def named(record: object) -> str:
    return type(record).__name__


async def add(store: Store, *records: object) -> None:
    def work(tx):
        for record in records:
            tx.add(record)

    await store.write(work)


def test_every_record_type_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(RECORDS)


# -- one record ------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", EXAMPLES, ids=named)
async def test_a_record_comes_back_as_it_went_in(store, record):
    await add(store, replace(record))
    found = await store.read(lambda tx: tx.get(type(record), *key_of(record)))
    assert found == record
    assert [type(getattr(found, name)) for name in RECORDS[type(record)].names] == [
        type(getattr(record, name)) for name in RECORDS[type(record)].names
    ]


@pytest.mark.parametrize("record", EXAMPLES, ids=named)
async def test_what_was_never_added_is_not_there(store, record):
    assert await store.read(lambda tx: tx.get(type(record), *key_of(record))) is None


@pytest.mark.parametrize(
    ("record", "changes"), CHANGES, ids=lambda value: "" if isinstance(value, dict) else named(value)
)
async def test_a_changed_record_replaces_the_old_one(store, record, changes):
    await add(store, replace(record))
    await store.write(lambda tx: tx.save(replace(record, **changes)))
    assert await store.read(lambda tx: tx.get(type(record), *key_of(record))) == replace(record, **changes)


@pytest.mark.parametrize("record", EXAMPLES, ids=named)
async def test_a_removed_record_is_gone(store, record):
    await add(store, replace(record))
    await store.write(lambda tx: tx.remove(type(record), *key_of(record)))
    assert await store.read(lambda tx: tx.get(type(record), *key_of(record))) is None


@pytest.mark.parametrize("record", EXAMPLES, ids=named)
async def test_removing_what_is_not_there_does_nothing(store, record):
    await store.write(lambda tx: tx.remove(type(record), *key_of(record)))


@pytest.mark.parametrize("record", [r for r, _ in CHANGES], ids=named)
async def test_saving_what_is_not_there_adds_nothing(store, record):
    await store.write(lambda tx: tx.save(replace(record)))
    assert await store.read(lambda tx: tx.get(type(record), *key_of(record))) is None


async def test_what_is_changed_without_saving_is_not_kept(store):
    await add(store, examples.agent())

    def work(tx):
        tx.get(Agent, "liisa").capacity = 99

    await store.write(work)
    assert (await store.read(lambda tx: tx.get(Agent, "liisa"))).capacity == 3


async def test_a_transaction_sees_what_it_wrote(store):
    def work(tx):
        tx.add(examples.visitor())
        tx.add(Process("p1", 1))
        tx.save(Process("p1", 2))
        tx.remove(Visitor, "aino")
        return tx.get(Visitor, "aino"), tx.get(Process, "p1")

    assert await store.write(work) == (None, Process("p1", 2))


@pytest.mark.parametrize("strange", ["", "' OR 1=1 --", "%", "\\", "🙂" * 100], ids=ascii)
async def test_a_strange_key_finds_nothing(store, strange):
    await add(store, examples.visitor(), examples.agent(), examples.conversation())

    def work(tx):
        return (
            tx.get(Conversation, strange),
            tx.agent_by_name(strange),
            tx.visitor_by_token(strange),
            tx.events(strange, 0, 10),
        )

    assert await store.read(work) == (None, None, None, [])


# -- unique ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", EXAMPLES, ids=named)
async def test_a_key_is_taken_once(store, record):
    await add(store, replace(record))
    with pytest.raises(Conflict):
        await add(store, replace(record))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (examples.visitor("aino", token_hash="same"), examples.visitor("eino", token_hash="same")),
        (examples.agent("liisa", name="Liisa"), examples.agent("matti", name="Liisa")),
    ],
    ids=["token", "name"],
)
async def test_a_unique_field_is_taken_once(store, first, second):
    await add(store, replace(first))
    with pytest.raises(Conflict):
        await add(store, replace(second))


async def test_an_agent_cannot_be_given_a_name_that_is_taken(store):
    await add(store, examples.agent("liisa"), examples.agent("matti"))
    with pytest.raises(Conflict):
        await store.write(lambda tx: tx.save(examples.agent("matti", name=examples.agent("liisa").name)))


async def test_a_visitor_has_at_most_one_open_conversation(store):
    await add(store, examples.conversation("c1"))
    with pytest.raises(Conflict):
        await add(store, examples.conversation("c2"))


async def test_a_visitor_may_open_another_conversation_after_the_first_was_closed(store):
    await add(store, examples.closed("c1"), examples.conversation("c2"))
    assert (await store.read(lambda tx: tx.open_conversation("aino"))).id == "c2"


async def test_a_closed_conversation_cannot_be_reopened_beside_an_open_one(store):
    await add(store, examples.left_message("c1"), examples.conversation("c2"))

    def work(tx):
        found = tx.get(Conversation, "c1")
        found.hand_to(examples.agent(), examples.NOON, "claim")
        tx.save(found)

    with pytest.raises(Conflict):
        await store.write(work)


# -- conversations ---------------------------------------------------------------------------------


async def test_a_conversation_is_written_with_its_fresh_events(store):
    made = examples.conversation("c1")
    made.say_visitor(WORDS, 1, "cid-1")
    fresh = list(made.fresh)
    await add(store, made)
    found = await store.read(lambda tx: (tx.get(Conversation, "c1"), tx.events("c1", 0, 10)))
    assert found == (replace(made, fresh=[]), fresh)


async def test_a_conversation_that_was_written_has_no_fresh_events(store):
    def work(tx):
        made = examples.conversation("c1")
        tx.add(made)
        after_adding = list(made.fresh)
        made.say_visitor("hei", 1, "cid-1")
        tx.save(made)
        return after_adding, made.fresh

    assert await store.write(work) == ([], [])


async def test_a_conversation_that_moved_meanwhile_is_a_conflict(store):
    await add(store, examples.conversation("c1"))
    mine, yours = [await store.read(lambda tx: tx.get(Conversation, "c1")) for _ in range(2)]
    mine.queue(Reason.VISITOR_ASKED, 1)
    yours.queue(Reason.OUT_OF_SCOPE, 1)
    await store.write(lambda tx: tx.save(mine))
    with pytest.raises(Conflict):
        await store.write(lambda tx: tx.save(replace(yours, fresh=list(yours.fresh))))
    found = await store.read(lambda tx: (tx.get(Conversation, "c1").reason, len(tx.events("c1", 0, 10))))
    assert found == (Reason.VISITOR_ASKED, 2)


async def test_words_said_meanwhile_are_a_conflict_too(store):
    await add(store, examples.conversation("c1"))
    mine, yours = [await store.read(lambda tx: tx.get(Conversation, "c1")) for _ in range(2)]
    mine.say_visitor("first", 1, "a")
    yours.say_bot(Reply("second"), 1)
    await store.write(lambda tx: tx.save(mine))
    with pytest.raises(Conflict):
        await store.write(lambda tx: tx.save(replace(yours, fresh=list(yours.fresh))))
    assert [e.body["text"] for e in await store.read(lambda tx: tx.events("c1", 1, 10))] == ["first"]


async def test_a_conversation_that_is_not_there_cannot_be_saved(store):
    with pytest.raises(Conflict):
        await store.write(lambda tx: tx.save(examples.conversation("c1")))


async def test_a_conversation_is_saved_without_new_events_too(store):
    await add(store, examples.conversation("c1"))

    def work(tx):
        found = tx.get(Conversation, "c1")
        found.told_nobody, found.idle_due_at = True, 77
        tx.save(found)

    await store.write(work)
    found = await store.read(lambda tx: tx.get(Conversation, "c1"))
    assert (found.told_nobody, found.idle_due_at, found.last_seq) == (True, 77, 1)


# -- all or nothing --------------------------------------------------------------------------------


class Spilled(Exception):
    pass


async def test_work_that_raises_leaves_nothing_behind(store):
    kept = (examples.visitor(), Process("p1", 1), examples.conversation("c1"))
    await add(store, *kept)

    def work(tx):
        tx.add(examples.visitor("eino"))
        tx.save(examples.visitor(lang="pl"))
        tx.remove(Process, "p1")
        found = tx.get(Conversation, "c1")
        found.queue(Reason.VISITOR_ASKED, 1)
        tx.save(found)
        tx.add(examples.conversation("c2", "eino"))
        raise Spilled

    with pytest.raises(Spilled):
        await store.write(work)

    def everything(tx):
        return (
            tx.get(Visitor, "aino").lang,
            tx.get(Visitor, "eino"),
            tx.get(Process, "p1"),
            tx.get(Conversation, "c1").state,
            tx.get(Conversation, "c2"),
            [event.seq for event in tx.events("c1", 0, 10)],
            tx.events("c2", 0, 10),
        )

    assert await store.read(everything) == ("fi", None, Process("p1", 1), State.BOT, None, [1], [])


async def test_work_that_raises_does_not_harm_the_next(store):
    def spill(tx):
        tx.add(Process("p1", 1))
        raise Spilled

    for _ in range(3):
        with pytest.raises(Spilled):
            await store.write(spill)
    await add(store, Process("p1", 2))
    assert await store.read(lambda tx: tx.processes()) == [Process("p1", 2)]


async def test_work_returns_what_it_returns(store):
    assert await store.write(lambda tx: "written") == "written"
    assert await store.read(lambda tx: "read") == "read"


async def test_a_read_that_raises_raises(store):
    def work(tx):
        raise Spilled

    with pytest.raises(Spilled):
        await store.read(work)
