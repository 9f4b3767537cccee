"""The conversation against the state table of docs/protocol.md: every move that is legal, and every one that is not."""

from __future__ import annotations

import copy
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from handoff.errors import Code, HandoffError
from handoff.model import LAST_TEXT_LENGTH, Conversation, Item, Kind, Reason, State, agent_key, visitor_key
from handoff.ports import Choice, Reply
from tests.handoff import examples
from tests.handoff.examples import NOON

LIISA, MATTI = examples.agent("liisa"), examples.agent("matti")
ASKING = [
    Reason.VISITOR_ASKED,
    Reason.OUT_OF_SCOPE,
    Reason.LOW_CONFIDENCE,
    Reason.REPEATED_MISS,
    Reason.VISITOR_UNHAPPY,
    Reason.ALWAYS_HUMAN,
    Reason.BOT_UNAVAILABLE,
]
OPEN = [State.BOT, State.QUEUED, State.HUMAN]


class Moves(RuleBasedStateMachine):
    """Anybody tries anything at any time. What the table allows happens, and all else raises and changes nothing."""

    def __init__(self):
        super().__init__()
        self.conversation = examples.conversation()
        self.now = NOON
        self.cids = count()
        self.moves = [(None, State.BOT, Reason.OPENED)]
        self.owner = None
        self.has_item = False
        self.at_front = False

    # -- what is tried -----------------------------------------------------------------------------

    def try_move(self, froms, to, reason, act):
        """`act` must move from any of `froms` to `to`, and from anywhere else raise."""
        state = self.conversation.state
        if not self.happens(state in froms, act):
            return
        self.moves.append((state, to, reason))
        self.owner = None
        self.at_front = self.has_item = False

    def happens(self, allowed, act, code=None):
        """Whether `act` was allowed; where it is not, it must raise and leave everything as it was."""
        self.now += 1000
        if allowed:
            act(self.conversation)
            return True
        before = copy.deepcopy(self.conversation)
        with pytest.raises(HandoffError) as refused:
            act(self.conversation)
        assert refused.value.code in ({code} if code else {Code.WRONG_STATE, Code.NOT_YOURS, Code.TAKEN})
        assert self.conversation == before
        return False

    def cid(self):
        return f"cid-{next(self.cids)}"

    @rule(reason=st.sampled_from(ASKING))
    def the_bot_gives_up(self, reason):
        self.try_move([State.BOT], State.QUEUED, reason, lambda c: c.queue(reason, self.now))

    @rule()
    def the_visitor_does_not_want_to_wait(self):
        self.try_move([State.QUEUED], State.BOT, Reason.CANCELLED, lambda c: c.cancel(self.now, self.cid()))

    @rule(agent=st.sampled_from([LIISA, MATTI]))
    def an_agent_takes_it(self, agent):
        state, reopens = self.conversation.state, self.has_item
        froms = [State.QUEUED, *([State.CLOSED] if reopens else [])]
        reason = Reason.REOPENED if state is State.CLOSED else Reason.ACCEPTED
        self.try_move(froms, State.HUMAN, reason, lambda c: c.hand_to(agent, self.now, self.cid()))
        if state in froms:
            self.owner = agent

    @rule(agent=st.sampled_from([LIISA, MATTI]))
    def an_agent_gives_it_to_the_bot(self, agent):
        froms = [State.HUMAN] if self.owner is agent else []
        self.try_move(
            froms, State.BOT, Reason.RETURNED_TO_BOT, lambda c: c.return_to_bot(agent, self.now, self.cid())
        )

    @rule(reason=st.sampled_from([Reason.TRANSFERRED, Reason.AGENT_LOST]))
    def it_goes_back_to_the_line(self, reason):
        legal = self.conversation.state is State.HUMAN
        self.try_move([State.HUMAN], State.QUEUED, reason, lambda c: c.requeue(reason, self.now))
        self.at_front = legal or self.at_front

    @rule(kind=st.sampled_from(Item))
    def the_visitor_leaves_a_message(self, kind):
        legal = self.conversation.state in (State.BOT, State.QUEUED)
        self.try_move(
            [State.BOT, State.QUEUED],
            State.CLOSED,
            Reason.LEFT_MESSAGE,
            lambda c: c.leave_contact(kind, {"text": "soittakaa"}, self.now, self.cid()),
        )
        self.has_item = legal or self.has_item

    @rule(reason=st.sampled_from([Reason.CLOSED_BY_VISITOR, Reason.ABANDONED]))
    def it_ends(self, reason):
        self.try_move(OPEN, State.CLOSED, reason, lambda c: c.close(reason, self.now))

    @rule(agent=st.sampled_from([LIISA, MATTI]))
    def an_agent_says_something(self, agent):
        mine = self.owner is agent
        self.happens(mine, lambda c: c.say_agent(agent, "hei", self.now, self.cid()), Code.NOT_YOURS)
        self.happens(mine, lambda c: c.note(agent, "vip", self.now, self.cid()), Code.NOT_YOURS)

    @rule(text=st.text(min_size=1, max_size=300))
    def the_visitor_says_something(self, text):
        self.happens(self.conversation.state in OPEN, lambda c: c.say_visitor(text, self.now, self.cid()))

    @rule()
    def the_bot_says_something(self):
        self.happens(self.conversation.state is State.BOT, lambda c: c.say_bot(Reply("hei"), self.now))

    @rule()
    def the_service_says_something(self):
        self.happens(
            self.conversation.state is not State.HUMAN, lambda c: c.say_system(Reply("odota"), self.now)
        )

    @rule()
    def the_visitor_rates(self):
        self.happens(True, lambda c: c.rate({"score": 5}, self.now, self.cid()))

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def numbers_have_no_gaps(self):
        events = self.conversation.fresh
        assert [event.seq for event in events] == list(range(1, self.conversation.last_seq + 1))
        assert len({event.id for event in events}) == len(events)

    @invariant()
    def the_visitors_chain_leaves_out_notes_only(self):
        seen = 0
        for event in self.conversation.fresh:
            if event.kind is Kind.NOTE:
                assert event.visitor_prev is None
            else:
                assert event.visitor_prev == seen
                seen = event.seq
        assert self.conversation.visitor_seq == seen

    @invariant()
    def every_move_is_an_event_and_raises_the_fence_by_one(self):
        moved = [event for event in self.conversation.fresh if event.kind is Kind.STATE]
        assert [(e.body["from"], e.body["to"], e.body["reason"]) for e in moved] == self.moves
        assert [event.body["fence"] for event in moved] == list(range(1, len(moved) + 1))
        assert self.conversation.fence == len(moved)
        assert self.conversation.moved_seq == moved[-1].seq
        assert (self.conversation.state, self.conversation.reason) == self.moves[-1][1:]

    @invariant()
    def it_has_an_owner_exactly_while_a_person_has_it(self):
        assert self.conversation.agent == (self.owner.id if self.owner else None)
        assert (self.conversation.state is State.HUMAN) == (self.conversation.agent is not None)

    @invariant()
    def it_waits_exactly_while_queued(self):
        queued = self.conversation.state is State.QUEUED
        assert (self.conversation.queued_at is not None) == queued
        assert self.conversation.front == (queued and self.at_front)

    @invariant()
    def a_work_item_is_open_exactly_after_a_message_was_left(self):
        closed = self.conversation.state is State.CLOSED
        assert (self.conversation.closed_at is not None) == closed
        assert (self.conversation.item is not None) == self.has_item
        assert not self.has_item or closed

    @invariant()
    def nobody_but_the_owner_speaks(self):
        """No bot message follows a person's taking over, and no person's a move away from them."""
        state = None
        for event in self.conversation.fresh:
            if event.kind is Kind.STATE:
                state = event.body["to"]
            elif event.kind is Kind.MESSAGE:
                kind = event.body["author"]["kind"]
                assert kind != "bot" or state is State.BOT
                assert kind != "agent" or state is State.HUMAN
                assert kind != "system" or state is not State.HUMAN


