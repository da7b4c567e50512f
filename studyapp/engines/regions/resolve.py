"""The search for a Region, source by source, and where each service's call then goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from botocore import __version__
from botocore.exceptions import BotoCoreError
from botocore.utils import InstanceMetadataRegionFetcher, validate_region_name

from studyapp.engines.credentials import warm  # noqa: F401 (imported for its imports)
from studyapp.engines.credentials.files import Files
from studyapp.engines.credentials.flavours import TABLE
from studyapp.engines.credentials.recorder import Recorder, Watched
from studyapp.engines.credentials.session import WorldSession
from studyapp.engines.guard import no_io
from studyapp.engines.metadata.fetcher import Fetcher, ServiceSession
from studyapp.engines.metadata.instance import PLACES, Instance
from studyapp.engines.metadata.service import Service
from studyapp.engines.regions.asked import RegionInput
from studyapp.engines.regions.endpoints import InvalidEndpoint, address
from studyapp.engines.regions.endpoints import warm as read_data

CONFIG = "~/.aws/config"
OPTION = {"boto3": "region_name in the code", "cli-1": "--region", "cli-2": "--region"}
VARIABLES = {
    "boto3": ("AWS_DEFAULT_REGION",),
    "cli-1": ("AWS_DEFAULT_REGION",),
    "cli-2": ("AWS_REGION", "AWS_DEFAULT_REGION"),
}
NOT_MODELLED = (
    "AWS_ENDPOINT_URL and endpoint_url: they replace the address, not the Region.",
    "FIPS and dual-stack are obeyed where a variable or the config file asks for them.",
    "The addresses of AWS CLI v2 are worked out here by botocore; its search for the Region is its own.",
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place in which the tool looks for a Region."""

    name: str
    status: Literal["found", "not-found", "never-asked", "ignored"]
    value: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where one service's call goes, or the error that the tool stops with."""

    service: str
    url: str | None
    shown: str | None
    signs: str | None
    error: str | None
    message: str
    why: str

    @property
    def key(self) -> str:
        """One word: the Region that signs, "global" for an address without one, or "error:" and its name."""
        if self.error:
            return f"error:{self.error}"
        return "global" if self.shown == "aws-global" else str(self.shown)


@dataclass(frozen=True, kw_only=True)
class RegionResult:
    """The Region that was found, every source's part, and each service's address."""

    region: str | None
    error: str | None
    sources: tuple[Source, ...]
    destinations: tuple[Destination, ...]
    not_modelled: tuple[str, ...] = NOT_MODELLED

    def to_json(self) -> dict[str, Any]:
        return {
            "engine": {"name": "botocore", "version": __version__},
            "region": self.region,
            "error": self.error,
            "sources": [dict(vars(source)) for source in self.sources],
            "destinations": [{**vars(one), "outcome": one.key} for one in self.destinations],
            "not_modelled": list(self.not_modelled),
        }


class _RegionFetcher(Fetcher, InstanceMetadataRegionFetcher):  # type: ignore[misc]
    """botocore's look at the instance's availability zone, over the lab's metadata service."""

    _URL_PATH = InstanceMetadataRegionFetcher._URL_PATH


@dataclass
class _World:
    """The session of the tool, and what only the CLI v2 asks."""

    session: WorldSession
    asked: RegionInput

    @classmethod
    def of(cls, asked: RegionInput) -> "_World":
        recorder = Recorder(lambda text: text)
        env = Watched(asked.env, recorder, "env")
        texts = {CONFIG: asked.config} if asked.config.strip() else {}
        files = Files(texts, asked.env, "/home/user", recorder)
        rules: Mapping[str, Any] = TABLE["cli-2" if asked.tool == "cli-2" else "botocore"].variables
        return cls(session=WorldSession(env, files, recorder, asked.profile, rules), asked=asked)

    def from_instance(self) -> str | None:
        """The Region that the metadata service's availability zone names."""
        region = self.asked.instance_region
        if region is None or self.asked.env.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
            return None
        service = Service(Instance().model_copy(update={"region": region}))
        found: str | None = _RegionFetcher(session=ServiceSession(service, PLACES["host"], 0)).retrieve_region()
        return found


