"""An answer as botocore's retry code sees it: a status, headers, a parsed error, or an exception in its place."""

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

URL = "https://service.example"
BROKEN = {
    "connect-timeout": ConnectTimeoutError,
    "read-timeout": ReadTimeoutError,
    "connection-refused": EndpointConnectionError,
}


@dataclass(frozen=True)
class Http:
    """The part of an HTTP response that botocore's checkers look at."""

    status_code: int
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: a status and an error code, or the name in BROKEN of what happened instead."""

    status: int = 200
    code: str = ""
    retry_after_ms: int | None = None
    broken: str = ""

    def for_botocore(self, attempts: int, operation: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The arguments of botocore's needs-retry event."""
        found: dict[str, Any] = {
            "attempts": attempts,
            "operation": operation,
            "request_dict": {"context": context},
            "response": None,
            "caught_exception": None,
        }
        if self.broken:
            return {**found, "caught_exception": BROKEN[self.broken](endpoint_url=URL, error="no answer")}
        headers = {} if self.retry_after_ms is None else {"x-amz-retry-after": str(self.retry_after_ms)}
        parsed: dict[str, Any] = {"ResponseMetadata": {}}
        if self.code or self.status >= 300:
            parsed["Error"] = {"Code": self.code or str(self.status), "Message": ""}
        return {**found, "response": (Http(self.status, headers), parsed)}

    @property
    def words(self) -> str:
        if self.broken:
            return self.broken.replace("-", " ")
        return f"{self.status} {self.code}".strip()
