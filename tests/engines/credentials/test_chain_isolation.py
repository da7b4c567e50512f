"""A run of the chain touches its world and nothing else: proved over many worlds, and by unsafe defaults put back."""

import json
import random
from concurrent.futures import ThreadPoolExecutor

import botocore.credentials
import botocore.tokens
import botocore.utils
import chain_random
import pytest
from chain_kit import CANARY, tripwires
from chain_worlds import WORLDS
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.engines.credentials import FLAVOURS, providers, resolve, sandbox
from studyapp.engines.guard import IsolationError
from studyapp.engines.worlds import read_world

DRAWN = {f"drawn-{seed}": chain_random.random_world(random.Random(seed)) for seed in range(200, 500)}
ALL = {name: read_world(world) for name, world in (WORLDS | DRAWN).items()}


def test_no_world_makes_a_run_look_at_the_server(monkeypatch):
    with tripwires(monkeypatch) as looks:
        answers = {name: json.dumps(resolve(world).to_json()) for name, world in ALL.items()}
    assert looks == []
    assert [name for name, answer in answers.items() if CANARY in answer] == []


def test_threads_give_the_answers_that_one_gives():
    # A world that names its time has one answer; without one, session names carry the present second.
    timed = [read_world({"now": "2026-11-24T09:00:00Z", **world}) for world in (WORLDS | DRAWN).values()]

    def outcomes():
        return [resolve(world, flavour).outcome for world in timed for flavour in FLAVOURS[:2]]

    alone = outcomes()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: outcomes(), range(8)))
    assert together == [alone] * 8


def mutate_env(patch):
    patch.setattr(providers, "EnvProvider", lambda environ: botocore.credentials.EnvProvider())


def mutate_process(patch):
    patch.setattr(
        providers,
        "ProcessProvider",
        lambda profile_name, load_config, popen: botocore.credentials.ProcessProvider(profile_name, load_config),
    )


def mutate_shared_file(patch):
    patch.setattr(
        providers,
        "SharedCredentialProvider",
        lambda profile_name, creds_filename, ini_parser: botocore.credentials.SharedCredentialProvider(
            creds_filename, profile_name
        ),
    )


def mutate_config_file(patch):
    patch.setattr(
        providers,
        "ConfigProvider",
        lambda profile_name, config_filename, config_parser: botocore.credentials.ConfigProvider(
            config_filename, profile_name
        ),
    )


def mutate_legacy_file(patch):
    patch.setattr(providers, "WorldEc2Provider", lambda box: botocore.credentials.OriginalEC2Provider())


def mutate_legacy_home(patch):
    patch.setattr(providers.WorldEc2Provider, "load", botocore.credentials.OriginalEC2Provider.load)


def mutate_boto_config(patch):
    patch.setattr(providers, "BotoProvider", lambda environ, ini_parser: botocore.credentials.BotoProvider())


def mutate_container_file(patch):
    patch.setattr(
        providers.WorldContainerProvider, "_build_headers", botocore.credentials.ContainerProvider._build_headers
    )


def mutate_container_http(patch):
    real = botocore.credentials.ContainerProvider
    patch.setattr(providers, "WorldContainerProvider", lambda box: real(environ=box.env))


def mutate_token_file(patch):
    real = botocore.utils.FileWebIdentityTokenLoader
    patch.setattr(providers, "FileWebIdentityTokenLoader", lambda path, _open: real(path))


def mutate_web_environment(patch):
    patch.setattr(
        providers.WorldWebIdentityProvider,
        "_get_env_config",
        botocore.credentials.AssumeRoleWithWebIdentityProvider._get_env_config,
    )


def mutate_prompt(patch):
    patch.setattr(
        providers,
        "AssumeRoleProvider",
        lambda prompter, **inputs: botocore.credentials.AssumeRoleProvider(**inputs),
    )


def mutate_sso_cache(patch):
    patch.setattr(
        providers,
        "SSOProvider",
        lambda token_cache, token_provider, **inputs: botocore.credentials.SSOProvider(**inputs),
    )


def mutate_login_cache(patch):
    patch.setattr(
        providers, "LoginProvider", lambda token_cache, **inputs: botocore.credentials.LoginProvider(**inputs)
    )


def mutate_metadata(patch):
    patch.setattr(
        providers,
        "Fetcher",
        lambda session, timeout, num_attempts, disabled, user_agent, config: botocore.utils.InstanceMetadataFetcher(
            timeout=0.01, num_attempts=1, user_agent=user_agent, config=config
        ),
    )


MUTATIONS = {
    name.removeprefix("mutate_"): made for name, made in list(globals().items()) if name.startswith("mutate_")
}


def noticed(monkeypatch, worlds):
    """Whether the kit notices anything over these worlds."""
    with tripwires(monkeypatch) as looks:
        for world in worlds:
            try:
                answer = json.dumps(resolve(world).to_json())
            except IsolationError:
                return True
            if looks or CANARY in answer:
                return True
    return False


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_unsafe_default_put_back_is_caught(name, monkeypatch):
    with monkeypatch.context() as patch:
        MUTATIONS[name](patch)
        assert noticed(monkeypatch, ALL.values())
    assert not noticed(monkeypatch, list(ALL.values())[:20])


def test_the_kit_covers_every_place_where_botocore_defaults_to_the_server():
    """One mutation for each input that the chain is given instead of a default."""
    assert len(MUTATIONS) == 15
    assert sandbox.Sandbox.prompt.__doc__ is not None


HOSTILE = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=200)
NAMES = st.sampled_from(
    [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_PROFILE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CREDENTIAL_FILE",
        "AWS_CREDENTIAL_EXPIRATION",
        "BOTO_CONFIG",
        "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_METADATA_SERVICE_TIMEOUT",
        "HOME",
    ]
)
TEXTS = st.sampled_from(["/etc/passwd", "~root/x", "$HOME/x", "http://127.0.0.1:22/", "https://example.com/", "a|b"])


@settings(max_examples=150, deadline=None)
@given(
    env=st.dictionaries(NAMES, HOSTILE | TEXTS, max_size=6),
    config=HOSTILE
    | st.builds(
        "[default]\n{} = {}\n".format,
        st.sampled_from(
            [
                "credential_process",
                "role_arn",
                "source_profile",
                "web_identity_token_file",
                "sso_session",
                "login_session",
                "endpoint_url",
                "ca_bundle",
            ]
        ),
        HOSTILE | TEXTS,
    ),
)
def test_hostile_texts_stay_in_their_world(env, config):
    world = read_world({"env": env, "files": {"~/.aws/config": config}})
    assert resolve(world).outcome.status in ("found", "none", "error")
