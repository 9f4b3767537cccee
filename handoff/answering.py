"""The bot answers: one message after another per conversation, never under a fence that is no longer the bot's.

No transaction is open while the bot thinks. What it answers is written only if the conversation is still the bot's
under the fence that held before, and the message is still unanswered; so a late answer is dropped and none comes twice,
even when two processes ask the bot about the same message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from handoff.desk.common import Desk, Done, Signals, anyone_for, save
from handoff.model import Conversation, Event, Kind, Reason, State
from handoff.policy import Policy
from handoff.ports import (
    Bot,
    BotFailure,
    BotState,
    Choice,
    Clock,
    Detector,
    Parse,
    Phrasebook,
    Reply,
    Store,
    Transaction,
)
from handoff.records import Guessed
from handoff.triage import (
    NO,
    Acknowledge,
    Answer,
    AskAgain,
    AskPerson,
    Clarify,
    Context,
    Decision,
    KeepForLater,
    decide,
    decide_intent,
)

SHOWN_GUESSES = 5
NOT_HELPFUL = "vuoro:not_helpful"
CANNOT_ANSWER = frozenset({Reason.OUT_OF_SCOPE, Reason.LOW_CONFIDENCE, Reason.REPEATED_MISS})
PAGE = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's message that the bot has not dealt with, and what held when it was read."""

    conversation: str
    lang: str
    fence: int
    seq: int
    text: str
    choice: str | None
    overdue: bool
    context: Context


