"""An instance as its metadata service sees it, and the places from which somebody may ask.

Source: Amazon EC2 User Guide, "Use instance metadata to manage your EC2 instance" and
"Configure the instance metadata options"; `HttpPutResponseHopLimit` in the EC2 API model (1 to 64).
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from studyapp.engines.secrets import written_as

LONGEST_USER_DATA = 16_384
NAME = written_as(r"[\w+=,.@-]+", "A name holds letters, digits and any of + = , . @ - _, and no blanks.")
Trust = Literal["ec2.amazonaws.com", "lambda.amazonaws.com"]


class Instance(BaseModel):
    """One EC2 instance with its metadata options. Every field has a default that AWS's pages show."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    instance_id: str = Field("i-0f3a9c1d2b4e5f607", pattern=r"^i-[0-9a-f]{8,17}$")
    region: str = Field("eu-west-1", pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")
    instance_type: str = Field("t3.micro", max_length=32)
    ami_id: str = Field("ami-0abcdef1234567890", pattern=r"^ami-[0-9a-f]{8,17}$")
    private_ip: str = Field("10.0.1.17", pattern=r"^(\d{1,3}\.){3}\d{1,3}$")
    account: str = Field("111122223333", pattern=r"^\d{12}$")
    http_tokens: Literal["optional", "required"] = Field(
        "required", description="`required` refuses every request without a session token."
    )
    http_endpoint: Literal["enabled", "disabled"] = "enabled"
    hop_limit: int = Field(1, ge=1, le=64, description="IP hops the answer to a token request may travel.")
    ipv6: bool = Field(False, description="Whether [fd00:ec2::254] answers too.")
    role: Annotated[str | None, AfterValidator(NAME)] = Field("reports-reader", max_length=64)
    profile: Annotated[str, AfterValidator(NAME)] = Field("reports-profile", max_length=128)
    trusts: Trust = Field("ec2.amazonaws.com", description="The service that the role's trust policy names.")
    user_data: str | None = Field(None, description="At most 16 KB, before base64.")

    @field_validator("user_data")
    @classmethod
    def _sixteen_kilobytes(cls, text: str | None) -> str | None:
        if text is not None and len(text.encode(errors="replace")) > LONGEST_USER_DATA:
            raise ValueError("User data holds at most 16 KB (16,384 bytes), before base64.")
        return text

    def neighbour(self) -> "Instance":
        """The instance that carries the HTTP proxy: another machine with another role, and the same options."""
        other = {"instance_id": "i-0b7d2e4f6a8c1d3e5", "role": "proxy-fleet", "profile": "proxy-profile"}
        return self.model_copy(update={**other, "private_ip": "10.0.9.40", "user_data": None})


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a request starts: its distance in hops, and what that asker can send.

    `way` names the stations between the asker and the service; a bridge is a hop. `elsewhere` is a proxy on another
    instance: the request comes out there, and that instance's service answers it.
    """

    id: str
    label: str
    prompt: str
    way: tuple[str, ...] = ()
    hops: int = 1
    elsewhere: bool = False
    methods: frozenset[str] | None = None
    may_set_headers: bool = True
    forwarded: bool = False
    limit: str = ""


PLACES: dict[str, Place] = {
    place.id: place
    for place in (
        Place(id="host", label="the host", prompt="host $"),
        Place(id="container", label="a container behind a bridge", prompt="container #", hops=2, way=("docker0",)),
        Place(
            id="nested",
            label="a container inside a container",
            prompt="nested #",
            hops=3,
            way=("inner bridge", "docker0"),
        ),
        Place(id="host-network", label="a container on the host's network", prompt="container #"),
        Place(
            id="proxy",
            label="a proxy on the host that forwards",
            prompt="proxy >",
            way=("proxy",),
            forwarded=True,
            limit="The proxy adds an X-Forwarded-For header to whatever it passes on.",
        ),
        Place(
            id="http-proxy",
            label="the host, with http_proxy set to another instance",
            prompt="host $",
            way=("proxy host",),
            forwarded=True,
            elsewhere=True,
            limit="Without no_proxy even link-local requests go to the proxy, and come out on its machine. "
            "curl reads the name in small letters only.",
        ),
        Place(
            id="get-only",
            label="an attacker who can only make the application fetch a URL",
            prompt="victim fetches",
            way=("application",),
            methods=frozenset({"GET"}),
            may_set_headers=False,
            limit="This attacker chooses a URL. The method stays GET, and no header can be added.",
        ),
        Place(
            id="get-headers",
            label="an attacker who chooses the URL and the headers",
            prompt="victim fetches",
            way=("application",),
            methods=frozenset({"GET"}),
            limit="This attacker chooses a URL and headers. The method stays GET.",
        ),
    )
}
