"""What every store finds: each query of the Transaction port, with what it must leave out beside what it must find."""

from __future__ import annotations

import pytest

from handoff.model import Conversation, Item, Kind, Reason, Visitor
from handoff.records import Guessed, Link, Offer, Presence, Process, Refusal, Session
from tests.handoff import examples
from tests.handoff.examples import NOON

pytestmark = pytest.mark.anyio


async def keep(store, *records):
    def work(tx):
        for record in records:
            tx.add(record)

    await store.write(work)


def ids(records):
    return [record.id for record in records]


# -- visitors and their conversations --------------------------------------------------------------


async def test_a_visitor_is_found_by_the_hash_of_the_token(store):
    await keep(store, examples.visitor("aino"), examples.visitor("eino"))
    assert await store.read(lambda tx: tx.visitor_by_token("hash of eino")) == examples.visitor("eino")
    assert await store.read(lambda tx: tx.visitor_by_token("hash of nobody")) is None


async def test_the_open_conversation_is_neither_closed_nor_somebody_elses(store):
    await keep(store, examples.closed("c1"), examples.queued("c2"), examples.conversation("c3", "eino"))
    assert (await store.read(lambda tx: tx.open_conversation("aino"))).id == "c2"
    assert await store.read(lambda tx: tx.open_conversation("nobody")) is None


async def test_without_an_open_conversation_there_is_a_last_one(store):
    await keep(
        store,
        examples.closed("c2", opened_at=NOON + 1),
        examples.closed("c1", opened_at=NOON),
        examples.closed("c3", "eino", opened_at=NOON + 2),
    )
    found = await store.read(lambda tx: (tx.open_conversation("aino"), tx.last_conversation("aino")))
    assert found[0] is None
    assert found[1].id == "c2"
    assert await store.read(lambda tx: tx.last_conversation("nobody")) is None


async def test_conversations_before_a_moment_are_counted(store):
    await keep(
        store,
        examples.visitor("aino"),
        examples.visitor("eino"),
        examples.closed("c1", opened_at=NOON),
        examples.closed("c2", opened_at=NOON + 1),
        examples.closed("c3", opened_at=NOON + 2),
        examples.closed("c4", "eino", opened_at=NOON),
    )
    assert await store.read(lambda tx: tx.conversations_before(examples.visitor(), NOON + 2)) == 2
    assert await store.read(lambda tx: tx.conversations_before(examples.visitor(), NOON)) == 0


async def test_a_customers_conversations_are_those_of_all_their_devices(store):
    phone = examples.visitor("phone", customer="4711")
    laptop = examples.visitor("laptop", customer="4711")
    await keep(
        store,
        phone,
        laptop,
        examples.visitor("another", customer="4712"),
        examples.visitor("nobody in particular"),
        examples.closed("c1", "phone", opened_at=NOON),
        examples.closed("c2", "laptop", opened_at=NOON + 1),
        examples.conversation("c3", "phone", opened_at=NOON + 2),
        examples.closed("c4", "another", opened_at=NOON),
        examples.closed("c5", "nobody in particular", opened_at=NOON),
    )

    def before(tx, visitor, at=NOON + 9):
        return tx.conversations_before(visitor, at), ids(tx.earlier_conversations(visitor, at, 5))

    assert await store.read(lambda tx: before(tx, phone)) == (3, ["c3", "c2", "c1"])
    assert await store.read(lambda tx: before(tx, laptop)) == (3, ["c3", "c2", "c1"])
    assert await store.read(lambda tx: before(tx, laptop, NOON + 1)) == (1, ["c1"])


async def test_who_is_no_customer_shares_nothing_with_others_who_are_none(store):
    await keep(
        store,
        examples.visitor("aino"),
        examples.visitor("eino"),
        examples.closed("c1", "aino"),
        examples.closed("c2", "eino"),
    )
    found = await store.read(lambda tx: tx.earlier_conversations(examples.visitor("aino"), NOON + 1, 5))
    assert ids(found) == ["c1"]


async def test_the_newest_earlier_conversations_come_first_and_no_more_than_asked(store):
    await keep(store, examples.visitor())
    for name, at in (("b", 3), ("a", 3), ("d", 1), ("c", 2)):
        await keep(store, examples.closed(name, opened_at=at))
    found = await store.read(lambda tx: tx.earlier_conversations(examples.visitor(), NOON, 3))
    assert ids(found) == ["a", "b", "c"]
    assert await store.read(lambda tx: tx.earlier_conversations(examples.visitor(), 1, 3)) == []


