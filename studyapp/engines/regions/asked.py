"""What the Region lab takes."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from studyapp.engines.secrets import refuse_real_keys, written_as
from studyapp.engines.worlds import FileText, Line, VariableName

Tool = Literal["boto3", "cli-1", "cli-2"]
# Services whose endpoint prefix is their name, so that no service model need be read.
SERVICES = (
    "s3",
    "ec2",
    "sts",
    "dynamodb",
    "iam",
    "lambda",
    "sqs",
    "sns",
    "kms",
    "ssm",
    "route53",
    "cloudfront",
    "organizations",
    "secretsmanager",
)
REGION = written_as(r"[a-z]{2}(-[a-z]+)+-\d", "A Region looks like eu-west-1.")
NOTES_FOUR = ("s3", "ec2", "sts", "dynamodb")


class RegionInput(BaseModel):
    """A tool, everything in which it may look for a Region, and the services to be called."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    tool: Tool = "boto3"
    services: tuple[str, ...] = Field(NOTES_FOUR, min_length=1, max_length=len(SERVICES))
    region: str | None = Field(None, max_length=100, description="Given outright: --region, or region_name in code.")
    profile: Line | None = Field(None, description="Given outright: --profile, or profile_name in code.")
    env: dict[VariableName, Line] = Field({}, max_length=50)
    config: FileText = Field("", description="The text of ~/.aws/config.")
    instance_region: Annotated[str | None, AfterValidator(REGION)] = Field(
        None, max_length=40, description="The Region of the EC2 instance; null off EC2."
    )

    _careful = model_validator(mode="before")(refuse_real_keys)

    @field_validator("services")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not set(names) <= set(SERVICES):
            raise ValueError(f"Choose from: {', '.join(SERVICES)}.")
        return tuple(dict.fromkeys(names))
