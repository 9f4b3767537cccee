"""Ends this process when the one that started it is gone, however it went.

The parent holds the other end of standard input and never closes it while it lives; the system closes it even after
`kill -9`. Linux's PR_SET_PDEATHSIG would not do: it fires when the *thread* that started us ends.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path


def end_with_parent(temporary: Path) -> None:
    """Starts a thread that ends the process as soon as standard input is at its end, and removes `temporary`."""
    threading.Thread(target=_wait_for_the_end, args=(temporary,), name="lifeline", daemon=True).start()


def _wait_for_the_end(temporary: Path) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    shutil.rmtree(temporary, ignore_errors=True)
    os._exit(1)