async def test_all_conversations_are_walked_through_in_pages(store):
    await keep(store, *(examples.closed(name) for name in ("c3", "a", "B", "_", "-x")))
    walked = [""]
    while page := await store.read(lambda tx: tx.conversation_ids(walked[-1], 2)):
        walked.extend(page)
    assert walked[1:] == ["-x", "B", "_", "a", "c3"]


# -- events ----------------------------------------------------------------------------------------


async def test_events_come_in_order_after_a_seq_and_no_more_than_asked(store):
    made, other = examples.conversation("c1"), examples.conversation("c2", "eino")
    for number in range(11):
        made.say_visitor(f"{number}", NOON, f"cid-{number}")
    await keep(store, made, other)
    pages = await store.read(
        lambda tx: (tx.events("c1", 0, 100), tx.events("c1", 8, 3), tx.events("c1", 12, 9))
    )
    assert [[event.seq for event in page] for page in pages] == [list(range(1, 13)), [9, 10, 11], []]


async def test_guesses_are_found_by_the_seq_of_the_message(store):
    guesses = [Guessed("c1", 2, {"intent": "greet"}, "Hei!"), Guessed("c1", 4, {}, None)]
    await keep(store, *guesses, Guessed("c2", 2, {}, None))
    assert await store.read(lambda tx: tx.guesses("c1")) == {2: guesses[0], 4: guesses[1]}
    assert await store.read(lambda tx: tx.guesses("c3")) == {}


async def test_milestones_are_what_moved_or_rated_a_conversation_in_order(store):
    made = examples.conversation("c1")
    made.say_visitor("missä tilaukseni on?", NOON, "1")
    made.queue(Reason.VISITOR_ASKED, NOON)
    made.hand_to(examples.agent(), NOON, "take")
    made.note(examples.agent(), "kiireinen", NOON, "note")
    made.close(Reason.CLOSED_BY_AGENT, NOON)
    made.rate({"score": 4}, NOON, "rating")
    expected = [e for e in made.fresh if e.kind in (Kind.STATE, Kind.RATING)]
    await keep(store, made, examples.queued("c2", "eino"))
    assert await store.read(lambda tx: tx.milestones("c1")) == expected
    assert len(expected) == 5
    assert await store.read(lambda tx: tx.milestones("c3")) == []


# -- the line --------------------------------------------------------------------------------------


async def test_the_line_holds_those_who_wait_the_longest_wait_first(store):
    await keep(
        store,
        examples.queued("c2", "eino", at=NOON + 2),
        examples.queued("c1", "aino", at=NOON + 1),
        examples.conversation("c3", "with the bot"),
        examples.owned(examples.agent(), "c4", "with a person"),
        examples.closed("c5", "gone"),
    )
    assert ids(await store.read(lambda tx: tx.queued())) == ["c1", "c2"]


async def test_work_items_are_closed_conversations_the_oldest_first(store):
    await keep(
        store,
        examples.left_message("c2", "eino", at=NOON + 2),
        examples.left_message("c1", "aino", at=NOON + 1, kind=Item.CALLBACK),
        examples.closed("c3", "gone"),
        examples.queued("c4", "waits"),
    )
    assert ids(await store.read(lambda tx: tx.items())) == ["c1", "c2"]


async def test_only_who_waits_or_has_left_something_has_a_name_in_line(store):
    for name in ("waits", "left", "chats", "gone"):
        await keep(store, examples.visitor(name, name=f"{name} Ä"))
    await keep(
        store,
        examples.visitor("nameless"),
        examples.queued("c1", "waits"),
        examples.queued("c2", "nameless"),
        examples.left_message("c3", "left"),
        examples.owned(examples.agent(), "c4", "chats"),
        examples.closed("c5", "gone"),
    )
    assert await store.read(lambda tx: tx.names_in_line()) == {"waits": "waits Ä", "left": "left Ä"}


async def test_a_claimed_work_item_is_none_any_more(store):
    await keep(store, examples.left_message("c1"))

    def claim(tx):
        found = tx.get(Conversation, "c1")
        found.hand_to(examples.agent(), NOON, "claim")
        tx.save(found)

    await store.write(claim)
    assert await store.read(lambda tx: tx.items()) == []
    assert ids(await store.read(lambda tx: tx.owned("liisa"))) == ["c1"]


