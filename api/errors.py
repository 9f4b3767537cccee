"""The domain's errors over HTTP: the code of the protocol, a fixed sentence, the right status."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.sockets import origin_of
from handoff.errors import Code, HandoffError

STATUS = {
    Code.BAD_FRAME: 422,
    Code.UNKNOWN_TYPE: 422,
    Code.TOO_LONG: 413,
    Code.NOT_YOURS: 403,
    Code.NOT_FOUND: 404,
    Code.WRONG_STATE: 409,
    Code.STALE_FENCE: 409,
    Code.CID_CONFLICT: 409,
    Code.TAKEN: 409,
    Code.OVER_CAPACITY: 409,
    Code.RATE_LIMITED: 429,
    Code.UNAUTHORIZED: 401,
    Code.UNAVAILABLE: 503,
}
log = structlog.get_logger(__name__)


def problem(error: HandoffError) -> JSONResponse:
    """An error as JSON: `{code, detail, retryable}`, with the `field` that is wrong where it is one."""
    body: dict[str, object] = {"code": error.code, "detail": error.detail, "retryable": error.retryable}
    if error.field:
        body["field"] = error.field
    if not error.retryable:
        return JSONResponse(body, STATUS[error.code])
    body["retry_after"] = error.retry_after
    return JSONResponse(body, STATUS[error.code], {"Retry-After": str(error.retry_after)})


def install(app: FastAPI) -> None:
    """Every error of a REST call leaves as a `problem`; none shows a traceback or what somebody wrote."""

    @app.exception_handler(HandoffError)
    async def refused(_: Request, error: HandoffError) -> JSONResponse:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        place = error.errors()[0]["loc"] if error.errors() else ()
        field = ".".join(str(part) for part in place[1:])[:40]
        wrong = f"{field or 'the body'} is missing or not as it should be"
        return problem(HandoffError(Code.BAD_FRAME, wrong, field=field))

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_FRAME  # noqa: PLR2004
        detail = "there is nothing here" if code is Code.NOT_FOUND else "this cannot be done here"
        return JSONResponse(
            {"code": code, "detail": detail, "retryable": False}, error.status_code, error.headers
        )

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        log.error("a request failed", **origin_of(error))
        return problem(HandoffError(Code.UNAVAILABLE, "something went wrong here; try again"))
