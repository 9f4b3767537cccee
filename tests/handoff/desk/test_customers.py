"""Who a visitor is at the shop: known by the shop's word, and never mixed up on a shared computer."""

from __future__ import annotations

import pytest

from handoff.desk.visitor import Claim, Customer, token_hash
from handoff.errors import Code, HandoffError
from handoff.model import Item, Visitor
from handoff.storage.memory import MemoryStore
from tests.handoff.desk.conftest import Office

pytestmark = pytest.mark.anyio

AINO = Claim(Customer("4711", "Aino", "aino@example.fi"), holds=True)
EINO = Claim(Customer("4712", "Eino"), holds=True)
NOBODY = Claim(None, holds=False)
PAGE = {}


async def kept(office, visitor):
    return await office.store.read(lambda tx: tx.get(Visitor, visitor.id))


async def says(office, visitor, text, cid="cid"):
    await office.visitors.send(visitor, cid, text, (), PAGE)


async def where(office, visitor):
    return await office.visitors.whereabouts(visitor)


async def test_a_visitor_without_a_customer_is_nobody_in_particular(office):
    _, visitor = await office.visitors.enter(None, "en")
    found = await kept(office, visitor)
    assert (found.customer, found.name, found.email) == (None, None, None)


async def test_a_customer_is_known_from_the_first_hello(office):
    token, visitor = await office.visitors.enter(None, "en", AINO)
    assert (visitor.customer, visitor.name, visitor.email) == ("4711", "Aino", "aino@example.fi")
    assert await kept(office, visitor) == visitor
    assert await office.visitors.enter(token, "en", AINO) == (token, visitor)


async def test_who_logs_in_during_a_visit_takes_it_along(office):
    token, before = await office.visitors.enter(None, "en")
    await says(office, before, "Where is my order?")
    same, after = await office.visitors.enter(token, "en", AINO)
    assert (same, after.id, after.customer) == (token, before.id, "4711")
    assert (await where(office, after)).open is not None
    assert await kept(office, after) == after


async def test_another_customer_on_the_same_computer_starts_anew_and_sees_nothing(office):
    token, aino = await office.visitors.enter(None, "en", AINO)
    await says(office, aino, "My secret")
    other, eino = await office.visitors.enter(token, "en", EINO)
    assert (other == token, eino.id == aino.id, eino.customer) == (False, False, "4712")
    assert eino.name == "Eino"
    assert eino.email is None
    found = await where(office, eino)
    assert (found.open, found.last) == (None, None)
    # and the first one's token still is the first one's
    assert (await office.visitors.enter(token, "en", AINO))[1].id == aino.id
    assert (await kept(office, aino)).customer == "4711"


async def test_without_a_word_of_the_shop_the_token_is_enough(office):
    """A reload, or an identity that has expired meanwhile: the bubble has the token, so it is the same visitor."""
    token, aino = await office.visitors.enter(None, "en", AINO)
    assert await office.visitors.enter(token, "en") == (token, aino)


async def test_an_identity_that_has_expired_leaves_its_own_customer_where_they_are(office):
    token, aino = await office.visitors.enter(None, "en", AINO)
    expired = Claim(Customer("4711", "Somebody"), holds=False)
    assert await office.visitors.enter(token, "en", expired) == (token, aino)


@pytest.mark.parametrize("claim", [Claim(Customer("4712"), holds=False), NOBODY], ids=["another", "nobody"])
async def test_an_identity_that_does_not_hold_opens_no_customers_chat(office, claim):
    token, aino = await office.visitors.enter(None, "en", AINO)
    await says(office, aino, "My secret")
    other, visitor = await office.visitors.enter(token, "en", claim)
    assert (other == token, visitor.id == aino.id, visitor.customer, visitor.name) == (
        False,
        False,
        None,
        None,
    )
    assert (await where(office, visitor)).last is None


@pytest.mark.parametrize("claim", [Claim(Customer("4712", "Eino"), holds=False), NOBODY])
async def test_an_identity_that_does_not_hold_makes_nobody_a_customer(office, claim):
    token, before = await office.visitors.enter(None, "en")
    same, after = await office.visitors.enter(token, "en", claim)
    assert (same, after.id, after.customer, after.name) == (token, before.id, None, None)