async def test_an_agent_owns_what_was_handed_to_them(store):
    liisa, matti = examples.agent("liisa"), examples.agent("matti")
    returned = examples.owned(liisa, "c3", "gave up")
    returned.requeue(Reason.AGENT_LOST, NOON)
    await keep(
        store,
        examples.owned(liisa, "c1", "aino"),
        examples.owned(matti, "c2", "eino"),
        returned,
        examples.queued("c4", "waits"),
    )
    assert ids(await store.read(lambda tx: tx.owned("liisa"))) == ["c1"]
    assert await store.read(lambda tx: tx.owned("nobody")) == []


async def test_a_load_is_what_is_owned_and_what_is_offered(store):
    liisa, matti = examples.agent("liisa"), examples.agent("matti")
    await keep(
        store,
        liisa,
        matti,
        examples.agent("kalle"),
        examples.owned(liisa, "c1", "v1"),
        examples.owned(liisa, "c2", "v2"),
        examples.queued("c3", "v3"),
        examples.queued("c4", "v4"),
        Offer("c3", "liisa", NOON),
        Offer("c4", "matti", NOON),
    )
    assert await store.read(lambda tx: tx.loads()) == {"liisa": 3, "matti": 1}


async def test_offers_are_found_the_one_that_ends_first_first(store):
    offers = [Offer("c1", "liisa", 30), Offer("c2", "liisa", 10), Offer("c0", "matti", 30)]
    await keep(store, *offers)
    assert await store.read(lambda tx: tx.offers()) == [offers[1], offers[2], offers[0]]


async def test_the_refusals_of_one_conversation_are_forgotten(store):
    kept = Refusal("c2", "liisa", 1)
    await keep(store, Refusal("c1", "liisa", 2), Refusal("c1", "matti", 1), kept)
    assert len(await store.read(lambda tx: tx.refusals())) == 3
    await store.write(lambda tx: tx.forget_refusals("c1"))
    assert await store.read(lambda tx: tx.refusals()) == [kept]


# -- agents ----------------------------------------------------------------------------------------


async def test_agents_are_found_by_name_and_listed_by_name(store):
    liisa, matti = examples.agent("z", name="Liisa"), examples.agent("a", name="Matti")
    await keep(store, matti, liisa)
    assert await store.read(lambda tx: tx.agents()) == [liisa, matti]
    assert await store.read(lambda tx: tx.agent_by_name("Liisa")) == liisa
    assert await store.read(lambda tx: tx.agent_by_name("liisa")) is None


async def test_names_are_listed_in_one_order_by_every_store(store):
    names = ["anna", "Anna", "Äinö", "Zoë", "_x", "anna b"]
    await keep(store, *(examples.agent(f"{i}", name=name) for i, name in enumerate(names)))
    assert [a.name for a in await store.read(lambda tx: tx.agents())] == sorted(names)


async def test_an_agent_is_connected_through_any_process_and_listed_once(store):
    await keep(
        store,
        examples.agent("liisa"),
        examples.agent("matti"),
        examples.agent("away"),
        Presence("p1", "matti"),
        Presence("p1", "liisa"),
        Presence("p2", "liisa"),
    )
    assert ids(await store.read(lambda tx: tx.connected_agents())) == ["liisa", "matti"]
    assert await store.read(lambda tx: tx.presences("matti")) == [Presence("p1", "matti")]
    assert len(await store.read(lambda tx: tx.presences("liisa"))) == 2
    assert await store.read(lambda tx: tx.presences("away")) == []


async def test_a_process_that_is_removed_takes_its_presences_along(store):
    await keep(
        store,
        Process("p1", 1),
        Process("p2", 1),
        Presence("p1", "liisa"),
        Presence("p1", "matti"),
        Presence("p2", "liisa"),
    )
    assert sorted(await store.write(lambda tx: tx.remove_process("p1"))) == ["liisa", "matti"]
    assert await store.read(lambda tx: tx.processes()) == [Process("p2", 1)]
    assert await store.read(lambda tx: tx.presences("matti")) == []
    assert await store.read(lambda tx: tx.presences("liisa")) == [Presence("p2", "liisa")]


async def test_sessions_are_found_by_their_agent(store):
    mine = Session("h1", "liisa", "x", 1)
    await keep(store, mine, Session("h2", "matti", "x", 1))
    assert await store.read(lambda tx: tx.sessions_of("liisa")) == [mine]


async def test_the_links_of_one_purpose_are_forgotten(store):
    kept = Link("h3", "reset", "liisa", 1)
    await keep(store, Link("h1", "first_admin", None, 1), Link("h2", "first_admin", None, 2), kept)
    await store.write(lambda tx: tx.forget_links("first_admin"))
    found = await store.read(lambda tx: [tx.get(Link, code) for code in ("h1", "h2", "h3")])
    assert found == [None, None, kept]


