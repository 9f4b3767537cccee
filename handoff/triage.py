"""The decision: answer, ask back, or hand over to a person, with the reason. Pure; the product's heart.

The first rule: thresholds on the confidence of the best guess. Out of scope is a guess like the others: where it is
ahead of every intent, people are asked at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from handoff.model import Reason
from handoff.ports import BotFailure, Guess, Parse

ASK_HUMAN_INTENT = "talk_to_human"
YES, NO = "affirm", "deny"
ASKED_WHICH, ASKED_HOW = "vuoro:none", "vuoro:leave_message"  # the choice that tells what was asked


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences, 0 to 1.

    `answer`: from here on the best guess is answered; `human`: from here on an intent that means a person is believed
    (lower, since refusing a person costs more than fetching one); `out_of_scope`: from here on the question is believed
    to be none of ours; `likely`: from here on a guess tells at least which skill is needed.
    """

    answer: float = 0.5
    human: float = 0.4
    out_of_scope: float = 0.5
    likely: float = 0.2


CHOICES = 2  # what a clarifying question offers


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot answers with the reply to `intent`."""

    intent: str


@dataclass(frozen=True, slots=True)
class Clarify:
    """The bot asks which of two intents was meant."""

    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskPerson:
    """A person is asked, because of `reason`; `intent` is what the visitor seems to want, where one is known."""

    reason: Reason
    intent: str | None = None


@dataclass(frozen=True, slots=True)
class KeepForLater:
    """The bot is starting: the visitor is told, the question is kept."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A plain yes to a question that has several answers: the same choices once more. No miss."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A no to what was offered: fine, nothing happens, the visitor may go on."""


Decision = Answer | Clarify | AskPerson | KeepForLater | AskAgain | Acknowledge


@dataclass(frozen=True, slots=True)
class Context:
    """What triage knows beside the parse.

    `misses`: how often in a row the bot has not been sure. `answerable`: intents that have an answer in the
    conversation's language. `always_human`: intents that trainers gave to people. `courtesies`: greetings and thanks,
    which are believed easily, since a wrong one costs little, and never offered as a choice. `offered`: the choices
    under what was said last, by id; they tell what a yes or a no answers.
    """

    misses: int
    answerable: frozenset[str]
    always_human: frozenset[str]
    courtesies: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()


def decide(parse: Parse | BotFailure, context: Context, limits: Thresholds) -> Decision:
    """What to do with one message of a visitor, by the state table of the protocol."""
    if parse is BotFailure.STARTING:
        return KeepForLater()
    if isinstance(parse, BotFailure):
        return AskPerson(Reason.BOT_UNAVAILABLE)
    best = parse.best
    if best.intent == ASK_HUMAN_INTENT and best.confidence >= limits.human:
        return AskPerson(Reason.VISITOR_ASKED)
    if parse.out_of_scope > best.confidence and parse.out_of_scope >= limits.out_of_scope:
        return AskPerson(Reason.OUT_OF_SCOPE)
    easily = best.intent in context.always_human | context.courtesies
    if best.confidence >= (limits.human if easily else limits.answer):
        return decide_yes_or_no(best.intent, context) or decide_intent(best.intent, context)
    if context.misses:
        return AskPerson(Reason.REPEATED_MISS, _likely(best, limits))
    offerable = (context.answerable | context.always_human) - context.courtesies
    choices = [guess.intent for guess in parse.ranking if guess.intent in offerable][:CHOICES]
    if len(choices) < CHOICES:
        return AskPerson(Reason.LOW_CONFIDENCE, _likely(best, limits))
    return Clarify(tuple(choices))


def decide_yes_or_no(intent: str, context: Context) -> Decision | None:
    """What a yes or a no means to the question before it; None without one (docs/decisions/0010).

    "Which of these?" cannot be answered by yes; no is its "none of these". The ways left when nobody is there are
    declined by no. To anything else that was said, both are courtesies with an answer of their own.
    """
    if intent == YES and context.offered & {ASKED_WHICH, ASKED_HOW}:
        return AskAgain()
    if intent == NO and ASKED_WHICH in context.offered:
        return AskPerson(Reason.LOW_CONFIDENCE)
    if intent == NO and ASKED_HOW in context.offered:
        return Acknowledge()
    return None


def decide_intent(intent: str, context: Context) -> Decision:
    """What to do once the intent is certain: recognised, or chosen by the visitor."""
    if intent == ASK_HUMAN_INTENT:
        return AskPerson(Reason.VISITOR_ASKED)
    if intent in context.always_human:
        return AskPerson(Reason.ALWAYS_HUMAN, intent)
    if intent in context.answerable:
        return Answer(intent)
    return AskPerson(Reason.LOW_CONFIDENCE, intent)


def _likely(best: Guess, limits: Thresholds) -> str | None:
    return best.intent if best.confidence >= limits.likely else None
