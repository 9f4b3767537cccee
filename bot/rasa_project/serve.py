"""Serves one model over Rasa's HTTP API: `python serve.py --model FILE --port N`. Runs inside Rasa's environment.

The secret of its tokens comes from VUORO_BOT_SECRET or, with --supervised, as the first line of standard input;
never as an argument, which every user of the machine could read. Errors: exits with a sentence on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from lifeline import end_with_parent

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reads the arguments and becomes `rasa run` in this very process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="the trained model, a .tar.gz")
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument(
        "--interface", default="127.0.0.1", help="the address to listen on (default: this machine only)"
    )
    parser.add_argument(
        "--supervised", action="store_true", help="secret on standard input; end when it ends"
    )
    arguments = parser.parse_args()

    secret = _first_line() if arguments.supervised else os.environ.pop("VUORO_BOT_SECRET", "")
    if not secret:
        sys.exit("Rasa needs a secret for its tokens: set VUORO_BOT_SECRET to a long random text.")
    if not Path(arguments.model).is_file():
        sys.exit(f"There is no model at {arguments.model}: train one first.")
    if arguments.supervised:
        end_with_parent(Path.cwd())  # a folder of its own, which its parent made for it

    sys.argv = [
        "rasa", "run", "--enable-api",
        "--interface", arguments.interface,
        "--port", str(arguments.port),
        "--model", arguments.model,
        "--credentials", str(HERE / "credentials.yml"),
        f"--jwt-secret={secret}",  # in one word: it may begin with a dash
        "--jwt-method", "HS256",
    ]  # fmt: skip
    from rasa.__main__ import main as rasa

    rasa()


def _first_line() -> str:
    """One line of standard input, read byte by byte: the lifeline reads on where this stops."""
    line = bytearray()
    while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
        line += byte
    return line.decode()


if __name__ == "__main__":
    main()