async def test_what_the_shop_does_not_say_is_not_forgotten(office):
    token, _ = await office.visitors.enter(None, "en", AINO)
    _, again = await office.visitors.enter(token, "en", Claim(Customer("4711"), holds=True))
    assert (again.name, again.email) == ("Aino", "aino@example.fi")
    _, renamed = await office.visitors.enter(token, "en", Claim(Customer("4711", "Aino M."), holds=True))
    assert (renamed.name, renamed.email) == ("Aino M.", "aino@example.fi")
    assert await kept(office, renamed) == renamed


async def test_a_token_that_is_none_stays_none_whoever_comes_with_it(office):
    with pytest.raises(HandoffError) as error:
        await office.visitors.enter("x" * 43, "en", AINO)
    assert error.value.code is Code.UNAUTHORIZED


async def test_the_same_customer_on_another_device_is_another_visitor_with_the_same_past(office):
    _, phone = await office.visitors.enter(None, "en", AINO)
    await says(office, phone, "Where is my order?")
    office.clock.advance(60)
    _, laptop = await office.visitors.enter(None, "en", AINO)
    assert laptop.id != phone.id
    found = await where(office, laptop)
    assert (found.open, found.last) == (None, None)
    await says(office, laptop, "Still the order")
    opened = (await office.conversation(laptop)).opened_at

    def before(tx):
        return tx.conversations_before(laptop, opened), [
            c.visitor for c in tx.earlier_conversations(laptop, opened, 5)
        ]

    assert await office.store.read(before) == (1, [phone.id])


async def test_the_language_of_the_page_is_taken_over_and_an_unknown_one_is_not(office):
    token, _ = await office.visitors.enter(None, "fi", AINO)
    assert (await office.visitors.enter(token, "sv"))[1].lang == "fi"
    assert (await office.visitors.enter(token, "pl-PL"))[1].lang == "pl"
    assert (await office.store.read(lambda tx: tx.visitor_by_token(token_hash(token)))).lang == "pl"


async def test_an_address_that_was_left_is_remembered(office):
    visitor = await office.visitor()
    contact = {"name": "Aino", "email": "aino@example.fi", "text": "Call me"}
    await office.visitors.leave_contact(visitor, "cid", Item.MESSAGE, contact, PAGE)
    found = await kept(office, visitor)
    assert (found.name, found.email, found.customer) == ("Aino", "aino@example.fi", None)


async def test_a_tab_from_before_the_log_in_does_not_make_a_customer_nobody_again(office):
    """Else the next customer at this computer would be given the token, and with it what was said."""
    token, old_tab = await office.visitors.enter(None, "en")
    _, new_tab = await office.visitors.enter(token, "en", AINO)
    await says(office, new_tab, "My secret")
    contact = {"text": "Call me"}
    await office.visitors.leave_contact(old_tab, "cid2", Item.MESSAGE, contact, PAGE)
    assert (await kept(office, old_tab)).customer == "4711"
    _, eino = await office.visitors.enter(token, "en", EINO)
    assert eino.id != old_tab.id


async def test_choosing_a_language_in_a_tab_from_before_the_log_in_does_not_either(office):
    token, old_tab = await office.visitors.enter(None, "en")
    await office.visitors.enter(token, "en", AINO)
    await office.visitors.set_lang(old_tab, "cid", "fi")
    found = await kept(office, old_tab)
    assert (found.lang, found.customer) == ("fi", "4711")


class Interrupted(MemoryStore):
    """Does something else just before its next write, as another connection may."""

    meanwhile = None

    async def write(self, *work):
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().write(*work)


async def test_of_two_customers_who_come_with_one_token_at_once_one_gets_it():
    """Else the second one reads what the first one is about to write."""
    store = Interrupted()
    office = Office(store)
    token, _ = await office.visitors.enter(None, "en")
    first = []

    async def eino_comes():
        first.append(await office.visitors.enter(token, "en", EINO))

    store.meanwhile = eino_comes
    _, aino = await office.visitors.enter(token, "en", AINO)
    ((_, eino),) = first
    assert aino.id != eino.id
    assert ((await kept(office, aino)).customer, (await kept(office, eino)).customer) == ("4711", "4712")
