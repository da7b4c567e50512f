"""Every lab as JSON: stateless, no cookie, one object in, the engine's result or sentences out."""

import json
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import ValidationError

from studyapp.labs.registry import Endpoint
from studyapp.labs.sentences import errors


class Unreadable(ValueError):
    """The body is not one JSON object; the text says how."""


def _no_constant(name: str) -> NoReturn:
    raise Unreadable("NaN and Infinity are not JSON.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("A name stands twice in one object.")
    return found


def read_object(body: bytes) -> dict[str, Any]:
    """The body as an object. Raises Unreadable."""
    try:
        text = body.decode("utf-8")
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except Unreadable:
        raise
    except UnicodeDecodeError:
        raise Unreadable("The body is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON.") from None
    if not isinstance(data, dict):
        raise Unreadable("The body should be a JSON object.")
    return data


def _refuse(found: dict[str, list[str]], status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": found}, status=status)


def answer(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """Run a lab on the request's body."""
    if len(request.body) > settings.MAX_JSON_BODY:
        return _refuse({"": ["The request is larger than 64 KiB."]}, status=413)
    try:
        result = endpoint.run(endpoint.schema.model_validate(read_object(request.body)))
    except Unreadable as problem:
        return _refuse({"": [str(problem)]})
    except ValidationError as problem:
        return _refuse(errors(problem))
    return JsonResponse(result.to_json(), json_dumps_params={"ensure_ascii": False})
