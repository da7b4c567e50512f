"""The Region that the real AWS CLI (version 1) finds, and the doctor's reading of what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.engines.doctor import DoctorInput, diagnose
from studyapp.engines.doctor.configure import read
from studyapp.engines.regions import RegionInput, run

CONFIG = "[default]\nregion = eu-west-3\n[profile dev]\nregion = ap-south-1\n[profile bare]\noutput = json\n"
CASES = [
    {},
    {"env": {"AWS_REGION": "eu-west-1"}},
    {"env": {"AWS_DEFAULT_REGION": "eu-west-2"}},
    {"env": {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}},
    {"config": CONFIG},
    {"config": CONFIG, "env": {"AWS_DEFAULT_REGION": "eu-west-2"}},
    {"config": CONFIG, "env": {"AWS_PROFILE": "dev"}},
    {"config": CONFIG, "profile": "dev"},
    {"config": CONFIG, "profile": "bare"},
]


def configure_list(case: dict, home: Path) -> str:
    """What `aws configure list` prints with these settings, on a machine that has nothing else."""
    (home / ".aws").mkdir()
    (home / ".aws/config").write_text(case.get("config", ""))
    environment = {
        "HOME": str(home),
        "PATH": os.defpath,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        **case.get("env", {}),
    }
    words = [str(Path(sys.executable).with_name("aws")), "configure", "list"]
    words += ["--profile", case["profile"]] if "profile" in case else []
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


@pytest.mark.oracle
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case)[:50])
def test_the_cli_finds_the_same_region(case: dict, tmp_path: Path) -> None:
    printed = configure_list(case, tmp_path)
    line = next(line for line in printed.splitlines() if line.split()[:1] == ["region"])
    found = None if "<not set>" in line else line.split()[1]
    assert run(RegionInput.model_validate({"tool": "cli-1", **case})).region == found
    assert read(printed)["region"].given == (found is not None)
    expected = ["list-nobody"] if "profile" in case else ["list-env"]
    named = ["profile-and-env"] if "AWS_PROFILE" in case.get("env", {}) else []
    assert [one.rule for one in diagnose(DoctorInput(text=printed)).found] == [*expected, *named, "list-region"]
