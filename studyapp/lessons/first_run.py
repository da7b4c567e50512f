"""The world a stranger meets on the front page, and the bet on it."""

from studyapp.catalog.model import Bet, BetOption, LabPart
from studyapp.engines.worlds import World, read_world

LESSON = "home"  # where the bet is filed, in place of a lesson's slug
EXPLAINED_IN = "L05"

FIRST_RUN = LabPart(
    key="first",
    lab="credential-chain",
    title="Who signs?",
    state={
        "flavour": "botocore",
        "world": {
            "env": {
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            },
            "files": {
                "~/.aws/credentials": (
                    "[default]\n"
                    "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\n"
                    "aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"
                )
            },
            "imds": {
                "role": "reports-reader",
                "http_tokens": "required",
                "creds": {
                    "Code": "Success",
                    "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                    "SecretAccessKey": "9drTJvcXLB89EXAMPLELB8923FB892xMFIEXAMPLE",
                    "Token": "EXAMPLETOKEN",
                    "Expiration": "2026-11-24T18:00:00Z",
                },
            },
            "identities": {
                "AKIAIOSFODNN7EXAMPLE": {
                    "arn": "arn:aws:iam::111122223333:user/app-deploy",
                    "policies": [
                        {
                            "Version": "2012-10-17",
                            "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
                        }
                    ],
                },
                "AKIAI44QH8DHBEXAMPLE": {"arn": "arn:aws:iam::111122223333:user/backup"},
                "ASIAIOSFODNN7EXAMPLE": {
                    "arn": "arn:aws:sts::111122223333:assumed-role/reports-reader/i-0a1b2c3d4e5f67890",
                    "policies": [
                        {
                            "Version": "2012-10-17",
                            "Statement": [
                                {
                                    "Effect": "Allow",
                                    "Action": ["s3:ListBucket", "s3:GetObject"],
                                    "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
                                }
                            ],
                        }
                    ],
                },
            },
            "requests": [
                {"action": "s3:GetObject", "resource": "arn:aws:s3:::acme-reports/march.csv"},
                {"action": "s3:GetObject", "resource": "arn:aws:s3:::acme-payroll/march.csv"},
            ],
            "now": "2026-11-24T12:00:00Z",
        },
    },
    bet=Bet(
        prompt="The application asks S3 for a file and names nobody. Who signs the request?",
        options=(
            BetOption(says="iam-role", text="The role that is attached to the instance."),
            BetOption(says="env", text="The user whose key is in the environment."),
            BetOption(says="shared-credentials-file", text="The user whose key is in the file."),
            BetOption(says="none", text="Nobody. Three identities at once are refused."),
        ),
    ),
)


def first_world() -> World:
    """The world as the engine reads it."""
    return read_world(FIRST_RUN.state["world"])
