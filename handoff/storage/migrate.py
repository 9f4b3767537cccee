"""Brings a database to the newest schema, with Alembic. Safe to run from several processes at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from handoff.storage.sqlite import StorageRefused, sqlite_engine

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x76756F72  # "vuor": two processes that start together migrate one after the other


def newest_schema() -> str:
    """The revision that a database of this version has."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return str(ScriptDirectory.from_config(config).get_current_head())


def upgrade_sqlite(path: Path) -> None:
    """Creates or upgrades the file. Raises StorageRefused with one sentence when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(path)
        try:
            _upgrade(engine)
        finally:
            engine.dispose()
    except (OSError, DBAPIError) as error:
        raise StorageRefused(
            f"The database {path} cannot be written: make the folder writable, or name another with --data."
        ) from error


def upgrade_postgres(url: str) -> None:
    """Creates or upgrades the schema at `url`. Raises StorageRefused with one sentence when it cannot."""
    engine = create_engine(url)
    try:
        with engine.connect() as lock:
            lock.exec_driver_sql(f"SELECT pg_advisory_lock({ADVISORY_LOCK})")
            _upgrade(engine)
    except DBAPIError as error:
        raise StorageRefused("PostgreSQL cannot be reached or refuses: check VUORO_DATABASE_URL.") from error
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # two that start together go one after the other
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
