"""The one error of the domain. It carries a code of the protocol (docs/protocol.md, "Error codes"), no HTTP number."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a command was refused."""

    BAD_FRAME = "bad_frame"
    UNKNOWN_TYPE = "unknown_type"
    TOO_LONG = "too_long"
    NOT_YOURS = "not_yours"
    NOT_FOUND = "not_found"
    WRONG_STATE = "wrong_state"
    STALE_FENCE = "stale_fence"
    CID_CONFLICT = "cid_conflict"
    TAKEN = "taken"
    OVER_CAPACITY = "over_capacity"
    RATE_LIMITED = "rate_limited"
    UNAUTHORIZED = "unauthorized"
    UNAVAILABLE = "unavailable"


RETRYABLE = frozenset({Code.RATE_LIMITED, Code.UNAVAILABLE})


class HandoffError(Exception):
    """A command that cannot be done. Nothing was changed.

    `detail` is a fixed sentence of ours: never an exception's words, never a visitor's. `retry_after`: where trying
    again may help, after how many seconds. `field`: which of the caller's fields is wrong, where it is one.
    """

    def __init__(self, code: Code, detail: str, *, retry_after: int = 1, field: str = "") -> None:
        super().__init__(detail)
        self.field = field
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        """Whether the same command may succeed later, unchanged."""
        return self.code in RETRYABLE