TestMoves = Moves.TestCase
TestMoves.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


# -- one at a time ---------------------------------------------------------------------------------


def test_the_first_event_opens_without_a_from_under_fence_one():
    (opened,) = examples.conversation().fresh
    assert (opened.seq, opened.cid, opened.author, opened.visitor_prev) == (1, None, None, 0)
    assert opened.body == {"from": None, "to": "bot", "reason": "opened", "fence": 1}


def test_a_move_forgets_what_the_last_owner_left():
    moved = examples.conversation()
    moved.misses, moved.bot_due_at, moved.told_nobody = 1, NOON, True
    moved.queue(Reason.REPEATED_MISS, NOON)
    assert (moved.misses, moved.bot_due_at, moved.told_nobody) == (0, None, False)


def test_a_message_names_its_author_and_carries_the_cid():
    said = examples.conversation().say_visitor("missä?", NOON, "cid-1")
    assert said.body == {"author": {"kind": "visitor", "id": "aino"}, "text": "missä?"}
    assert (said.author, said.cid, said.kind, said.at) == (visitor_key("aino"), "cid-1", Kind.MESSAGE, NOON)


def test_a_chosen_button_is_kept_with_its_label():
    said = examples.conversation().say_visitor("Toimitusaika", NOON, "cid-1", "intent:delivery_time")
    assert (said.body["text"], said.body["choice"]) == ("Toimitusaika", "intent:delivery_time")


