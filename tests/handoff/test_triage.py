"""What the bot does with one message, by the state table of docs/protocol.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.model import Reason
from handoff.ports import BotFailure, Guess, Parse
from handoff.triage import (
    ASKED_HOW,
    ASKED_WHICH,
    NO,
    YES,
    Acknowledge,
    Answer,
    AskAgain,
    AskPerson,
    Clarify,
    Context,
    KeepForLater,
    Thresholds,
    decide,
    decide_intent,
)

NOT_HELPFUL = "vuoro:not_helpful"
INTENTS = ("delivery_time", "return_policy", "complaint", "talk_to_human", "unwritten")
LIMITS = Thresholds(answer=0.5, human=0.4, out_of_scope=0.5)


def context(misses=0):
    answerable = frozenset({"delivery_time", "return_policy", "complaint"})
    return Context(misses, answerable, frozenset({"complaint"}))


def parse(out_of_scope=0.0, **confidences):
    ranking = sorted((Guess(i, c) for i, c in confidences.items()), key=lambda g: -g.confidence)
    return Parse(tuple(ranking), out_of_scope)


def decided(parsed, misses=0):
    return decide(parsed, context(misses), LIMITS)


parses = st.builds(
    lambda weights, none: parse(none, **weights),
    st.dictionaries(st.sampled_from(INTENTS), st.floats(0, 1), min_size=1),
    st.floats(0, 1),
)


def test_a_sure_guess_is_answered():
    assert decided(parse(delivery_time=0.9, return_policy=0.1)) == Answer("delivery_time")


def test_exactly_at_the_threshold_is_sure_enough():
    assert decided(parse(delivery_time=0.5, return_policy=0.4)) == Answer("delivery_time")


def test_a_miss_does_not_keep_a_sure_guess_from_being_answered():
    assert decided(parse(delivery_time=0.9), misses=1) == Answer("delivery_time")


def test_an_unsure_guess_is_asked_back_with_the_best_two():
    assert decided(parse(delivery_time=0.3, return_policy=0.25, complaint=0.2)) == Clarify(
        ("delivery_time", "return_policy")
    )


def test_only_what_can_be_answered_is_offered_when_asking_back():
    assert decided(parse(unwritten=0.4, talk_to_human=0.3, return_policy=0.2, complaint=0.1)) == Clarify(
        ("return_policy", "complaint")
    )


def test_with_nothing_to_choose_from_a_person_is_asked():
    assert decided(parse(delivery_time=0.4, unwritten=0.3)) == AskPerson(
        Reason.LOW_CONFIDENCE, "delivery_time"
    )


def test_a_second_miss_in_a_row_asks_a_person():
    assert decided(parse(delivery_time=0.3, return_policy=0.2), misses=1) == AskPerson(
        Reason.REPEATED_MISS, "delivery_time"
    )


def test_what_is_hardly_a_guess_says_nothing_about_the_skill_needed():
    assert decided(parse(delivery_time=0.1, return_policy=0.1), misses=1) == AskPerson(
        Reason.REPEATED_MISS, None
    )


def test_out_of_scope_asks_a_person_at_once():
    assert decided(parse(0.7, delivery_time=0.2)) == AskPerson(Reason.OUT_OF_SCOPE)


def test_out_of_scope_behind_an_intent_is_not_believed():
    assert decided(parse(0.5, delivery_time=0.5)) == Answer("delivery_time")


def test_asking_for_a_person_in_words_is_believed_earlier_than_other_intents():
    assert decided(parse(talk_to_human=0.4, delivery_time=0.35)) == AskPerson(Reason.VISITOR_ASKED)


def test_an_intent_of_people_goes_to_people():
    assert decided(parse(complaint=0.45, delivery_time=0.3)) == AskPerson(Reason.ALWAYS_HUMAN, "complaint")


def test_an_intent_without_an_answer_in_this_language_goes_to_people():
    assert decided(parse(unwritten=0.9)) == AskPerson(Reason.LOW_CONFIDENCE, "unwritten")


@pytest.mark.parametrize("failure", [BotFailure.TIMEOUT, BotFailure.DOWN, BotFailure.NONSENSE])
@pytest.mark.parametrize("misses", [0, 1])
def test_a_bot_that_fails_means_a_person(failure, misses):
    assert decided(failure, misses) == AskPerson(Reason.BOT_UNAVAILABLE)


def test_while_the_bot_starts_the_question_is_kept():
    assert decided(BotFailure.STARTING) == KeepForLater()


@pytest.mark.parametrize(
    ("intent", "decision"),
    [
        ("delivery_time", Answer("delivery_time")),
        ("talk_to_human", AskPerson(Reason.VISITOR_ASKED)),
        ("complaint", AskPerson(Reason.ALWAYS_HUMAN, "complaint")),
        ("unwritten", AskPerson(Reason.LOW_CONFIDENCE, "unwritten")),
    ],
)
def test_a_chosen_intent_is_certain(intent, decision):
    assert decide_intent(intent, context()) == decision


@given(parses, st.integers(0, 2))
def test_nothing_is_answered_that_has_no_answer(parsed, misses):
    decision = decided(parsed, misses)
    match decision:
        case Answer(intent):
            assert intent in context().answerable
            assert parsed.best.confidence >= LIMITS.answer
        case Clarify(intents):
            assert len(set(intents)) == 2
            assert set(intents) <= context().answerable
            assert misses == 0


@given(parses)
def test_two_misses_in_a_row_never_ask_back(parsed):
    assert not isinstance(decided(parsed, misses=1), Clarify)


# -- yes and no --------------------------------------------------------------------------------------

WHICH = frozenset({"intent:delivery_time", "intent:return_policy", ASKED_WHICH})
HOW = frozenset({ASKED_HOW, "vuoro:callback", "vuoro:wait"})
BESIDE_AN_ANSWER = frozenset({"intent:return_policy", NOT_HELPFUL})
NOTHING = frozenset[str]()


def after(offered, misses=0):
    """Yes and no have answers of their own, and are courtesies."""
    courtesies = frozenset({YES, NO, "greet"})
    answerable = frozenset({"delivery_time", "return_policy"}) | courtesies
    return Context(misses, answerable, frozenset({"complaint"}), courtesies, offered)


@pytest.mark.parametrize("misses", [0, 1, 2])
@pytest.mark.parametrize(
    ("said", "offered", "decision"),
    [
        (YES, WHICH, AskAgain()),
        (YES, HOW, AskAgain()),
        (YES, BESIDE_AN_ANSWER, Answer(YES)),
        (YES, NOTHING, Answer(YES)),
        (NO, WHICH, AskPerson(Reason.LOW_CONFIDENCE)),
        (NO, HOW, Acknowledge()),
        (NO, BESIDE_AN_ANSWER, Answer(NO)),
        (NO, NOTHING, Answer(NO)),
    ],
)
@pytest.mark.parametrize("confidence", [0.95, LIMITS.human])
def test_what_yes_and_no_mean_is_told_by_what_was_offered(said, offered, decision, misses, confidence):
    assert decide(parse(**{said: confidence}), after(offered, misses), LIMITS) == decision


@pytest.mark.parametrize("offered", [WHICH, HOW, BESIDE_AN_ANSWER, NOTHING])
@pytest.mark.parametrize("said", ["delivery_time", "greet"])
def test_whatever_was_offered_another_question_is_answered(said, offered):
    assert decide(parse(**{said: 0.9}), after(offered), LIMITS) == Answer(said)


@pytest.mark.parametrize("said", [YES, NO])
@pytest.mark.parametrize("offered", [WHICH, HOW])
def test_a_yes_or_a_no_that_is_not_sure_is_none(said, offered):
    guessed = parse(**{said: 0.3, "delivery_time": 0.2, "return_policy": 0.1})
    assert decide(guessed, after(offered), LIMITS) == Clarify(("delivery_time", "return_policy"))
    assert isinstance(decide(guessed, after(offered, misses=1), LIMITS), AskPerson)


@pytest.mark.parametrize("said", [YES, NO])
def test_out_of_scope_outweighs_yes_and_no(said):
    assert decide(parse(0.9, **{said: 0.1}), after(WHICH), LIMITS) == AskPerson(Reason.OUT_OF_SCOPE)


@pytest.mark.parametrize("said", [YES, NO])
def test_a_yes_or_a_no_without_an_answer_in_this_language_goes_to_people_unless_it_answers_a_question(said):
    unwritten = Context(0, frozenset({"delivery_time"}), frozenset(), frozenset({YES, NO}), NOTHING)
    assert decide(parse(**{said: 0.9}), unwritten, LIMITS) == AskPerson(Reason.LOW_CONFIDENCE, said)
    asked = Context(0, frozenset({"delivery_time"}), frozenset(), frozenset({YES, NO}), HOW)
    assert decide(parse(**{said: 0.9}), asked, LIMITS) in (AskAgain(), Acknowledge())


@given(parses, st.sampled_from([WHICH, HOW, BESIDE_AN_ANSWER, NOTHING]), st.integers(0, 2))
def test_what_was_offered_changes_nothing_but_yes_and_no(parsed, offered, misses):
    assert decide(parsed, after(offered, misses), LIMITS) == decide(parsed, after(NOTHING, misses), LIMITS)
