"""What can go wrong on the bot's side. Every message is one sentence that says what to do.

    BotError
    ├── RasaEnvironmentError   Rasa's Python environment cannot be made
    ├── TrainingDataError      a file that trainers write is wrong; begins with "file, line N:"
    └── TrainingError          the model cannot be trained

A failing *parse* is none of these: it is a value, handoff.ports.BotFailure.
"""

from __future__ import annotations


class BotError(Exception):
    """The base of them all; `str()` is fit for a terminal."""


class RasaEnvironmentError(BotError):
    """Rasa's environment cannot be made."""


class TrainingDataError(BotError):
    """A file in training_data is wrong."""


class TrainingError(BotError):
    """The model cannot be trained."""
