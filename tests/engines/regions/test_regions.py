"""The Region of a call: the facts of the course, and botocore's own clients on the same settings."""

import contextlib

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.regions import SERVICES, RegionInput, RegionResult, run
from studyapp.engines.regions.endpoints import _LOADER

NO_REGION = "error:NoRegionError"
CONFIG = "[default]\nregion = eu-west-3\n[profile dev]\nregion = ap-south-1\n[profile bare]\noutput = json\n"


def ask(**fields: object) -> RegionResult:
    return run(RegionInput.model_validate(fields))


def keys(**fields: object) -> dict[str, str]:
    return {one.service: one.key for one in ask(**fields).destinations}


def test_with_no_region_anywhere_two_services_fail_and_two_seem_to_know() -> None:
    expected = {"s3": "us-east-1", "ec2": NO_REGION, "sts": "global", "dynamodb": NO_REGION}
    for tool in ("boto3", "cli-1", "cli-2"):
        assert keys(tool=tool) == expected
    assert keys(services=("iam",)) == {"iam": "global"}
    urls = {one.service: one.url for one in ask(services=("s3", "sts", "iam")).destinations}
    assert urls == {
        "s3": "https://s3.amazonaws.com",
        "sts": "https://sts.amazonaws.com",
        "iam": "https://iam.amazonaws.com",
    }


@pytest.mark.parametrize(
    ("fields", "region"),
    [
        ({"env": {"AWS_REGION": "eu-west-1"}}, None),
        ({"tool": "cli-1", "env": {"AWS_REGION": "eu-west-1"}}, None),
        ({"tool": "cli-2", "env": {"AWS_REGION": "eu-west-1"}}, "eu-west-1"),
        ({"tool": "cli-2", "env": {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}}, "eu-west-1"),
        ({"env": {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}}, "eu-west-2"),
        ({"env": {"AWS_DEFAULT_REGION": "eu-west-2"}, "config": CONFIG}, "eu-west-2"),
        ({"config": CONFIG}, "eu-west-3"),
        ({"config": CONFIG, "profile": "dev"}, "ap-south-1"),
        ({"config": CONFIG, "env": {"AWS_PROFILE": "dev"}}, "ap-south-1"),
        ({"config": CONFIG, "profile": "bare"}, None),
        ({"region": "us-west-2", "env": {"AWS_DEFAULT_REGION": "eu-west-2"}}, "us-west-2"),
        ({"instance_region": "eu-west-1"}, None),
        ({"tool": "cli-1", "instance_region": "eu-west-1"}, None),
        ({"tool": "cli-2", "instance_region": "eu-west-1"}, "eu-west-1"),
        ({"tool": "cli-2", "instance_region": "eu-west-1", "config": CONFIG}, "eu-west-3"),
        ({"tool": "cli-2", "instance_region": "eu-west-1", "env": {"AWS_EC2_METADATA_DISABLED": "true"}}, None),
    ],
)
def test_where_a_region_comes_from(fields: dict, region: str | None) -> None:
    result = ask(**fields)
    assert result.region == region
    found = [source.value for source in result.sources if source.status == "found"]
    assert found == ([] if region is None else [region])


def test_what_a_tool_ignores_is_shown() -> None:
    result = ask(env={"AWS_REGION": "eu-west-1"}, instance_region="eu-west-2")
    assert [s.name for s in result.sources if s.status == "ignored"] == ["AWS_REGION", "Instance"]
    assert [s for s in ask(tool="cli-2", env={"AWS_REGION": "eu-west-1"}).sources if s.status == "ignored"] == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"profile": "ghost"}, "ProfileNotFound"),
        ({"region": "not a region"}, "InvalidRegionError"),
        ({"config": "[["}, "ConfigParseError"),
    ],
)
def test_some_errors_come_before_any_address(fields: dict, error: str) -> None:
    result = ask(**fields)
    assert (result.error, {one.key for one in result.destinations}) == (error, {f"error:{error}"})


