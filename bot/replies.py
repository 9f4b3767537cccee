"""What trainers write, as the domain wants it: answers, fixed texts, facts about intents, and the shop itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.canned import read_canned
from bot.examples import languages
from bot.shop import Shop, read_shop, refuse_unknown, values
from bot.texts import Texts, read_texts
from bot.yaml_file import Entry, problem, read_yaml
from handoff.ports import Canned, Choice, Reply


@dataclass(frozen=True, slots=True)
class IntentFacts:
    """What intents.yml says about one intent. `label` has a text per language, `starter` the place among starters."""

    label: Mapping[str, str] = field(default_factory=dict)
    skill: str | None = None
    always_human: bool = False
    small_talk: bool = False
    starter: int | None = None


NO_FACTS = IntentFacts()


class TrainingDataPhrasebook:
    """handoff.ports.Phrasebook over a training_data folder, read once.

    A language that the site does not have gets the words of the default language. Raises TrainingDataError, at
    construction only, with file and line.
    """

    def __init__(self, training_data: Path, default_language: str = "en") -> None:
        self._every = self._languages = languages(training_data, default_language)
        self._facts = _read_facts(training_data / "intents.yml")
        self._texts = {lang: read_texts(training_data / lang / "texts.yml") for lang in self._every}
        self._shop = read_shop(training_data / "shop.yml", self._every)
        self._values = self._name_in_answers(self._shop.name)
        self._answers = {
            lang: _read_answers(training_data / lang / "responses.yml", self._values[lang])
            for lang in self._every
        }
        _refuse_missing(self._answers, self._facts, training_data)
        self._canned = {
            lang: read_canned(training_data / lang / "canned.yml", self._values[lang]) for lang in self._every
        }

    def customise(self, name: str, languages: Iterable[str]) -> None:
        """What the administrator chose: the shop's name in answers, and which of the trained languages are served."""
        self._values = self._name_in_answers(name)
        chosen = frozenset(languages)
        self._languages = tuple(lang for lang in self._every if lang in chosen) or self._every

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages, the default one first."""
        return self._languages

    @property
    def every_language(self) -> tuple[str, ...]:
        """The languages there is training data for, the default one first."""
        return self._every

    @property
    def shop(self) -> Shop:
        """Whose chat this is."""
        return self._shop

    def answer(self, intent: str, lang: str) -> Reply | None:
        """The answer to `intent` with the shop's facts in it, or None where trainers wrote none."""
        lang = self._known(lang)
        written = self._answers[lang].get(intent)
        return (
            None if written is None else Reply(written.text.format_map(self._values[lang]), written.choices)
        )

    def canned(self, lang: str) -> tuple[Canned, ...]:
        """What agents insert by a word, with the shop's facts in it."""
        lang = self._known(lang)
        return tuple(
            Canned(reply.key, reply.title, reply.text.format_map(self._values[lang]))
            for reply in self._canned[lang]
        )

    def fact(self, name: str, lang: str) -> str | None:
        """A fact of shop.yml, such as the e-mail address; None where it is not there."""
        return self._values[self._known(lang)].get(name)

    def text(self, key: str, lang: str, **values: str) -> str:
        """A fixed text with its placeholders filled. Raises KeyError for an unknown key or a missing value."""
        return self._texts[self._known(lang)].fixed[key].format(**values)

    def label(self, intent: str, lang: str) -> str:
        """The intent as a button; its name where there is no label."""
        return self._facts.get(intent, NO_FACTS).label.get(self._known(lang), intent)

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent that intents.yml names, in its order, and those with an answer only."""
        answered = (intent for answers in self._answers.values() for intent in answers)
        return tuple(dict.fromkeys((*self._facts, *answered)))

    def small_talk(self, intent: str) -> bool:
        """Whether the intent is a courtesy, under whose answer nobody needs "this didn't help"."""
        return self._facts.get(intent, NO_FACTS).small_talk

    def always_human(self, intent: str) -> bool:
        """Whether trainers marked the intent as a person's from the first word."""
        return self._facts.get(intent, NO_FACTS).always_human

    def skill(self, intent: str) -> str | None:
        """The skill an agent should have for the intent."""
        return self._facts.get(intent, NO_FACTS).skill

    def starters(self, lang: str) -> tuple[Choice, ...]:
        """The buttons a visitor sees before the first word, in the trainers' order."""
        numbered = sorted(
            (facts.starter, name) for name, facts in self._facts.items() if facts.starter is not None
        )
        return tuple(Choice(f"intent:{name}", self.label(name, lang)) for _, name in numbered)

    def when(self, moment: int, now: int, lang: str) -> str:
        """`moment` as `lang` says it in the shop's time zone, such as "tomorrow at 09:00".

        Both are milliseconds since 1970, UTC.
        """
        texts = self._texts[self._known(lang)]
        local, today = self._local(moment), self._local(now).date()
        return texts.at_time.format(day=_day(local, today, texts), time=texts.clock(local.time()))

    def _local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment / 1000, self._shop.hours.zone)

    def _name_in_answers(self, name: str) -> dict[str, dict[str, str]]:
        return {lang: values(self._shop, lang, texts, name) for lang, texts in self._texts.items()}

    def _known(self, lang: str) -> str:
        return lang if lang in self._texts else self._languages[0]


