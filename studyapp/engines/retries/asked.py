"""What the backoff lab takes, and the bounds that are checked before anything runs."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from studyapp.engines.retries.answers import BROKEN
from studyapp.engines.retries.profiles import Given, Mode, default_attempts, profile_of, total_attempts
from studyapp.engines.retries.services import NAMES, service
from studyapp.engines.retries.strategies import Strategy
from studyapp.engines.retries.work import LIMIT, Load, work
from studyapp.engines.secrets import refuse_real_keys

Model = Literal["occ", "throttle", "sdk"]
Broken = Literal["", "connect-timeout", "read-timeout", "connection-refused"]
MOST_ATTEMPTS = 20


def complain(field: str, sentence: str) -> ValidationError:
    """A validation error that names one field."""
    said = PydanticCustomError("bounds", "{sentence}", {"sentence": sentence})
    detail = InitErrorDetails(type=said, loc=(field,), input=None)
    return ValidationError.from_exception_data("BackoffInput", [detail], hide_input=True)


class BackoffInput(BaseModel):
    """Clients that all want a call served at once, what stands in their way, and what each does after a "no"."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    model: Model = Field(
        "throttle",
        description="occ: one row that all write, as in the published simulator. throttle: a shared token bucket. "
        "sdk: the same bucket, and botocore's own retry classes in the clients.",
    )
    clients: int = Field(50, ge=1, le=500)
    calls_each: int = Field(1, ge=1, le=200, description="How many calls each client makes, one after the other.")
    rate_per_second: float = Field(
        5.0, ge=0, le=10_000, description="Tokens that come back each second, continuously."
    )
    bucket: int = Field(5, ge=0, le=10_000, description="Tokens that the bucket holds; it starts full.")
    refusal_cost: float = Field(0.0, ge=0, le=1, description='The part of a token that answering "no" uses up.')
    strategy: Strategy = "full"
    base_ms: float = Field(100.0, ge=1, le=60_000)
    cap_ms: float = Field(5_000.0, ge=1, le=600_000)
    max_attempts: int | None = Field(
        None, ge=0, le=MOST_ATTEMPTS, description="null: until served; in the model sdk, the default of the mode."
    )
    given_as: Given = Field("AWS_MAX_ATTEMPTS", description="How the SDK was told the number of attempts.")
    mode: Mode = Field("standard", description="The SDK's retry mode, or the name of a retry profile.")
    jitter: bool = Field(True, description="Model sdk only: false holds the SDK's chance at its largest.")
    layers: int = Field(1, ge=1, le=3, description="Model sdk only: layers that each retry on their own.")
    service: str = Field("ec2", max_length=60, description="Model sdk only: the service, for its special rules.")
    code: str = Field("ThrottlingException", max_length=100, description="Model sdk only: the code of a refusal.")
    status: int = Field(400, ge=100, le=599, description="Model sdk only: the HTTP status of a refusal.")
    broken: Broken = Field("", description="Model sdk only: no answer at all, and how that came.")
    retry_after_ms: int | None = Field(
        None, ge=0, le=600_000, description="Model sdk only: the header x-amz-retry-after of a refusal."
    )
    attempt: int | None = Field(
        None, ge=2, le=MOST_ATTEMPTS, description="The attempt whose wait is asked about; null for the last one."
    )
    runs: int = Field(100, ge=1, le=1_000)
    seed: int = Field(7, ge=0, le=2**31 - 1)

    _careful = model_validator(mode="before")(refuse_real_keys)

    @field_validator("service")
    @classmethod
    def _known(cls, name: str) -> str:
        if name and name not in NAMES:
            raise ValueError("botocore has no service of this name. Write it as botocore does, such as ec2.")
        return name

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.cap_ms < self.base_ms:
            raise complain("cap_ms", "The cap is below the base. A wait cannot be capped below where it begins.")
        if self.max_attempts == 0 and not (self.model == "sdk" and self.given_as == "max_attempts"):
            raise complain("max_attempts", "At least one attempt is needed. Only Config(max_attempts=0) means one.")
        if self.model == "occ":
            self._only_once()
        else:
            self._ends()
        self._affordable()
        return self

    def _only_once(self) -> None:
        if self.calls_each != 1:
            raise complain("calls_each", "In this model each client writes the row once.")

    def _ends(self) -> None:
        if self.attempts is not None or self.model == "sdk":
            return
        if self.rate_per_second == 0 and self.clients * self.calls_each > self.bucket:
            raise complain(
                "max_attempts", "Nothing comes back into the bucket: say after how many attempts to give up."
            )
        if self.bucket == 0:
            raise complain("max_attempts", "The bucket never holds a token: say after how many attempts to give up.")
        if self.refusal_cost:
            sentence = "Where a refusal costs, a crowd may never be served: say after how many attempts to give up."
            raise complain("max_attempts", sentence)

    def _affordable(self) -> None:
        wanted = work(self.load())
        if wanted > LIMIT:
            times = wanted / LIMIT
            name = "runs" if self.runs >= times else "clients"
            raise complain(
                name, f"This is {times:,.1f} times the work that one run may take. Choose a smaller number."
            )

    @property
    def attempts(self) -> int | None:
        """The most attempts of one call, as the clients understand the setting."""
        if self.model == "sdk":
            return total_attempts(self.max_attempts, self.given_as)
        return self.max_attempts

    @property
    def most(self) -> int | None:
        """The attempts that a call gets, the default of the SDK's mode included; None for no end."""
        if self.model == "sdk" and self.attempts is None:
            return default_attempts(self.mode, service(self.service))
        return self.attempts

    def load(self, **changes: Any) -> Load:
        """What a run costs is computed from this."""
        found = {
            "model": self.model,
            "clients": self.clients,
            "calls": self.calls_each,
            "rate": self.rate_per_second,
            "refusal_cost": self.refusal_cost,
            "strategy": self.strategy,
            "base": self.base_ms,
            "cap": self.cap_ms,
            "attempts": self.most,
            "layers": self.layers,
            "runs": self.runs,
            "adaptive": profile_of(self.mode) == "adaptive-2026",
        }
        return Load(**{**found, **changes})


assert set(Broken.__args__) == {"", *BROKEN}  # type: ignore[attr-defined]
