"""The OpenAPI document of the labs, made from the schemas that the labs themselves use."""

from typing import Any

from studyapp.labs.registry import LABS, Endpoint, Lab

ERRORS = {
    "type": "object",
    "properties": {
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
    },
    "required": ["errors"],
}


def _path(lab: Lab, endpoint: Endpoint, definitions: dict[str, Any]) -> dict[str, Any]:
    schema = endpoint.schema.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions.update(schema.pop("$defs", {}))
    definitions[endpoint.schema.__name__] = schema
    reference = {"$ref": f"#/components/schemas/{endpoint.schema.__name__}"}

    def sentence(words: str) -> dict[str, Any]:
        return {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}},
        }

    return {
        "post": {
            "operationId": f"{endpoint.name}-{lab.slug}",
            "summary": lab.title,
            "description": f"{endpoint.line} Stateless: no cookie, nothing kept.",
            "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
            "responses": {
                "200": {
                    "description": "What the engine found.",
                    "content": {"application/json": {"schema": {"type": "object"}}},
                },
                "413": sentence("The body is larger than 64 KiB."),
                "422": sentence("Sentences by field."),
                "429": sentence("Too many runs; Retry-After says how long to wait."),
            },
        }
    }


def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    schemas: dict[str, Any] = {"Errors": ERRORS}
    paths = {
        f"/labs/{lab.slug}/{name}.json": _path(lab, endpoint, schemas)
        for lab in LABS
        for name, endpoint in lab.endpoints.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rolecall labs",
            "version": "1",
            "description": "The engines of the labs. They run in memory and never contact AWS.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }
