"""Every default that a person would argue about, as one value. `api.settings` says which variable sets which."""

from __future__ import annotations

from dataclasses import dataclass, field

from handoff.hours import Hours
from handoff.triage import Thresholds


@dataclass(frozen=True, slots=True)
class Policy:
    """Time-outs in milliseconds, each with its reason in docs/operating.md. `hours`: None means always open."""

    offer_ms: int = 20_000
    answer_ms: int = 60_000
    agent_lost_ms: int = 30_000
    bot_deadline_ms: int = 2_500
    bot_start_ms: int = 300_000
    abandon_ms: int = 3_600_000
    rate_ms: int = 86_400_000
    process_lost_ms: int = 15_000
    thresholds: Thresholds = field(default_factory=Thresholds)
    hours: Hours | None = None
