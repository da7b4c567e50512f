"""From a Region, or none, to the address of a service: the steps of botocore's client factory, without a client."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.args import ClientArgsCreator
from botocore.client import ClientEndpointBridge
from botocore.endpoint_provider import EndpointProvider
from botocore.loaders import Loader
from botocore.regions import EndpointResolver
from botocore.utils import is_valid_endpoint_url

from studyapp.engines.regions.asked import SERVICES

# Only the built-in data: the default search paths include the server's ~/.aws/models.
_LOADER = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


class InvalidEndpoint(ValueError):
    """What botocore raises, as a plain ValueError, for an address that no host can have."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a call goes. `shown` is what client.meta.region_name says; `signs` is the Region in the signature."""

    url: str
    shown: str | None
    signs: str | None


@cache
def _resolver() -> EndpointResolver:
    return EndpointResolver(_LOADER.load_data("endpoints"), uses_builtin_data=True)


@cache
def _provider(service: str) -> EndpointProvider:
    ruleset = _LOADER.load_service_model(service, "endpoint-rule-set-1")
    return EndpointProvider(ruleset, _LOADER.load_data("partitions"))


def warm() -> None:
    """Read botocore's data once: inside the guard no file may be opened."""
    _resolver()
    for service in SERVICES:
        _provider(service)


def address(service: str, region: str | None, session: Any) -> Address:
    """The address of a service. Raises what botocore raises: NoRegionError, InvalidRegionError, ..."""
    bridge = ClientEndpointBridge(
        _resolver(),
        session.get_scoped_config(),
        None,
        config_store=session,
        service_signature_version="v4",
    )
    # No event, no parser and no user agent is needed for an address, and the last would be read off the server.
    creator = ClientArgsCreator(None, None, None, None, None, session, user_agent_creator=object())
    s3_config = creator.compute_s3_config(None)
    legacy = creator._compute_endpoint_config(
        service_name=service,
        region_name=region,
        endpoint_url=None,
        is_secure=True,
        endpoint_bridge=bridge,
        s3_config=s3_config,
    )
    if not is_valid_endpoint_url(legacy["endpoint_url"]):
        raise InvalidEndpoint(f"Invalid endpoint: {legacy['endpoint_url']}")
    raw = legacy["region_name"] if service in {"s3", "sts"} or region is None else region
    builtins = creator.compute_endpoint_resolver_builtin_defaults(
        region_name=raw,
        service_name=service,
        s3_config=s3_config or {},
        endpoint_bridge=bridge,
        client_endpoint_url=None,
        legacy_endpoint_url=legacy["endpoint_url"],
        credentials=None,
        account_id_endpoint_mode="preferred",
        s3_disable_express_session_auth=None,
    )
    provider = _provider(service)
    values = {}
    for name, parameter in provider.ruleset.parameters.items():
        value = builtins.get(parameter.builtin) if parameter.builtin else None
        # Some built-in values are computed when they are asked for; they concern account ids only.
        values[name] = None if callable(value) else value
    endpoint = provider.resolve_endpoint(**{name: value for name, value in values.items() if value is not None})
    scheme: dict[str, Any] = next(iter(endpoint.properties.get("authSchemes", [])), {})
    return Address(
        url=endpoint.url, shown=legacy["region_name"], signs=scheme.get("signingRegion") or legacy["signing_region"]
    )
