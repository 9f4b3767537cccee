"""Makes the model: one for all languages, named after the hash of everything it is made from.

Starting Rasa costs 15 s and training 30, so nothing is started when the model is there already.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.environment import RASA_PROJECT, rasa_variables
from bot.errors import TrainingError
from bot.examples import read_training_examples
from bot.progress import Report
from bot.validation import validate

_STAGE_PREFIX = ".training-"


def model_hash(training_data: Path, project: Path = RASA_PROJECT) -> str:
    """What a model depends on, in 16 hexadecimal digits: examples, pipeline, components and Rasa itself.

    Answers are not part of it: Rasa never sees them, and mending one needs no training.
    """
    digest = hashlib.sha256()
    for name, file in _ingredients(training_data, project):
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def newest_model(models: Path) -> Path | None:
    """The model that was trained last, whatever it was trained from; what to serve while the data is broken."""
    return max(models.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime, default=None)


@dataclass(frozen=True, slots=True)
class Trainer:
    """What a training needs: the examples, the service's data folder, and the interpreter of Rasa's environment."""

    training_data: Path
    data: Path
    python: Path
    project: Path = RASA_PROJECT
    default_language: str = "en"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def log_file(self) -> Path:
        """Rasa's own output of the last training."""
        return self.data / "logs" / "train.log"

    async def ensure_model(self, report: Report) -> Path:
        """The model for this data: `models`/<hash>.tar.gz, trained now if it is not there.

        Being cancelled ends the training and leaves nothing behind. Raises TrainingDataError or TrainingError.
        """
        model = self.models / f"{model_hash(self.training_data, self.project)}.tar.gz"
        if model.exists():
            return model
        report("Checking the training data")
        validate(self.training_data, self.default_language)
        try:
            self.models.mkdir(parents=True, exist_ok=True)
            async with _alone(self.models, report):
                if not model.exists():
                    await self._train(model, report)
        except OSError as error:
            raise TrainingError(
                f"The model cannot be made in {self.data} ({error.strerror or error}): free or unlock that folder."
            ) from error
        return model

    async def _train(self, model: Path, report: Report) -> None:
        stage = _fresh_stage(self.models)
        try:
            _set_the_stage(stage, self.training_data, self.project)
            await self._run_rasa(stage, report)
            # Same file system, so the model appears whole or not at all.
            (stage / "model.tar.gz").replace(model)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    async def _run_rasa(self, stage: Path, report: Report) -> None:
        """Runs rasa_project/train.py and passes its steps on. Raises TrainingError."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        complaint = None
        with self.log_file.open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                self.python.absolute(), self.project.absolute() / "train.py", stage,
                stdin=asyncio.subprocess.PIPE,  # its lifeline: it ends when this process does
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=stage,
                env=rasa_variables(stage),
                start_new_session=True,
            )  # fmt: skip
            try:
                assert process.stdout is not None
                async for line in process.stdout:
                    kind, _, what = line.decode(errors="replace").strip().partition(" ")
                    if kind == "step":
                        report(what)
                    elif kind == "error":
                        complaint = what
                await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if complaint or process.returncode != 0:
            reason = complaint or "Rasa ended in the middle of the training."
            raise TrainingError(f"{reason} (Rasa's own words: {self.log_file})")


def _ingredients(training_data: Path, project: Path) -> Iterable[tuple[str, Path]]:
    for file in sorted(training_data.glob("*/nlu.yml")):
        yield f"{file.parent.name}/nlu.yml", file
    fixed = (project / name for name in ("config.yml", "requirements.lock", "train.py"))
    for file in (*fixed, *sorted((project / "components").rglob("*.py"))):
        yield file.relative_to(project).as_posix(), file


def _fresh_stage(models: Path) -> Path:
    """An empty folder on the models' file system; what trainings that died have left there is removed."""
    for left_over in models.glob(f"{_STAGE_PREFIX}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_STAGE_PREFIX, dir=models.absolute()))


def _set_the_stage(stage: Path, training_data: Path, project: Path) -> None:
    """Copies what Rasa may see, and no more: it would take answers of one language for those of another."""
    shutil.copy(project / "config.yml", stage)
    (stage / "nlu").mkdir()
    for file in training_data.glob("*/nlu.yml"):
        language = file.parent.name
        shutil.copy(file, stage / "nlu" / f"{language}.yml")
        domain = stage / "domain" / language
        domain.mkdir(parents=True)
        shutil.copy(file.with_name("responses.yml"), domain)
        intents = sorted({example.intent for example in read_training_examples(file)})
        (domain / "intents.yml").write_text(
            'version: "3.1"\nintents:\n' + "".join(f"- {name}\n" for name in intents)
        )


@asynccontextmanager
async def _alone(folder: Path, report: Report) -> AsyncIterator[None]:
    """Lets one training at a time write to `folder`; the system frees the lock of a process that died."""
    with (folder / ".lock").open("w") as handle:
        told = False
        while not _locked(handle.fileno()):
            if not told:
                report("Waiting for another training")
                told = True
            await asyncio.sleep(0.2)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
