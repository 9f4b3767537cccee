"""What an administrator does: who works here, and that somebody always can let others in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from handoff.desk.admin import LONGEST_NAME, SITE, Profile, new_secret, new_site
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Conversation, Reason, Role, State, Status
from handoff.records import Offer, Session, Site
from tests.handoff import examples

pytestmark = pytest.mark.anyio

ROOT = examples.agent("root", name="Root", role=Role.ADMIN)
PROFILE = Profile("Matti", Role.AGENT, ("orders",), ("fi",), 2)


@pytest.fixture
async def admin(office):
    await office.keep(replace(ROOT))
    return ROOT


async def refused(work):
    with pytest.raises(HandoffError) as error:
        await work
    return error.value.code


async def agent(office, name):
    return await office.store.read(lambda tx: tx.get(Agent, name))


# -- somebody new ------------------------------------------------------------------------------------


async def test_somebody_new_is_of_the_profile_and_has_no_password(office, admin):
    added = await office.admin.add(PROFILE)
    kept = await agent(office, added.id)
    assert kept == added
    assert (kept.name, kept.role, kept.skills, kept.languages, kept.capacity) == (
        "Matti",
        Role.AGENT,
        ("orders",),
        ("fi",),
        2,
    )
    assert (kept.password_hash, kept.disabled) == ("", False)
    assert office.told.board == 1


async def test_a_name_is_taken_once(office, admin):
    await office.admin.add(PROFILE)
    assert await refused(office.admin.add(replace(PROFILE, name=" Matti "))) is Code.TAKEN
    assert [a.name for a in await office.store.read(lambda tx: tx.agents())] == ["Matti", "Root"]


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "a\0b"])
async def test_a_name_that_is_none_is_refused(office, admin, name):
    assert await refused(office.admin.add(replace(PROFILE, name=name))) is Code.BAD_FRAME
    added = await office.admin.add(PROFILE)
    assert await refused(office.admin.change(admin, added.id, {"name": name})) is Code.BAD_FRAME
    assert (await agent(office, added.id)).name == "Matti"


# -- changes -----------------------------------------------------------------------------------------


async def test_what_is_changed_changes_and_the_rest_stays(office, admin):
    added = await office.admin.add(PROFILE)
    changes = {"name": " Matias ", "role": Role.SUPERVISOR, "skills": (), "capacity": 9}
    changed = await office.admin.change(admin, added.id, changes)
    assert changed == replace(added, **(changes | {"name": "Matias"}))
    assert await agent(office, added.id) == changed


async def test_a_name_may_be_kept_but_not_taken(office, admin):
    added = await office.admin.add(PROFILE)
    assert (await office.admin.change(admin, added.id, {"name": "Matti"})).name == "Matti"
    assert await refused(office.admin.change(admin, added.id, {"name": "Root"})) is Code.TAKEN


async def test_somebody_who_does_not_exist_is_not_found(office, admin):
    assert await refused(office.admin.change(admin, "nobody", {"capacity": 1})) is Code.NOT_FOUND


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": Role.AGENT}])
async def test_nobody_locks_themselves_out(office, admin, changes):
    await office.keep(examples.agent("other", role=Role.ADMIN))
    assert await refused(office.admin.change(admin, admin.id, changes)) is Code.WRONG_STATE
    assert await agent(office, admin.id) == admin


async def test_nobody_else_can_disable_themselves_either(office, admin):
    liisa = examples.agent("liisa")
    await office.keep(liisa)
    assert await refused(office.admin.change(liisa, "liisa", {"disabled": True})) is Code.WRONG_STATE


async def test_an_administrator_may_change_the_rest_of_themselves(office, admin):
    changed = await office.admin.change(admin, admin.id, {"name": "Boss", "role": Role.ADMIN, "capacity": 1})
    assert (changed.name, changed.capacity) == ("Boss", 1)


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": Role.SUPERVISOR}])
async def test_of_two_administrators_one_may_go_and_the_last_one_stays(office, admin, changes):
    other = examples.agent("other", role=Role.ADMIN)
    await office.keep(other)
    await office.admin.change(admin, "other", changes)
    # Who has just lost the role cannot pull the last one down with them, whatever the edge let through.
    assert await refused(office.admin.change(other, admin.id, changes)) is Code.WRONG_STATE
    assert await agent(office, admin.id) == admin


async def test_a_disabled_administrator_does_not_count(office, admin):
    await office.keep(examples.agent("gone", role=Role.ADMIN, disabled=True))
    liisa = examples.agent("liisa")
    await office.keep(liisa)
    assert await refused(office.admin.change(liisa, admin.id, {"disabled": True})) is Code.WRONG_STATE


async def test_a_disabled_administrator_may_lose_the_role_and_come_back(office, admin):
    await office.keep(examples.agent("gone", role=Role.ADMIN, disabled=True))
    assert (await office.admin.change(admin, "gone", {"role": Role.AGENT})).role is Role.AGENT
    assert not (await office.admin.change(admin, "gone", {"disabled": False})).disabled


# -- disabling ---------------------------------------------------------------------------------------


async def test_whoever_is_disabled_has_no_session_and_no_offer_any_more(office, admin):
    await office.arrives(examples.agent("liisa"))
    await office.keep(
        Session("h1", "liisa", "x", 2**50), Session("h2", "root", "x", 2**50), examples.queued("c1")
    )
    await office.dispatcher.offer_waiting()
    assert await office.store.read(lambda tx: tx.offers())
    changed = await office.admin.change(admin, "liisa", {"disabled": True})
    assert (changed.disabled, changed.status) == (True, Status.AWAY)

    def left(tx):
        return tx.sessions_of("liisa"), [s.token_hash for s in tx.sessions_of("root")], tx.offers()

    assert await office.store.read(left) == ([], ["h2"], [])


async def test_the_conversations_of_whoever_is_disabled_go_to_the_front_of_the_line_at_once(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(
        examples.owned(liisa, "c1", "aino"),
        examples.owned(liisa, "c2", "eino"),
        examples.queued("c3", "waits longer", at=examples.NOON - 1),
    )
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.sweep()  # the very next one; nothing has to time out

    def line(tx):
        return {c.id: (c.front, c.reason, c.agent) for c in tx.queued()}, tx.owned("liisa")

    lost = (True, Reason.AGENT_LOST, None)
    queued, owned = await office.store.read(line)
    assert (queued["c1"], queued["c2"], queued["c3"][0], owned) == (lost, lost, False, [])


async def test_the_next_one_is_offered_what_the_disabled_one_had(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(examples.owned(liisa, "c1"))
    await office.arrives(examples.agent("matti"))
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.sweep()
    await office.dispatcher.offer_waiting()
    offers = await office.store.read(lambda tx: [(o.conversation, o.agent) for o in tx.offers()])
    assert offers == [("c1", "matti")]


async def test_the_disabled_one_can_neither_take_nor_be_offered_anything(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(examples.queued("c1"))
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.offer_waiting()
    assert await office.store.read(lambda tx: tx.offers()) == []
    assert await refused(office.agents.claim(liisa, "cid", "c1")) is Code.UNAUTHORIZED
    assert await refused(office.agents.status(liisa, "cid2", Status.ONLINE)) is Code.UNAUTHORIZED
    assert await refused(office.agents.arrive("liisa", "p2")) is Code.UNAUTHORIZED


async def test_the_disabled_one_writes_nothing_after_the_conversation_has_gone(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(examples.owned(liisa, "c1"))
    fence = (await office.store.read(lambda tx: tx.get(Conversation, "c1"))).fence
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.sweep()
    code = await refused(office.agents.send(liisa, "cid", "c1", fence, "still here", ()))
    assert code is Code.STALE_FENCE


async def test_disabling_somebody_who_is_not_there_gives_their_conversations_back_too(office, admin):
    liisa = examples.agent("liisa", status=Status.AWAY)
    await office.keep(liisa, examples.owned(liisa, "c1"))
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.sweep()
    assert (await office.store.read(lambda tx: tx.get(Conversation, "c1"))).state is State.QUEUED


async def test_closing_the_last_socket_of_the_disabled_one_does_not_start_a_wait(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(examples.owned(liisa, "c1"))
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.agents.leave("liisa", "p1")
    await office.dispatcher.sweep()
    assert (await office.store.read(lambda tx: tx.get(Conversation, "c1"))).state is State.QUEUED


async def test_who_is_let_in_again_begins_with_nothing(office, admin):
    liisa = await office.arrives(examples.agent("liisa"))
    await office.keep(examples.owned(liisa, "c1"))
    await office.admin.change(admin, "liisa", {"disabled": True})
    await office.dispatcher.sweep()
    back = await office.admin.change(admin, "liisa", {"disabled": False})
    assert (back.disabled, back.status, back.lost_due_at) == (False, Status.AWAY, None)


async def test_disabling_twice_is_once(office, admin):
    await office.keep(examples.agent("liisa"))
    first = await office.admin.change(admin, "liisa", {"disabled": True})
    office.clock.advance(5)
    assert await office.admin.change(admin, "liisa", {"disabled": True}) == first


# -- the staff ---------------------------------------------------------------------------------------


async def test_the_staff_is_everybody_by_name_with_who_is_there_and_how_busy(office, admin):
    liisa = await office.arrives(examples.agent("liisa", name="Liisa"))
    await office.keep(
        examples.agent("matti", name="Matti", disabled=True),
        examples.owned(liisa, "c1"),
        examples.queued("c2", "eino"),
        Offer("c2", "liisa", 2**50),
    )
    staff = [(m.agent.name, m.connected, m.open) for m in await office.admin.staff()]
    assert staff == [("Liisa", True, 2), ("Matti", False, 0), ("Root", False, 0)]


# -- the site ----------------------------------------------------------------------------------------


async def test_before_anybody_has_chosen_the_site_is_the_first_one_and_stays_it(office):
    first = await office.admin.site()
    assert first == replace(new_site(), identity_secret=first.identity_secret)
    assert (first.name, first.accent, first.allowed_origins, first.languages) == ("", "", (), ())
    assert await office.admin.site() == first  # and so does another process, secret and all


async def test_two_that_come_first_agree(office):
    found = await asyncio.gather(*(office.admin.site() for _ in range(4)))
    assert all(site == found[0] for site in found)


async def test_a_changed_site_is_kept(office):
    first = await office.admin.site()
    changed = await office.admin.change_site({"name": "Kuusi", "allowed_origins": ("https://kuusi.example",)})
    assert changed == replace(first, name="Kuusi", allowed_origins=("https://kuusi.example",))
    assert await office.store.read(lambda tx: tx.get(Site, SITE)) == changed
    assert await office.admin.site() == changed


async def test_a_site_that_is_not_there_yet_cannot_be_changed(office):
    assert await refused(office.admin.change_site({"name": "Kuusi"})) is Code.UNAVAILABLE


def test_every_secret_is_another_one_of_256_bits():
    assert len({new_secret() for _ in range(100)}) == 100
    assert min(len(new_secret()) for _ in range(100)) >= 43
