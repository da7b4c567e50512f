"""A schema's complaints as sentences, by field. They never repeat what was given."""

import re

from pydantic import ValidationError

# pydantic speaks of inputs, strings and tuples; a person filled in a field.
SUBJECT = re.compile(r"^(?:Input|String|Tuple|List|Dictionary|Value|Data) should")
PLAINER = (
    ("greater than or equal to", "at least"),
    ("less than or equal to", "at most"),
    ("greater than", "more than"),
)
COUNTED = re.compile(r" after validation, not \d+$")
WORDS = {
    "extra_forbidden": "There is no field of this name.",
    "missing": "This field is needed.",
    "string_type": "This should be a text.",
    "dict_type": "This should be an object with names and values.",
    "mapping_type": "This should be an object with names and values.",
    "model_type": "This should be an object with names and values.",
    "model_attributes_type": "This should be an object with names and values.",
    "list_type": "This should be a list.",
    "tuple_type": "This should be a list.",
    "bool_type": "This should be true or false.",
    "bool_parsing": "This should be true or false.",
    "int_type": "This should be a whole number.",
    "int_parsing": "This should be a whole number.",
    "int_from_float": "This should be a whole number.",
    "float_type": "This should be a number.",
    "float_parsing": "This should be a number.",
    "datetime_parsing": "This should be a time such as 2026-11-24T10:00:00Z.",
    "datetime_from_date_parsing": "This should be a time such as 2026-11-24T10:00:00Z.",
    "datetime_type": "This should be a time such as 2026-11-24T10:00:00Z.",
}


def errors(problem: ValidationError) -> dict[str, list[str]]:
    """Field path to sentences, as every lab's JSON reports them."""
    found: dict[str, list[str]] = {}
    for detail in problem.errors(include_url=False, include_context=False, include_input=False):
        path = ".".join(str(step) for step in detail["loc"])
        message = WORDS.get(detail["type"]) or _plain(detail["msg"])
        sentence = message if message.endswith((".", "?", "!")) else f"{message}."
        found.setdefault(path, []).append(sentence)
    return found


def _plain(message: str) -> str:
    """pydantic's sentence as a person would say it."""
    said = COUNTED.sub("", SUBJECT.sub("This should", message.removeprefix("Value error, ")))
    for stiff, plain in PLAINER:
        said = said.replace(stiff, plain)
    return said
