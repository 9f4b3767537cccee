"""Everything that can be said about training data without starting Rasa; it takes well under a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.examples import Example, languages, read_test_examples, read_training_examples
from bot.replies import TrainingDataPhrasebook
from bot.yaml_file import problem, shown

# These go to a person whatever is said, so trainers need not write an answer.
WITHOUT_ANSWER = frozenset({"out_of_scope", "talk_to_human"})


def validate(training_data: Path, default_language: str = "en") -> None:
    """Checks every file of every language.

    Raises TrainingDataError for the first thing that is wrong: YAML that does not parse, one text under two intents
    of a language (in another one it may mean something else), a test that is also trained on, an intent without an
    answer in one of the languages.
    """
    site = languages(training_data, default_language)
    trained: dict[str, Example] = {}
    for language in site:
        examples = read_training_examples(training_data / language / "nlu.yml")
        _refuse_two_meanings(examples)
        trained |= {example.key: example for example in examples}
    for language in site:
        if (tests := training_data / language / "tests.yml").exists():
            _refuse_trained_tests(trained, read_test_examples(tests))

    intents = {example.intent: example for example in trained.values()}
    phrasebook = TrainingDataPhrasebook(training_data, default_language)
    for language in site:
        _refuse_missing_answers(
            intents.values(), phrasebook, training_data / language / "responses.yml", language
        )


def _refuse_two_meanings(examples: Iterable[Example]) -> None:
    seen: dict[str, Example] = {}
    for example in examples:
        first = seen.setdefault(example.key, example)
        if first.intent != example.intent:
            raise problem(
                example.file,
                example.line,
                f"“{example.text}” is an example of `{example.intent}` here and of `{first.intent}` "
                f"in line {first.line}; keep one of them.",
            )


def _refuse_trained_tests(trained: Mapping[str, Example], tests: Iterable[Example]) -> None:
    """All languages are one model, so an example of any of them counts."""
    for test in tests:
        if (example := trained.get(test.key)) is not None:
            raise problem(
                test.file,
                test.line,
                f"“{test.text}” is also trained on ({shown(example.file)}, line {example.line}), "
                "so it proves nothing; remove one of them.",
            )


def _refuse_missing_answers(
    intents: Iterable[Example], phrasebook: TrainingDataPhrasebook, responses: Path, language: str
) -> None:
    for example in intents:
        if example.intent not in WITHOUT_ANSWER and phrasebook.answer(example.intent, language) is None:
            raise problem(
                responses,
                1,
                f"there is no answer to `{example.intent}` in '{language}'; write one as `utter_{example.intent}`.",
            )