def _day(moment: datetime, today: date, texts: Texts) -> str:
    if moment.date() == today:
        return texts.today
    if moment.date() == today + timedelta(days=1):
        return texts.tomorrow
    weekday = texts.weekdays[moment.weekday()]
    if today < moment.date() < today + timedelta(days=7):
        return weekday
    # A weekday alone would be taken for the next one.
    return f"{weekday} {moment.strftime(texts.date_format)}"


def _read_facts(file: Path) -> dict[str, IntentFacts]:
    return {name: _facts(entry) for name, entry in read_yaml(file).child("vuoro").mapping().items()}


def _facts(entry: Entry) -> IntentFacts:
    facts = entry.mapping()
    if unknown := facts.keys() - {known.name for known in fields(IntentFacts)}:
        name = min(unknown)
        raise facts[name].error(
            f"`{name}` is no fact about an intent; the comment on top names those there are."
        )
    return IntentFacts(
        label={lang: text.text() for lang, text in facts["label"].mapping().items()}
        if "label" in facts
        else {},
        skill=facts["skill"].text() if "skill" in facts else None,
        always_human=facts["always_human"].flag() if "always_human" in facts else False,
        small_talk=facts["small_talk"].flag() if "small_talk" in facts else False,
        starter=facts["starter"].number() if "starter" in facts else None,
    )


def _read_answers(file: Path, facts: Mapping[str, str]) -> dict[str, Reply]:
    """Rasa's responses: `utter_<intent>` with the first variant's text and buttons."""
    answers = {}
    for name, variants in read_yaml(file).child("responses").mapping().items():
        if not name.startswith("utter_"):
            raise variants.error(f"`{name}` should begin with `utter_`.")
        first, *_ = variants.items() or (None,)
        if first is None:
            raise variants.error(f"`{name}` has no text; write one as `- text: …`.")
        parts = first.mapping()
        buttons = parts["buttons"].items() if "buttons" in parts else ()
        answers[name.removeprefix("utter_")] = Reply(
            refuse_unknown(first.child("text"), facts), tuple(map(_choice, buttons))
        )
    return answers


def _refuse_missing(
    answers: Mapping[str, Mapping[str, Reply]], known: Iterable[str], training_data: Path
) -> None:
    """What one language answers, the others answer too: a name misspelt would go unnoticed until somebody asks.

    `known` intents come first, so that the misspelling is named and not what it was misspelt to.
    """
    answered = {intent for replies in answers.values() for intent in replies}
    for intent in dict.fromkeys((*known, *sorted(answered))):
        for lang, replies in answers.items():
            if intent in answered and intent not in replies:
                raise problem(
                    training_data / lang / "responses.yml",
                    1,
                    f"there is no answer to `{intent}` in '{lang}'; write one as `utter_{intent}`.",
                )


def _choice(button: Entry) -> Choice:
    payload = button.child("payload")
    if not payload.text().startswith("/"):
        raise payload.error("a payload is a slash and an intent, such as `/return_policy`.")
    return Choice(f"intent:{payload.text()[1:]}", button.child("title").text())
