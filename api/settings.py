"""Every setting, read once from the environment (prefix `VUORO_`) and the command line, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveFloat, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
_SHIPPED = Path(__file__).resolve().parent


def _shipped(name: str, inside_wheel: str) -> Path:
    """A folder beside the packages in a checkout, inside them in a wheel."""
    packaged = _SHIPPED / inside_wheel
    return packaged if packaged.is_dir() else ROOT / name


class Settings(BaseSettings):
    """Seconds may be fractions. Lists are written with commas."""

    model_config = SettingsConfigDict(env_prefix="VUORO_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"  # loopback unless told otherwise
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    data: Path = Path("var")
    database_url: str | None = None  # None: the embedded SQLite in `data`
    bus_url: str | None = None  # None: one process
    bot_url: str | None = None  # set: somebody else runs Rasa
    bot_jwt_secret: str | None = None
    training_data: Path = _shipped("training_data", "training_data")
    pages: Path = _shipped("widget/dist", "static")
    default_language: str = "en"
    allowed_origins: Annotated[frozenset[str], NoDecode] = frozenset()
    require_origin: bool = False  # programs without a browser send none

    log_level: Annotated[str, Field(pattern="^(debug|info|warning|error)$")] = "warning"

    answer_seconds: PositiveFloat = 60.0  # customers ask for "an answer in a minute"; past it the wait is red
    offer_seconds: PositiveFloat = 20.0  # long enough to read a brief, short enough for the next one to try
    agent_lost_seconds: PositiveFloat = 30.0  # longer than a train's tunnel of Wi-Fi, shorter than patience
    bot_deadline_seconds: PositiveFloat = 2.5  # beyond it a visitor thinks nobody is there
    bot_start_seconds: PositiveFloat = 300.0  # a first start trains; longer than that and people are asked
    abandon_seconds: PositiveFloat = 3600.0  # silence that ends a conversation
    rate_seconds: PositiveFloat = 86_400.0  # a rating is welcome for a day
    hello_seconds: PositiveFloat = 10.0
    ping_seconds: PositiveFloat = 20.0
    sweep_seconds: PositiveFloat = 0.25
    process_lost_seconds: PositiveFloat = 15.0
    session_seconds: PositiveFloat = 12 * 3600.0  # a working day and its overtime
    answer_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    human_confidence: Annotated[float, Field(ge=0, le=1)] = 0.4
    out_of_scope_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @property
    def database(self) -> Path:
        """The embedded database's file."""
        return self.data / "vuoro.db"
