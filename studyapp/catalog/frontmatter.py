"""YAML whose every value knows its line: front matter of Markdown files, bodies of directives, whole files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from studyapp.catalog.problems import Problem

_FENCE = re.compile(r"^---[ \t]*$")
_PROBLEM_WORDS = {
    "mapping values are not allowed here": "a colon inside a text; put the text in quotes",
    "could not find expected ':'": "a name without a colon",
}


@dataclass(frozen=True, kw_only=True)
class Split:
    """A file cut in two; lines count from 1. `yaml` is None where there is no front matter."""

    yaml: str | None
    yaml_line: int
    body: str
    body_line: int
    closed: bool = True


class UniqueLoader(yaml.SafeLoader):
    """YAML as people mean it: no key twice, dates and versions stay text, only true and false are booleans."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                key = str(key)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"duplicate key '{key}'", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    UniqueLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


@dataclass(frozen=True, kw_only=True)
class Document:
    """Parsed YAML and where each value of it stands."""

    data: Any
    node: yaml.Node | None
    first_line: int

    def line(self, loc: Iterable[int | str] = ()) -> int:
        """The line of the value at `loc`, or of its nearest ancestor that was written down."""
        node, line = self.node, self.first_line
        if node is not None:
            line = self.first_line + node.start_mark.line
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            line = self.first_line + found[0]
            node = found[1]
        return line


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line, item
    return None


def split(text: str) -> Split:
    """Cut a file after its front matter: the lines between a first line `---` and the next one."""
    lines = text.split("\n")
    if not _FENCE.match(lines[0].lstrip("\ufeff")):
        return Split(yaml=None, yaml_line=1, body=text, body_line=1)
    for number, line in enumerate(lines[1:], start=2):
        if _FENCE.match(line):
            head, body = lines[1 : number - 1], lines[number:]
            return Split(yaml="\n".join(head), yaml_line=2, body="\n".join(body), body_line=number + 1)
    return Split(yaml="\n".join(lines[1:]), yaml_line=2, body="", body_line=len(lines) + 1, closed=False)


def read_yaml(text: str, *, path: str, first_line: int, what: str) -> tuple[Document | None, list[Problem]]:
    """Parse YAML that begins on `first_line` of `path`; `what` names it in problems, such as "front matter"."""
    try:
        loader = UniqueLoader(text)
        try:
            node = loader.get_single_node()
            data = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or "cannot be read").strip()
        return None, [
            Problem(
                path=path,
                line=first_line + (mark.line if mark else 0),
                message=f"{what}: YAML: {problem}",
                remedy=_remedy(problem),
            )
        ]
    except yaml.YAMLError as error:
        message = f"{what}: YAML: {str(error).splitlines()[0]}"
        return None, [Problem(path=path, line=first_line, message=message, remedy="Remove the odd character.")]
    return Document(data=data, node=node, first_line=first_line), []


def _remedy(problem: str) -> str:
    if problem.startswith("duplicate key"):
        return "Keep one of the two."
    for start, cause in _PROBLEM_WORDS.items():
        if problem.startswith(start):
            return f"Often {cause}."
    return "Check the indentation and the quotes around this line."
