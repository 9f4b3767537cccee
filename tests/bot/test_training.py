from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from bot.environment import RASA_PROJECT
from bot.errors import TrainingDataError, TrainingError
from bot.training import Trainer, model_hash, newest_model
from tests.bot.conftest import FAKE_PROJECT
from tests.bot.shop import replace
from tests.bot.test_process import ended

pytestmark = pytest.mark.anyio


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAKE_PROJECT, tmp_path / "project"))


@pytest.fixture
def trainer(shop: Path, tmp_path: Path, project: Path) -> Trainer:
    return Trainer(shop, tmp_path / "var", Path(sys.executable), project)


def steps_into(steps: list[str]):
    return steps.append


async def test_a_model_is_named_after_what_it_is_made_of_and_made_once(trainer: Trainer) -> None:
    first, second = [], []
    model = await trainer.ensure_model(steps_into(first))
    assert model == trainer.models / f"{model_hash(trainer.training_data, trainer.project)}.tar.gz"
    assert await trainer.ensure_model(steps_into(second)) == model
    assert first == ["Checking the training data", "Starting Rasa"]
    assert second == []


async def test_rasa_sees_every_language_on_its_own_and_no_tests(trainer: Trainer) -> None:
    model = await trainer.ensure_model(steps_into([]))
    assert model.read_text().split() == [
        "en",
        "fi",
        *(f"domain/{lang}/{name}.yml" for lang in ("en", "fi") for name in ("intents", "responses")),
    ]


async def test_nothing_but_the_model_stays_in_its_folder(trainer: Trainer) -> None:
    model = await trainer.ensure_model(steps_into([]))
    assert {file.name for file in trainer.models.iterdir()} == {model.name, ".lock"}


async def test_what_a_killed_training_left_is_removed(trainer: Trainer) -> None:
    (trainer.models / ".training-x" / "nlu").mkdir(parents=True)
    model = await trainer.ensure_model(steps_into([]))
    assert {file.name for file in trainer.models.iterdir()} == {model.name, ".lock"}


async def test_rasas_own_words_go_to_a_log(trainer: Trainer) -> None:
    await trainer.ensure_model(steps_into([]))
    assert "words of a library" in trainer.log_file.read_text()


async def test_a_refusal_is_a_sentence(trainer: Trainer) -> None:
    (trainer.project / "config.yml").write_text("# refuses")
    with pytest.raises(TrainingError, match="does not accept the data of 'en': it is dull"):
        await trainer.ensure_model(steps_into([]))
    assert newest_model(trainer.models) is None


async def test_a_rasa_that_crashes_is_a_sentence_that_names_the_log(trainer: Trainer) -> None:
    (trainer.project / "config.yml").write_text("# crashes")
    with pytest.raises(TrainingError, match="ended in the middle of the training.*train.log"):
        await trainer.ensure_model(steps_into([]))


async def test_broken_data_is_refused_before_rasa_starts(trainer: Trainer) -> None:
    replace(trainer.training_data / "fi" / "nlu.yml", "- intent: greet", "- intent greet")
    with pytest.raises(TrainingDataError, match="fi/nlu.yml, line"):
        await trainer.ensure_model(steps_into([]))
    assert not trainer.log_file.exists()


async def test_a_folder_that_cannot_be_written_is_a_sentence(trainer: Trainer) -> None:
    trainer.data.write_text("a file where a folder should be")
    with pytest.raises(TrainingError, match="free or unlock that folder"):
        await trainer.ensure_model(steps_into([]))


async def test_an_older_model_is_there_while_the_data_is_broken(trainer: Trainer) -> None:
    model = await trainer.ensure_model(steps_into([]))
    replace(trainer.training_data / "fi" / "nlu.yml", "nlu:", "nlu: [")
    with pytest.raises(TrainingDataError):
        await trainer.ensure_model(steps_into([]))
    assert newest_model(trainer.models) == model


async def test_a_cancelled_training_leaves_no_process_and_no_files(trainer: Trainer) -> None:
    (trainer.project / "config.yml").write_text("# hangs")
    steps: asyncio.Queue[str] = asyncio.Queue()
    training = asyncio.create_task(trainer.ensure_model(steps.put_nowait))
    while not (step := await steps.get()).startswith("pid "):
        pass
    training.cancel()
    with pytest.raises(asyncio.CancelledError):
        await training
    await ended(int(step.removeprefix("pid ")))
    assert {file.name for file in trainer.models.iterdir()} == {".lock"}


async def test_two_at_once_train_once(trainer: Trainer) -> None:
    first: list[str] = []
    second: list[str] = []
    models = await asyncio.gather(
        trainer.ensure_model(steps_into(first)), trainer.ensure_model(steps_into(second))
    )
    assert models[0] == models[1]
    assert "Starting Rasa" in first
    assert second == ["Checking the training data", "Waiting for another training"]


async def test_a_data_folder_may_be_relative(
    trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    model = await Trainer(
        Path("training_data"), Path("var"), Path(sys.executable), Path("project")
    ).ensure_model(steps_into([]))
    assert model.read_text().startswith("en fi")


@pytest.mark.parametrize("name", ["fi/nlu.yml"])
def test_an_example_more_is_another_model(shop: Path, name: str) -> None:
    before = model_hash(shop)
    with (shop / name).open("a") as file:
        file.write("    - one more\n")
    assert model_hash(shop) != before


@pytest.mark.parametrize("name", ["fi/responses.yml", "fi/texts.yml", "fi/tests.yml", "intents.yml"])
def test_another_answer_is_the_same_model(shop: Path, name: str) -> None:
    before = model_hash(shop)
    with (shop / name).open("a") as file:
        file.write("# mended\n")
    assert model_hash(shop) == before


@pytest.mark.parametrize("name", ["config.yml", "requirements.lock", "train.py", "components/new.py"])
def test_another_pipeline_is_another_model(shop: Path, project: Path, name: str) -> None:
    before = model_hash(shop, project)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("# another")
    assert model_hash(shop, project) != before


def test_where_the_data_lies_does_not_matter(shop: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(shop, tmp_path / "elsewhere")
    assert model_hash(moved, RASA_PROJECT) == model_hash(shop, RASA_PROJECT)
