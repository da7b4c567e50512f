"""The shared files as @smithy/core reads them.

Source: @smithy/core/config, parseIni, getConfigData and mergeConfigFiles. Names are case-sensitive, only = separates,
" ;" and " #" begin a comment, a section seen twice is merged, and a file that cannot be read is an empty one.
"""

import re
from collections.abc import Mapping

from studyapp.engines.credentials.files import Files
from studyapp.engines.credentials.recorder import Recorder

Profile = dict[str, str]
_PREFIXED = re.compile(r"^([\w-]+)\s([\"']?)([\w\-@+.%:/]+)\2$", re.ASCII)
_COMMENT = re.compile(r"(?:^|\s)[;#]")
_KINDS = ("profile", "sso-session", "services")
_FORBIDDEN = ("__proto__", "profile __proto__")


def _section(line: str) -> str:
    """A section's name in the parser's own writing: profile.dev for [profile dev]; "" for one it does not know."""
    name = line[1:-1]
    if name in _FORBIDDEN:
        raise ValueError(name)
    match = _PREFIXED.match(name)
    if match is None:
        return name
    return f"{match[1]}.{match[3]}" if match[1] in _KINDS else ""


def parse(text: str) -> dict[str, Profile]:
    """Sections that hold at least one setting. Raises ValueError for the one name that JavaScript cannot have."""
    found: dict[str, Profile] = {}
    section = group = ""
    for raw in re.split(r"\r?\n", text):
        line = _COMMENT.split(raw, maxsplit=1)[0].strip()
        if line.startswith("[") and line.endswith("]"):
            section, group = _section(line), ""
            continue
        name, equals, value = line.partition("=")
        name, value = name.strip(), value.strip()
        if not section or not equals or not line.partition("=")[0]:
            continue
        if not value:
            group = name
            continue
        if group and raw.lstrip() == raw:
            group = ""
        found.setdefault(section, {})[f"{group}.{name}" if group else name] = value
    return found


def _config(sections: Mapping[str, Profile]) -> dict[str, Profile]:
    found = {"default": sections["default"]} if "default" in sections else {}
    for name, options in sections.items():
        kind, dot, rest = name.partition(".")
        if dot and kind in _KINDS:
            found[rest if kind == "profile" else name] = options
    return found


class Profiles:
    """Both files merged; the credentials file wins setting by setting."""

    def __init__(self, files: Files, recorder: Recorder, config: str, credentials: str) -> None:
        self._files, self._recorder = files, recorder
        sections = self._read(config)
        self.sso_sessions = {
            name.partition(".")[2]: options for name, options in sections.items() if name.startswith("sso-session.")
        }
        self.credentials = self._read(credentials)
        self.merged = {name: dict(options) for name, options in _config(sections).items()}
        for name, options in self.credentials.items():
            self.merged.setdefault(name, {}).update(options)

    def _read(self, path: str) -> dict[str, Profile]:
        text = self._files.find(self._files.expand_user(path))
        if text is None:
            self._recorder.note("file", path, "missing")
            return {}
        try:
            sections = parse(text)
        except ValueError:
            sections = {}
        names = ", ".join(f"[{name}]" for name in list(sections)[:8])
        self._recorder.note("file", path, f"read: {names}" if names else "read, no settings")
        return sections