def _search(world: _World) -> str | None:
    asked = world.asked
    region = asked.region if asked.region is not None else world.session.get_config_variable("region")
    if region is None and asked.tool == "cli-2":
        region = world.from_instance()
    validate_region_name(region)
    return region


def _sources(world: _World) -> Iterator[Source]:
    """Every place in the tool's order; what stands behind the first answer is never asked."""
    found = False
    for name, value, absent in _places(world):
        if found:
            yield Source(name=name, status="never-asked", value=None, why="An earlier place has answered.")
        elif value is None:
            yield Source(name=name, status="not-found", value=None, why=absent)
        else:
            found = True
            yield Source(
                name=name, status="found", value=value, why=f"It says {value or 'nothing, and that counts'}."
            )
    if world.asked.tool != "cli-2":
        value = world.asked.env.get("AWS_REGION")
        why = f"{world.asked.tool} does not read this variable. It reads AWS_DEFAULT_REGION."
        if value is not None:
            yield Source(name="AWS_REGION", status="ignored", value=value, why=why)
        if world.asked.instance_region is not None:
            why = f"{world.asked.tool} does not ask the instance for its Region."
            yield Source(name="Instance", status="ignored", value=world.asked.instance_region, why=why)


def _places(world: _World) -> Iterator[tuple[str, str | None, str]]:
    asked, tool = world.asked, world.asked.tool
    yield OPTION[tool], asked.region, "Not given."
    for name in VARIABLES[tool]:
        yield name, asked.env.get(name), "Not set."
    profile = world.session.get_config_variable("profile") or "default"
    options = world.session.full_config["profiles"].get(profile)
    absent = f"Profile {profile} has no region." if options is not None else f"There is no profile {profile}."
    yield f"Config file, profile {profile}", (options or {}).get("region"), absent
    if tool == "cli-2":
        off = "This is no EC2 instance." if asked.instance_region is None else "AWS_EC2_METADATA_DISABLED is true."
        yield "Instance", world.from_instance(), off


def _destination(service: str, region: str | None, session: WorldSession) -> Destination:
    try:
        found = address(service, region, session)
    except (BotoCoreError, InvalidEndpoint) as error:
        name = "ValueError" if isinstance(error, InvalidEndpoint) else type(error).__name__
        why = "This service lives in Regions only, and none is known." if region is None else "botocore refuses it."
        return Destination(service=service, url=None, shown=None, signs=None, error=name, message=str(error), why=why)
    if region is None:
        why = "No Region is known, and it has an address without one. That looks like a default of us-east-1."
    elif found.shown == "aws-global":
        why = "This service has one address for all Regions. It signs for us-east-1."
    else:
        why = f"The Region {region} is in its address."
    return Destination(
        service=service, url=found.url, shown=found.shown, signs=found.signs, error=None, message="", why=why
    )


def _stopped(asked: RegionInput, error: BotoCoreError) -> RegionResult:
    name, why = type(error).__name__, "The tool stops before it looks for any address."
    stopped = tuple(
        Destination(service=one, url=None, shown=None, signs=None, error=name, message=str(error), why=why)
        for one in asked.services
    )
    return RegionResult(region=None, error=name, sources=(), destinations=stopped)


def run(asked: RegionInput) -> RegionResult:
    """Find the Region as the tool would, then each service's address. World content never raises."""
    read_data()
    with no_io():
        world = _World.of(asked)
        try:
            region = _search(world)
            sources = tuple(_sources(world))
        except BotoCoreError as error:
            return _stopped(asked, error)
        places = tuple(_destination(service, region, world.session) for service in asked.services)
        return RegionResult(region=region, error=None, sources=sources, destinations=places)
