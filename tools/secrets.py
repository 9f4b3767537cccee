"""Writes `.env` for `docker compose`: one random secret for each variable that compose.yaml requires."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

REQUIRED = ("POSTGRES_PASSWORD", "VUORO_BOT_SECRET")


def write(path: Path) -> bool:
    """Makes `path`, readable by its owner alone. An existing one is left as it is; then the answer is False."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={secrets.token_urlsafe(32)}\n" for name in REQUIRED)
    return True


def main() -> int:
    """The exit status for the shell."""
    path = Path(".env")
    print(f"{path} was made" if write(path) else f"{path} is there already and was left as it is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
