"""Logging: to standard error, as JSON unless a person watches. Never a visitor's text, never an exception's words."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

import structlog


class PlacesOnly(logging.Formatter):
    """Formats an exception as its type and where it came from: its words may hold what somebody wrote."""

    def formatException(  # noqa: N802 the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-3:]))
        return f"{kind.__name__ if kind else 'error'} at {places}"


def configure(level: str = "warning") -> None:
    """Sets up structlog and the loggers of libraries."""
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlacesOnly("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
