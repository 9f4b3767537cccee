"""The command's very first step: Ctrl-C while the parts are still being imported is no error either."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """The entry point of `vuoro`."""
    try:
        from api.cli import app  # noqa: PLC0415 importing takes a second, in which somebody may change their mind

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