def test_an_empty_variable_counts_and_makes_an_address_that_is_none() -> None:
    assert keys(env={"AWS_DEFAULT_REGION": ""}, services=("ec2",)) == {"ec2": "error:ValueError"}


def test_the_prefix_of_every_service_is_its_name() -> None:
    for service in SERVICES:
        assert _LOADER.load_service_model(service, "service-2")["metadata"]["endpointPrefix"] == service


CASES = [
    {},
    {"env": {"AWS_REGION": "eu-west-1"}},
    {"env": {"AWS_DEFAULT_REGION": "eu-west-2"}},
    {"env": {"AWS_DEFAULT_REGION": "us-east-1"}},
    {"env": {"AWS_DEFAULT_REGION": "cn-north-1"}},
    {"env": {"AWS_DEFAULT_REGION": "us-gov-west-1"}},
    {"env": {"AWS_DEFAULT_REGION": "eu-central-1", "AWS_USE_FIPS_ENDPOINT": "true"}},
    {"env": {"AWS_DEFAULT_REGION": "us-west-2", "AWS_USE_DUALSTACK_ENDPOINT": "true"}},
    {"env": {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_STS_REGIONAL_ENDPOINTS": "legacy"}},
    {"env": {"AWS_DEFAULT_REGION": ""}},
    {"config": "[default]\nregion = us-east-1\ns3 =\n  us_east_1_regional_endpoint = regional\n"},
    {"config": CONFIG, "profile": "dev"},
    {"config": CONFIG, "profile": "bare"},
    {"region": "mars-north-1"},
]
KEYS = {
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
OPERATIONS = {"s3": "list_buckets", "sts": "get_caller_identity", "dynamodb": "list_tables", "iam": "list_users"}


@pytest.mark.parametrize("fields", CASES, ids=lambda fields: str(fields)[:60])
def test_botocores_own_clients_agree(fields: dict, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(botocore.session.os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    (tmp_path / "config").write_text(fields.get("config", ""))
    settings_of_tests = {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in {**settings_of_tests, **fields.get("env", {})}.items():
        monkeypatch.setenv(name, value)
    session = botocore.session.Session(profile=fields.get("profile"))
    for one in ask(**fields, services=tuple(OPERATIONS)).destinations:
        assert _real(session, one.service, fields.get("region")) == (one.url, one.shown, one.signs, one.error)


def _real(session, service: str, region: str | None) -> tuple:
    """Address, Region shown, Region signed for, and error of a real client; nothing leaves the machine."""
    sent = []

    def catch(request, **_):
        sent.append(request)
        return AWSResponse(request.url, 500, {}, None)

    try:
        client = session.create_client(service, region_name=region, **KEYS)
        client.meta.events.register_first("before-send", catch)
        with contextlib.suppress(AttributeError):  # the answer above has no body to parse
            getattr(client, OPERATIONS[service])()
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        return None, None, None, type(error).__name__
    signed = str(sent[0].headers["Authorization"]).split("/")[2]
    url = sent[0].url.partition("?")[0].rstrip("/")
    return url, client.meta.region_name, signed, None


@settings(max_examples=60)
@given(
    tool=st.sampled_from(["boto3", "cli-1", "cli-2"]),
    region=st.none() | st.text(max_size=20),
    env=st.dictionaries(
        st.sampled_from(["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_USE_FIPS_ENDPOINT"]),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    ),
    config=st.sampled_from(["", CONFIG, "[[", "region=x"]),
)
def test_every_world_ends_in_addresses_or_errors(**fields: object) -> None:
    result = ask(**fields)
    assert all((one.url is None) == (one.error is not None) for one in result.destinations)
    assert result.to_json() == ask(**fields).to_json()


def test_bad_input_is_refused() -> None:
    for fields in ({"services": ()}, {"services": ("mars",)}, {"tool": "cli-9"}, {"instance_region": "eu"}):
        with pytest.raises(ValidationError):
            RegionInput.model_validate(fields)
    with pytest.raises(ValidationError, match="looks like a real access key"):
        RegionInput(config="[default]\naws_access_key_id = " + "AKIA" + "Z" * 16)
