"""Validates every language on its own, then trains one model for all. Runs inside Rasa's environment.

One process does it all, because importing Rasa takes longer than the work. Called as `python train.py STAGE`, where
STAGE holds what bot/training.py put there:

    config.yml   nlu/<language>.yml   domain/<language>/{intents,responses}.yml

It writes STAGE/model.tar.gz. Each line on standard output is `step <what>` or `error <sentence>`; everything that Rasa
prints goes to standard error. Exit code 0 means that the model is there.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import TextIO

from lifeline import end_with_parent


class Refused(Exception):
    """The data cannot be trained on; the message is a sentence for the trainer."""


def main() -> None:
    """Says what it does on standard output and exits with 1 when it could not."""
    steps = _take_standard_output()
    stage = Path(sys.argv[1])
    end_with_parent(stage)
    try:
        _say(steps, "step", "Starting Rasa")
        import rasa.model_training  # noqa: F401  (this is the slow part)

        for nlu in sorted((stage / "nlu").glob("*.yml")):
            _say(steps, "step", f"Validating {nlu.stem}")
            _validate(stage, nlu)
        _say(steps, "step", "Training")
        _train(stage)
    except Refused as refused:
        _say(steps, "error", str(refused))
        sys.exit(1)


def _take_standard_output() -> TextIO:
    """Keeps standard output for the steps and sends everybody else's prints to standard error."""
    steps = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return steps


def _say(steps: TextIO, kind: str, what: str) -> None:
    print(kind, " ".join(what.split()), file=steps, flush=True)


def _validate(stage: Path, nlu: Path) -> None:
    """What `rasa data validate` checks, for one language. Raises Refused with Rasa's first complaint."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.validator import Validator

    language = nlu.stem
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always", UserWarning)
        try:
            importer = TrainingDataImporter.load_from_config(
                config_path=str(stage / "config.yml"),
                domain_path=str(stage / "domain" / language),
                training_data_paths=[str(nlu)],
            )
            validator = Validator.from_importer(importer)
            good = validator.verify_domain_validity() and validator.verify_nlu(ignore_warnings=False)
        except RasaException as error:
            raise Refused(f"Rasa does not accept the data of '{language}': {error}") from error
    if not good:
        # Answers that no story uses are how this product works; they come as warnings that do not fail.
        told = [str(one.message) for one in complaints if "not used in any story" not in str(one.message)]
        reason = told[0] if told else "its domain is empty"
        raise Refused(f"Rasa does not accept the data of '{language}': {reason}")


def _train(stage: Path) -> None:
    from rasa.model_training import train_nlu

    try:
        model = train_nlu(
            config=str(stage / "config.yml"),
            nlu_data=str(stage / "nlu"),
            output=str(stage),
            fixed_model_name="model.tar.gz",
        )
    except Exception as error:
        import traceback

        traceback.print_exc()
        raise Refused(f"Rasa could not train the model: {error}") from error
    if model is None:
        raise Refused("Rasa found nothing to train on.")


if __name__ == "__main__":
    main()