def test_what_the_bot_says_has_the_conversations_language_and_its_choices():
    said = examples.conversation().say_bot(Reply("Kumpi?", (Choice("vuoro:none", "Ei kumpikaan"),)), NOON)
    assert said.body == {
        "author": {"kind": "bot"},
        "text": "Kumpi?",
        "lang": "fi",
        "choices": [{"id": "vuoro:none", "label": "Ei kumpikaan"}],
    }
    assert (said.author, said.cid) == (None, None)


def test_an_agent_is_named_in_the_move_and_in_the_words():
    taken = examples.queued()
    moved, said = taken.hand_to(LIISA, NOON, "take"), taken.say_agent(LIISA, "Hei!", NOON, "cid-1")
    assert moved.body["agent"] == {"id": "liisa", "name": LIISA.name}
    assert said.body["author"] == {"kind": "agent", "id": "liisa", "name": LIISA.name}
    assert moved.author == said.author == agent_key("liisa")


def test_a_move_that_nobody_asked_for_has_no_author():
    assert examples.queued().fresh[-1].author is None


def test_a_move_that_the_visitor_asked_for_is_the_visitors():
    moved = examples.conversation().queue(Reason.VISITOR_ASKED, NOON, "cid-1")
    assert (moved.author, moved.cid) == (visitor_key("aino"), "cid-1")


def test_the_end_says_what_the_closer_thought_of_it():
    ended = examples.owned(LIISA).close(
        Reason.CLOSED_BY_AGENT, NOON, "cid", agent_key("liisa"), verdict="needed", outcome=None
    )
    assert ended.body["verdict"] == "needed"
    assert "outcome" not in ended.body


def test_somebody_elses_conversation_is_taken():
    with pytest.raises(HandoffError) as refused:
        examples.owned(LIISA).hand_to(MATTI, NOON, "take")
    assert refused.value.code is Code.TAKEN


def test_the_last_words_are_kept_short_and_without_nul():
    said = examples.conversation()
    said.say_visitor("a\0b" + "ä" * 1000, NOON, "cid")
    assert said.last_text == "ab" + "ä" * (LAST_TEXT_LENGTH - 2)
    assert said.fresh[-1].body["text"] == "a\0b" + "ä" * 1000


def test_a_left_message_is_the_last_word_and_a_callback_without_words_is_none():
    assert examples.left_message().last_text == "Soittakaa!"
    silent = examples.conversation()
    silent.say_visitor("ensin tämä", NOON, "cid")
    silent.leave_contact(Item.CALLBACK, {"phone": "+358 40 1234567"}, NOON, "contact")
    assert silent.last_text == "ensin tämä"
    assert (silent.item, silent.item_at) == (Item.CALLBACK, NOON)


def test_the_contact_comes_before_the_end():
    kinds = [event.kind for event in examples.left_message().fresh]
    assert kinds == [Kind.STATE, Kind.CONTACT, Kind.STATE]


def test_a_conversation_waits_for_the_bot_only_while_the_bot_has_it():
    asked = examples.conversation()
    assert not asked.waits_for_bot
    asked.bot_due_at = NOON
    assert asked.waits_for_bot
    asked.queue(Reason.VISITOR_ASKED, NOON)
    assert not asked.waits_for_bot


def test_an_opened_conversation_cannot_be_opened_again():
    opened = examples.queued()
    with pytest.raises(HandoffError):
        opened.open(NOON)


def test_a_new_conversation_is_nobodys_and_has_no_number():
    made = Conversation("c1", "aino", "fi", NOON)
    assert (made.fence, made.last_seq, made.fresh) == (0, 0, [])
