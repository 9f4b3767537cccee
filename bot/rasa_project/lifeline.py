"""Ends this process when the one that started it is gone, however it went.

The parent holds the other end of standard input and never closes it while it lives; the system closes it even after
`kill -9`. Linux's PR_SET_PDEATHSIG would not do: it fires when the *thread* that started us ends.
"""

from __future__ import annotations

import os
import sys
import threading


def end_with_parent() -> None:
    """Starts a thread that ends the process, without clean-up, as soon as standard input is at its end."""
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)
