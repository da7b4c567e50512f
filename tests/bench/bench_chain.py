"""The chain engine against a stock botocore session that reads the same files from disk."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import botocore.session

from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world
from tests.bench.measure import Row, median_seconds

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
CREDENTIALS = f"[dev]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n"
CONFIG = "[default]\nregion = eu-west-1\n[profile dev]\noutput = json\n"


def rows() -> Iterator[Row]:
    """One world in which the credentials file answers, and one in which the environment does."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "credentials").write_text(CREDENTIALS)
        (Path(home) / "config").write_text(CONFIG)
        os.environ.update(AWS_SHARED_CREDENTIALS_FILE=f"{home}/credentials", AWS_CONFIG_FILE=f"{home}/config")

        def stock() -> object:
            return botocore.session.Session(profile="dev").get_credentials().access_key

        world = {"files": {"~/.aws/credentials": CREDENTIALS, "~/.aws/config": CONFIG}, "profile": "dev"}
        read = read_world(world)
        ours, theirs, whole = median_seconds(lambda: resolve(read), stock, lambda: resolve(read_world(world)))
        yield Row(
            name="chain: a profile in a file, traced",
            ours=ours,
            baseline=theirs,
            against="stock Session on files",
            reach=("at least", 10),
        )
        yield Row(
            name="chain: the same, the world read from JSON too",
            ours=whole,
            baseline=theirs,
            against="stock Session on files",
            reach=("at least", 10),
        )
