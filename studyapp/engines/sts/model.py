"""The STS calls as botocore's own service model describes them: validation, and the body that goes out."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator


@cache
def operation(name: str) -> OperationModel:
    """An operation of STS by its API name. Reads botocore's package data once, so call it outside the guard first."""
    return ServiceModel(Loader().load_service_model("sts", "service-2"), "sts").operation_model(name)


def problems(name: str, parameters: Mapping[str, Any]) -> str:
    """What botocore says of the parameters before anything is sent; empty when it would send them."""
    report = ParamValidator().validate(dict(parameters), operation(name).input_shape)
    return str(report.generate_report()) if report.has_errors() else ""


def body(name: str, parameters: Mapping[str, Any]) -> str:
    """The form-encoded body of the call, as botocore's query serialiser writes it."""
    request = create_serializer("query").serialize_to_request(dict(parameters), operation(name))
    return urlencode(request["body"])


for _name in ("GetSessionToken", "AssumeRole"):
    body(_name, {"RoleArn": "arn:aws:iam::111122223333:role/x", "RoleSessionName": "xx"} if "Role" in _name else {})