async def test_the_links_of_one_agent_are_forgotten_and_nobody_elses(store):
    kept = [
        Link("h1", "password", "matti", 1),
        Link("h2", "first_admin", None, 1),
        Link("h3", "x", "liisa", 1),
    ]
    await keep(store, *kept, Link("h4", "password", "liisa", 1), Link("h5", "password", "liisa", 2))
    await store.write(lambda tx: tx.forget_links("password", "liisa"))
    found = await store.read(lambda tx: [tx.get(Link, f"h{n}") for n in range(1, 6)])
    assert found == [*kept, None, None]
    await store.write(lambda tx: tx.forget_links("password"))
    assert await store.read(lambda tx: tx.get(Link, "h1")) == kept[0]


async def test_a_session_lives_until_it_ends_expires_or_its_agent_is_disabled(store):
    await keep(
        store,
        examples.agent("liisa"),
        examples.agent("gone", disabled=True),
        Session("holds", "liisa", "x", NOON + 1),
        Session("expired", "liisa", "x", NOON),
        Session("disabled", "gone", "x", NOON + 1),
        Session("nobody's", "never there", "x", NOON + 1),
        Session("not asked for", "liisa", "x", NOON + 1),
    )
    asked = ["holds", "expired", "disabled", "nobody's", "ended"]
    assert await store.read(lambda tx: tx.live_sessions(asked, NOON)) == {"holds"}
    assert await store.read(lambda tx: tx.live_sessions(iter(asked), NOON + 1)) == set()
    assert await store.read(lambda tx: tx.live_sessions([], NOON)) == set()


async def test_thousands_of_sessions_are_looked_at_at_once(store):
    await keep(store, examples.agent("liisa"), Session("holds", "liisa", "x", NOON + 1))
    asked = [*(f"gone {number}" for number in range(5_000)), "holds"]
    assert await store.read(lambda tx: tx.live_sessions(asked, NOON)) == {"holds"}


# -- deadlines -------------------------------------------------------------------------------------


async def test_an_agent_is_lost_once_the_moment_has_come(store):
    await keep(
        store,
        examples.agent("now", lost_due_at=NOON),
        examples.agent("later", lost_due_at=NOON + 1),
        examples.agent("never", lost_due_at=None),
    )
    assert ids(await store.read(lambda tx: tx.lost_agents(NOON))) == ["now"]
    assert await store.read(lambda tx: tx.lost_agents(NOON - 1)) == []


@pytest.mark.parametrize("deadline", ["bot_due", "idle_due"])
async def test_a_conversation_is_due_once_the_moment_has_come(store, deadline):
    for name, at in (("now", NOON), ("later", NOON + 1), ("never", None)):
        await keep(store, examples.conversation(name, name))

        def set_deadline(tx, name=name, at=at):
            found = tx.get(Conversation, name)
            setattr(found, f"{deadline}_at", at)
            tx.save(found)

        await store.write(set_deadline)
    assert await store.read(lambda tx: getattr(tx, deadline)(NOON)) == ["now"]
    assert await store.read(lambda tx: getattr(tx, deadline)(NOON - 1)) == []


# -- catching up -----------------------------------------------------------------------------------


async def test_conversations_that_went_on_are_found(store):
    for name in ("c1", "c2", "c3"):
        made = examples.conversation(name, f"visitor of {name}")
        made.say_visitor("hei", NOON, "cid")
        await keep(store, made)
    found = await store.read(lambda tx: tx.advanced_beyond({"c1": 1, "c2": 2, "c4": 0}))
    assert ids(found) == ["c1"]
    assert await store.read(lambda tx: tx.advanced_beyond({})) == []


async def test_thousands_of_conversations_are_caught_up_at_once(store):
    await keep(store, examples.conversation("c1"))
    heads = {f"gone {number}": 0 for number in range(5_000)} | {"c1": 0}
    assert ids(await store.read(lambda tx: tx.advanced_beyond(heads))) == ["c1"]


async def test_what_is_found_can_be_changed_without_changing_what_is_kept(store):
    await keep(store, examples.visitor(), examples.queued("c1"))

    def meddle(tx):
        tx.get(Visitor, "aino").lang = "xx"
        tx.queued()[0].lang = "xx"
        tx.queued()[0].say_visitor("never saved", NOON, "cid")

    await store.write(meddle)
    assert await store.read(lambda tx: (tx.get(Visitor, "aino").lang, tx.queued()[0].lang)) == ("fi", "fi")