class Answerer(Desk):
    """Wakes up for a conversation in which the bot owes an answer, and answers until it owes none."""

    def __init__(
        self,
        store: Store,
        phrasebook: Phrasebook,
        clock: Clock,
        policy: Policy,
        signals: Signals,
        bot: Bot,
        detect: Detector,
        typing: Callable[[str, bool], None],
    ) -> None:
        super().__init__(store, phrasebook, clock, policy, signals)
        self._bot = bot
        self._detect = detect
        self._typing = typing
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def asked(self, conversation: Conversation, only: Event | None) -> None:
        """The visitor just said something. `only`: what, where nothing else waits: then it need not be read again."""
        self.wake(conversation.id, None if only is None else self._question(conversation, only))

    def wake(self, conversation: str, first: Question | None = None) -> None:
        """The bot owes an answer there. Returns at once; answers of one conversation are serial."""
        if conversation in self._tasks:
            self._again.add(conversation)
            return
        task = asyncio.create_task(self._answer_all(conversation, first), name="answer")
        self._tasks[conversation] = task
        task.add_done_callback(lambda _: self._ended(conversation))

    async def stop(self) -> None:
        """Gives up what is under way; the sweep of the next start takes it up again."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, conversation: str) -> None:
        task = self._tasks.pop(conversation)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("answering failed; the sweep takes it up again", error=type(error).__name__)
        if conversation in self._again and not task.cancelled():
            self._again.discard(conversation)
            self.wake(conversation)

    async def _answer_all(self, conversation: str, question: Question | None) -> None:
        if question is not None and not await self._answer(question):
            return
        while (question := await self._read_question(conversation)) is not None:
            if not await self._answer(question):
                return

    async def _read_question(self, conversation: str) -> Question | None:
        return await self.store.read(lambda tx: self._next_question(tx, conversation))

    async def _answer(self, question: Question) -> bool:
        """Answers one message. False: nothing more to do for now."""
        if question.choice is not None:
            parse: Parse | BotFailure | None = None
            decision = decide_intent(question.choice.removeprefix("intent:"), question.context)
            lang = question.lang
        else:
            lang = self._spoken(question)
            self._typing(question.conversation, True)
            parse = await self._bot.parse(question.text)
            decision = decide(parse, question.context, self.policy.thresholds)
            if isinstance(decision, KeepForLater) and question.overdue:
                decision = AskPerson(Reason.BOT_UNAVAILABLE)
        done = await self.store.write(
            lambda tx: self._write(tx, question, lang, parse, decision), self.announce
        )
        if parse is not None:
            self._typing(question.conversation, False)
        return bool(done.advances) and not isinstance(decision, KeepForLater)

    def _next_question(self, tx: Transaction, conversation: str) -> Question | None:
        found = tx.get(Conversation, conversation)
        if found is None or found.state is not State.BOT or not found.waits_for_bot:
            return None
        for event in tx.events(conversation, found.answered_seq, PAGE):
            if asks_bot(event):
                return self._question(found, event)
        return None

    def _question(self, found: Conversation, event: Event) -> Question:
        return Question(
            found.id,
            found.lang,
            found.fence,
            event.seq,
            event.body["text"],
            event.body.get("choice"),
            found.told_starting and (found.bot_due_at or 0) <= self.clock(),
            self._context(found),
        )

    def _context(self, conversation: Conversation) -> Context:
        intents = self.phrasebook.intents
        return Context(
            conversation.misses,
            frozenset(i for i in intents if self.phrasebook.answer(i, conversation.lang) is not None),
            frozenset(i for i in intents if self.phrasebook.always_human(i)),
            frozenset(i for i in intents if self.phrasebook.small_talk(i)),
            frozenset(conversation.offered),
        )

    def _spoken(self, question: Question) -> str:
        """The language to answer in: that of the words, where the site still speaks it."""
        lang = self._detect(question.lang, question.text)
        return lang if lang in self.phrasebook.languages else question.lang

    def _write(
        self,
        tx: Transaction,
        question: Question,
        lang: str,
        parse: Parse | BotFailure | None,
        decision: Decision,
    ) -> Done:
        found = tx.get(Conversation, question.conversation)
        if found is None or found.fence != question.fence or found.answered_seq >= question.seq:
            return Done()  # a person took over, or somebody answered before us
        now = self.clock()
        found.lang = lang
        reply = self._apply(tx, found, decision, now)
        if found.state is State.BOT and not isinstance(decision, KeepForLater):
            found.answered_seq = question.seq
            found.bot_due_at = self._due_for_next(tx, found, question.seq, now)
        if isinstance(parse, Parse):
            tx.add(Guessed(found.id, question.seq, nlu(parse), reply))
        if found.skill is None and (intent := getattr(decision, "intent", None)):
            found.skill = self.phrasebook.skill(intent)
        moved = found.fence != question.fence
        return Done(found, None, (save(tx, found),), moved=moved)

    def _apply(self, tx: Transaction, found: Conversation, decision: Decision, now: int) -> str | None:
        """Says and moves what was decided. Returns what the bot answered, for the brief."""
        match decision:
            case Answer(intent):
                found.misses, found.told_starting = 0, False
                return self._say_answer(found, intent, now)
            case Clarify(intents):
                found.misses += 1
                found.say_bot(self._clarifying(intents, found.lang), now)
            case AskAgain():
                choices = tuple(Choice(id_, label) for id_, label in found.offered.items())
                found.say_bot(Reply(self.phrasebook.text("which_one", found.lang), choices), now)
            case Acknowledge():
                found.misses = 0
                found.say_bot(Reply(self.phrasebook.text("all_right", found.lang)), now)
            case KeepForLater():
                if not found.told_starting:
                    found.told_starting, found.bot_due_at = True, now + self.policy.bot_start_ms
                    found.say_system(Reply(self.phrasebook.text("bot_starting", found.lang)), now)
            case AskPerson(reason, intent):
                answer = None
                if reason in CANNOT_ANSWER:
                    found.say_bot(Reply(self.phrasebook.text("cannot_answer", found.lang)), now)
                elif reason is Reason.ALWAYS_HUMAN and intent is not None and anyone_for(tx, found):
                    answer = self._say_answer(found, intent, now)
                self.ask_person(tx, found, reason, now)
                return answer
        return None

    def _say_answer(self, found: Conversation, intent: str, now: int) -> str | None:
        """The trainers' answer, and a way to say that it did not help."""
        answer = self.phrasebook.answer(intent, found.lang)
        if answer is None:
            return None
        choices = answer.choices
        asks = not self.phrasebook.small_talk(intent) and not self.phrasebook.always_human(intent)
        if asks or (intent == NO and NOT_HELPFUL in found.offered):  # a no may mean just that
            choices += (Choice(NOT_HELPFUL, self.phrasebook.text("not_helpful", found.lang)),)
        found.say_bot(Reply(answer.text, choices), now)
        return answer.text

    def _clarifying(self, intents: Sequence[str], lang: str) -> Reply:
        choices = [Choice(f"intent:{intent}", self.phrasebook.label(intent, lang)) for intent in intents]
        none = Choice("vuoro:none", self.phrasebook.text("none_of_these", lang))
        return Reply(self.phrasebook.text("clarify", lang), (*choices, none))

    def _due_for_next(self, tx: Transaction, found: Conversation, answered: int, now: int) -> int | None:
        """When the next answer is owed: messages may have come while the bot thought."""
        more = any(asks_bot(event) for event in tx.events(found.id, answered, PAGE))
        return now + self.policy.bot_deadline_ms + 1_000 if more else None


class Waker:
    """Wakes the answerer when the bot becomes ready: the questions kept meanwhile are answered."""

    def __init__(self, store: Store, bot: Bot, answerer: Answerer) -> None:
        self._store, self._bot, self._answerer = store, bot, answerer

    async def run(self) -> None:
        """Runs until cancelled."""
        state = self._bot.state
        while True:
            if state is not BotState.STARTING:
                for conversation in await self._store.read(lambda tx: tx.bot_due(FOREVER)):
                    self._answerer.wake(conversation)
            state = await self._bot.wait_until_changed()


FOREVER = 2**62


def asks_bot(event: Event) -> bool:
    """Whether an event is something the bot must deal with: words, or the choice of an intent."""
    choice = event.body.get("choice")
    said = event.kind is Kind.MESSAGE and event.body["author"]["kind"] == "visitor"
    return said and (choice is None or choice.startswith("intent:"))


def nlu(parse: Parse) -> dict[str, Any]:
    """The `nlu` of the protocol: what agents see of the bot's guesses."""
    return {
        "intent": parse.best.intent,
        "confidence": round(parse.best.confidence, 4),
        "ranking": [
            {"intent": guess.intent, "confidence": round(guess.confidence, 4)}
            for guess in parse.ranking[:SHOWN_GUESSES]
        ],
        "out_of_scope": round(parse.out_of_scope, 4),
    }
