"""What botocore's service models say of errors: which an operation may answer with, and which of them to retry."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceId

ANY = ""


def _loader() -> Loader:
    # Only the built-in data: the default search paths include the server's ~/.aws/models.
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


def load(name: str) -> dict[str, Any]:
    """One of botocore's own data files, such as _retry."""
    found: dict[str, Any] = _loader().load_data(name)
    return found


NAMES: tuple[str, ...] = tuple(_loader().list_available_services("service-2"))


@dataclass(frozen=True)
class ErrorShape:
    """An error in the model, with the two things that botocore's checkers read of it."""

    name: str
    metadata: dict[str, Any]

    @property
    def code(self) -> str:
        code: str = self.metadata.get("error", {}).get("code") or self.name
        return code


@dataclass(frozen=True)
class Service:
    """A service: how botocore's retry code calls it, and the errors of each of its operations."""

    service_name: str
    event_name: str
    prefix: str
    operations: dict[str, tuple[ErrorShape, ...]]


@dataclass(frozen=True)
class Operation:
    """What botocore's retry classes read of an operation's model."""

    service_model: Service
    name: str
    error_shapes: tuple[ErrorShape, ...]


PLAIN = Service("", "", "", {})


@lru_cache(maxsize=64)
def service(name: str) -> Service:
    """A service by its botocore name; "" for one without a model. Reads botocore's own data: call it before a run."""
    if name == ANY:
        return PLAIN
    model = _loader().load_service_model(name, "service-2")
    shapes = {
        key: ErrorShape(key, {part: shape[part] for part in ("error", "retryable") if part in shape})
        for key, shape in model["shapes"].items()
        if shape.get("exception") or "error" in shape or "retryable" in shape
    }
    operations = {
        key: tuple(shapes[error["shape"]] for error in operation.get("errors", ()) if error["shape"] in shapes)
        for key, operation in model["operations"].items()
    }
    metadata = model["metadata"]
    event = ServiceId(metadata.get("serviceId", metadata["endpointPrefix"])).hyphenize()
    return Service(name, event, metadata["endpointPrefix"], operations)


def operation(named: Service, name: str = ANY) -> Operation:
    """One operation; without a name, one that may answer with every error that the service models."""
    if name != ANY:
        return Operation(named, name, named.operations[name])
    every = {shape.code: shape for errors in named.operations.values() for shape in errors}
    return Operation(named, "", tuple(every.values()))
