"""The hand-built chain has the types, order, wiring and attributes of botocore's own at the pinned version."""

import hashlib
import inspect

import botocore
import botocore.configloader
import botocore.credentials
import botocore.session
import botocore.utils
import pytest

from studyapp.engines.credentials.providers import build_chain
from studyapp.engines.credentials.sandbox import Sandbox
from studyapp.engines.worlds import World


@pytest.fixture(params=[None, "dev"], ids=["no profile", "--profile"])
def chains(request, monkeypatch, tmp_path):
    """botocore's chain on an empty machine with one profile, and ours on the same world."""
    config = "[profile dev]\nregion = eu-west-1\n"
    (tmp_path / "config").write_text(config)
    for name in list(botocore.session.os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    session = botocore.session.Session(profile=request.param)
    theirs = botocore.credentials.create_credential_resolver(session).providers
    ours = build_chain(Sandbox(World(files={"~/.aws/config": config}), request.param, {}))
    return theirs, ours


def test_types_and_order_are_botocores(chains):
    theirs, ours = chains
    assert [link.METHOD for link in ours] == [link.METHOD for link in theirs]
    assert [isinstance(our, type(their)) for our, their in zip(ours, theirs, strict=True)] == [True] * len(theirs)
    assert len(ours) in (11, 12)


def test_no_attribute_is_missing(chains):
    for their, our in zip(*chains, strict=True):
        assert set(vars(their)) <= set(vars(our)), type(their)
    theirs, ours = (chain[-1]._role_fetcher for chain in chains)
    assert set(vars(theirs)) == set(vars(ours))


def test_role_sources_are_the_links_of_the_chain_itself(chains):
    for chain in chains:
        role = next(link for link in chain if link.METHOD == "assume-role")
        environment, container, instance = role._credential_sourcer._providers
        assert [p.CANONICAL_NAME for p in (environment, container, instance)] == [
            "Environment",
            "EcsContainer",
            "Ec2InstanceMetadata",
        ]
        assert (container, instance) == tuple(chain[-2:])
        assert (environment is chain[0]) == (chain[0].METHOD == "env")


def test_profile_settings_are_passed_on(chains):
    for their, our in zip(*chains, strict=True):
        for name in ("_profile_name", "_disable_env_vars", "CANONICAL_NAME"):
            assert getattr(their, name, None) == getattr(our, name, None)


# What the sandbox rewrites in part, by the digest of botocore's source: a change there must be read, then noted here.
REWRITTEN = {
    botocore.credentials.create_credential_resolver: "7e85866bddf0eb76",
    botocore.credentials.ProfileProviderBuilder: "f7474c949f5ef18f",
    botocore.credentials.CredentialResolver.load_credentials: "109c3a243aaa5ff6",
    botocore.credentials.OriginalEC2Provider.load: "fdfaa2e8691d03cb",
    botocore.credentials.AssumeRoleWithWebIdentityProvider._get_env_config: "900a57e13a1021ca",
    botocore.credentials.ContainerProvider._build_headers: "15809c2c64401821",
    botocore.utils.IMDSFetcher.__init__: "812e2fa4981cace6",
    botocore.utils.JSONFileCache.__getitem__: "59b5cf48e970b150",
    botocore.configloader.load_config: "c2f1a8b9d08608d7",
    botocore.configloader.raw_config_parse: "18cd7f7a68a1b2b8",
    botocore.session.Session.full_config.fget: "b08e11e6f574db45",
    botocore.session.Session.get_scoped_config: "b7d54840943d22cb",
}


@pytest.mark.parametrize("function", REWRITTEN, ids=lambda function: function.__qualname__)
def test_what_is_rewritten_has_not_changed(function):
    assert hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16] == REWRITTEN[function]


def test_the_version_is_the_pinned_one():
    assert botocore.__version__ == "1.44.5"
