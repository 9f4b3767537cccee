"""Who is offered what: properties that hold for any line and any agents, and the order among equals."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from handoff.routing import Assignment, Candidate, Waiting, assign, in_line

LANGUAGES = ["fi", "pl", "en"]
AGENTS = [f"agent {number}" for number in range(5)]


def waiting(conversation="c1", lang="fi", at=1, *, front=False, wanted=None, **refusals):
    return Waiting(conversation, lang, at, front, wanted, refusals)


def candidate(agent="liisa", languages=("fi",), room=1, idle=0):
    return Candidate(agent, languages, room, idle)


lines = st.lists(
    st.builds(
        Waiting,
        conversation=st.uuids().map(str),
        lang=st.sampled_from(LANGUAGES),
        queued_at=st.integers(0, 5),
        front=st.booleans(),
        wanted=st.none() | st.sampled_from([*AGENTS, "somebody who is gone"]),
        refusals=st.dictionaries(st.sampled_from(AGENTS), st.integers(1, 3)),
    ),
    max_size=12,
    unique_by=lambda chat: chat.conversation,
)
teams = st.lists(
    st.builds(
        Candidate,
        agent=st.sampled_from(AGENTS),
        languages=st.frozensets(st.sampled_from(LANGUAGES)),
        room=st.integers(-2, 3),
        idle_since=st.integers(0, 5),
    ),
    max_size=5,
    unique_by=lambda person: person.agent,
)


def room_left(team, assignments):
    used = Counter(made.agent for made in assignments)
    return {person.agent: person.room - used[person.agent] for person in team}


@given(lines, teams)
def test_nobody_gets_more_than_they_have_room_for(line, team):
    used = Counter(made.agent for made in assign(line, team))
    assert all(count <= {p.agent: p.room for p in team}[agent] for agent, count in used.items())


@given(lines, teams)
def test_no_conversation_is_offered_twice(line, team):
    offered = Counter(made.conversation for made in assign(line, team))
    assert set(offered.values()) <= {1}
    assert set(offered) <= {chat.conversation for chat in line}


@given(lines, teams)
def test_nobody_is_offered_what_they_cannot_read_unless_it_was_passed_to_them(line, team):
    chats, people = {c.conversation: c for c in line}, {p.agent: p for p in team}
    for made in assign(line, team):
        chat = chats[made.conversation]
        assert chat.lang in people[made.agent].languages or chat.wanted == made.agent


@given(lines, teams)
def test_nobody_who_could_be_served_is_left(line, team):
    made = assign(line, team)
    left = room_left(team, made)
    served = {offer.conversation for offer in made}
    for chat in line:
        if chat.conversation not in served:
            able = [p for p in team if chat.lang in p.languages or p.agent == chat.wanted]
            assert all(left[person.agent] <= 0 for person in able)


@given(lines, teams)
def test_among_equals_who_came_first_is_served_first(line, team):
    served = {made.conversation for made in assign(line, team)}
    for lang in LANGUAGES:
        equals = [c.conversation in served for c in in_line(line) if c.lang == lang and c.wanted is None]
        assert equals == sorted(equals, reverse=True)


@given(lines, teams, st.randoms())
def test_the_same_people_get_the_same_offers_in_whatever_order_they_are_listed(line, team, random):
    shuffled_line, shuffled_team = random.sample(line, len(line)), random.sample(team, len(team))
    assert assign(shuffled_line, shuffled_team) == assign(line, team)


@given(lines, teams)
def test_who_refused_is_asked_again_only_when_everybody_free_has_refused_as_often(line, team):
    chats = {c.conversation: c for c in line}
    made = assign(line, team)
    left = room_left(team, made)
    for offer in made:
        chat = chats[offer.conversation]
        if chat.wanted == offer.agent:
            continue
        free = [p.agent for p in team if left[p.agent] > 0 and chat.lang in p.languages]
        assert all(chat.refusals.get(offer.agent, 0) <= chat.refusals.get(other, 0) for other in free)


@given(lines, teams)
def test_looking_at_the_line_does_not_change_it(line, team):
    before = list(line), list(team)
    assign(line, team)
    assert (line, team) == before


# -- who of several --------------------------------------------------------------------------------


def test_who_was_returned_to_the_line_stands_at_its_front():
    returned, first = waiting("returned", at=9, front=True), waiting("first", at=1)
    assert in_line([first, returned]) == [returned, first]
    assert assign([first, returned], [candidate()]) == [Assignment("returned", "liisa")]


def test_among_those_returned_the_earlier_one_is_first():
    line = [waiting("later", at=2, front=True), waiting("earlier", at=1, front=True)]
    assert [chat.conversation for chat in in_line(line)] == ["earlier", "later"]


def test_a_transfer_goes_to_whom_it_was_meant_for():
    chat = waiting(wanted="matti", matti=5)
    team = [candidate("liisa", room=3), candidate("matti", languages=("pl",), room=1)]
    assert assign([chat], team) == [Assignment("c1", "matti")]


def test_a_transfer_goes_to_somebody_else_while_its_agent_is_full_or_gone():
    for team in ([candidate("liisa"), candidate("matti", room=0)], [candidate("liisa")]):
        assert assign([waiting(wanted="matti")], team) == [Assignment("c1", "liisa")]


def test_who_has_the_most_room_is_asked_first():
    assert assign([waiting()], [candidate("a", room=1), candidate("b", room=2)]) == [Assignment("c1", "b")]


def test_among_those_with_equal_room_who_has_been_idle_longest_is_asked():
    assert assign([waiting()], [candidate("a", idle=9), candidate("b", idle=1)]) == [Assignment("c1", "b")]


def test_two_who_wait_go_to_two_who_are_free():
    made = assign(
        [waiting("c1", at=1), waiting("c2", at=2)], [candidate("a", room=2), candidate("b", room=2)]
    )
    assert made == [Assignment("c1", "a"), Assignment("c2", "b")]


def test_without_anybody_nothing_is_offered():
    assert assign([waiting()], []) == []
    assert assign([], [candidate()]) == []
    assert assign([waiting(lang="pl")], [candidate()]) == []
