"""Stripe-shaped refusals."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal with Stripe's words; `status` is the HTTP status, `extra` goes into the error as it is. `began`: the
    endpoint had begun to run, so that the refusal is kept under the request's idempotency key."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        began: bool = False,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.kind, self.code, self.param = message, status, kind, code, param
        self.began, self.extra = began, extra

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, **self.extra}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        return {"error": error}


def missing(kind: str, wanted: str, param: str | None = None) -> ApiError:
    param = param or kind.rsplit(".", maxsplit=1)[-1]
    return ApiError(f"No such {kind}: '{wanted}'", status=404, code="resource_missing", param=param)
