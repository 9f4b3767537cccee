"""Events as a visitor and an agent see them: equal where both see them, and nothing that is not for one of them."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from handoff.model import Kind, Reason, agent_key, visitor_key
from handoff.records import Guessed
from handoff.transcript import for_agent, for_visitor, timestamp
from tests.handoff import examples
from tests.handoff.examples import NOON

AINO, LIISA = visitor_key("aino"), agent_key("liisa")


def talk():
    """A conversation with an event of every kind."""
    liisa = examples.agent()
    made = examples.conversation()
    made.say_visitor("missä pakettini on?", NOON, "v-1")
    made.queue(Reason.VISITOR_ASKED, NOON, "v-2")
    made.hand_to(liisa, NOON, "a-1")
    made.note(liisa, "vip", NOON, "a-2")
    made.say_agent(liisa, "Hei!", NOON, "a-3")
    made.close(Reason.CLOSED_BY_AGENT, NOON, "a-4", LIISA, outcome="sold", verdict="needed")
    made.rate({"score": 5, "comment": "kiitos"}, NOON, "v-3")
    return tuple(made.fresh)


TALK = talk()


def seen_by_visitor():
    return [frame for event in TALK if (frame := for_visitor(event, AINO)) is not None]


def seen_by_agent():
    return [for_agent(event, LIISA) for event in TALK]


def test_a_visitor_sees_everything_but_notes():
    assert [frame["kind"] for frame in seen_by_visitor()] == [
        "state", "message", "state", "state", "message", "state", "rating",
    ]  # fmt: skip
    assert "vip" not in str(seen_by_visitor())


def test_a_visitor_is_told_no_fence_and_no_verdict():
    for frame in seen_by_visitor():
        assert not {"fence", "verdict", "outcome", "nlu"} & set(frame)
    assert "sold" not in str(seen_by_visitor())


def test_an_agent_sees_everything():
    frames = seen_by_agent()
    assert [frame["kind"] for frame in frames] == [event.kind for event in TALK]
    assert [frame["fence"] for frame in frames if frame["kind"] == "state"] == [1, 2, 3, 4]
    assert (frames[-2]["verdict"], frames[-2]["outcome"]) == ("needed", "sold")


def test_each_chain_of_prev_is_without_a_gap():
    for frames in (seen_by_visitor(), seen_by_agent()):
        assert [frame["prev"] for frame in frames] == [0, *(frame["seq"] for frame in frames[:-1])]


def test_what_both_see_is_equal():
    agents = {frame["seq"]: frame for frame in seen_by_agent()}
    for frame in seen_by_visitor():
        theirs = agents[frame["seq"]]
        common = (set(frame) & set(theirs)) - {"prev", "cid"}
        assert {key: frame[key] for key in common} == {key: theirs[key] for key in common}
        assert set(frame) - set(theirs) <= {"cid"}


def test_a_cid_comes_back_to_its_author_alone():
    assert [frame.get("cid") for frame in seen_by_visitor()] == [None, "v-1", "v-2", None, None, None, "v-3"]
    assert [frame.get("cid") for frame in seen_by_agent()] == [
        None, None, None, "a-1", "a-2", "a-3", "a-4", None,
    ]  # fmt: skip


def test_a_colleague_is_not_told_the_cid_of_another():
    assert all("cid" not in for_agent(event, agent_key("matti")) for event in TALK)


def test_a_guess_is_shown_to_agents_once_it_is_known():
    said = next(event for event in TALK if event.kind is Kind.MESSAGE)
    nlu = {"intent": "track_order", "confidence": 0.4, "ranking": [], "out_of_scope": 0.1}
    assert for_agent(said, LIISA, Guessed("c1", said.seq, nlu, None))["nlu"] == nlu
    assert "nlu" not in for_agent(said, LIISA)
    assert "nlu" not in said.body


def test_an_event_has_the_fields_of_the_protocol():
    said = TALK[1]
    assert for_visitor(said, AINO) == {
        "type": "event",
        "conversation": "c1",
        "seq": 2,
        "prev": 1,
        "id": said.id,
        "at": timestamp(NOON),
        "kind": "message",
        "author": {"kind": "visitor", "id": "aino"},
        "text": "missä pakettini on?",
        "cid": "v-1",
    }


def test_nothing_in_a_body_can_pass_for_the_event_itself():
    left = examples.left_message().fresh[1]
    assert for_visitor(left, AINO)["kind"] == "contact"


def test_a_time_is_utc_with_milliseconds():
    assert timestamp(0) == "1970-01-01T00:00:00.000Z"
    assert timestamp(1_785_000_000_007) == "2026-07-25T17:20:00.007Z"


@given(st.integers(0, 4_102_444_800_000))
def test_no_millisecond_is_lost(at):
    assert round(datetime.fromisoformat(timestamp(at)).timestamp() * 1000) == at
    assert len(timestamp(at)) == len("1970-01-01T00:00:00.000Z")
