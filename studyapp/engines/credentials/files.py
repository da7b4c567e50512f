"""The files of a world, and botocore's way of reading an ini file on top of them."""

import configparser
import errno
import io
import json
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from botocore.configloader import _parse_nested, build_profile_map
from botocore.exceptions import ConfigNotFound, ConfigParseError
from botocore.utils import parse_key_val_file_contents

from studyapp.engines.credentials.recorder import Recorder, Watched

_VARIABLE = re.compile(r"\$(\w+|\{[^}]*\})", re.ASCII)


class Files:
    """An in-memory file system with the world's home and variables; every read is noted."""

    def __init__(self, files: Mapping[str, str], env: Mapping[str, str], home: str, recorder: Recorder) -> None:
        self._env = {"HOME": home, **env}
        self._home = self._env["HOME"]
        self._recorder = recorder
        self._texts = {posixpath.normpath(self.expand_user(path)): text for path, text in files.items()}
        self._parsed: dict[str, dict[str, Any]] = {}

    def expand_user(self, path: str) -> str:
        """~ and ~/x as os.path.expanduser has them; ~other stays, since this world has one user."""
        if path == "~" or path.startswith("~/"):
            return (self._home.rstrip("/") + path[1:]) or "/"
        return path

    def expand(self, path: str) -> str:
        """$NAME, ${NAME} and ~, with the world's variables and home."""
        if "$" in path:
            path = _VARIABLE.sub(lambda m: self._env.get(m[1].strip("{}"), m[0]), path)
        return self.expand_user(path)

    def find(self, path: str) -> str | None:
        """A file's text with newlines as Python reads them, or None."""
        text = self._texts.get(posixpath.normpath(path)) if path else None
        return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")

    def open(self, path: str) -> io.StringIO:
        """Stands in for the builtin: no expansion, FileNotFoundError as the system words it."""
        text = self.find(path)
        self._recorder.note("file", path, "missing" if text is None else "read")
        if text is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        return io.StringIO(text)

    def parse_ini(self, path: str) -> dict[str, Any]:
        """What botocore.configloader.raw_config_parse returns or raises for this path."""
        path = self.expand(path)
        text = self.find(path)
        if text is None:
            self._recorder.note("file", path, "missing")
            raise ConfigNotFound(path=path)
        if path not in self._parsed:
            self._parsed[path] = self._parse(path, text)
        sections = self._parsed[path]
        self._recorder.note("file", path, _contents(sections))
        return sections

    def parse_sections(self, path: str) -> dict[str, Any]:
        """parse_ini whose sections note which of their options are looked at."""
        return {
            name: Watched(options, self._recorder, "config", f"[{name}] ")
            for name, options in self.parse_ini(path).items()
        }

    def load_config(self, path: str) -> dict[str, Any]:
        """What botocore.configloader.load_config returns, with profiles that note their look-ups."""
        config: dict[str, Any] = build_profile_map(self.parse_ini(path))
        config["profiles"] = self.watch_profiles(config["profiles"])
        return config

    def watch_profiles(self, profiles: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: Watched(options, self._recorder, "config", f"profile {name}: ")
            for name, options in profiles.items()
        }

    def parse_key_values(self, path: str) -> dict[str, str]:
        """What botocore.utils.parse_key_val_file returns or raises for this path."""
        text = self.find(path)
        self._recorder.note("file", path, "missing" if text is None else "read")
        if text is None:
            raise ConfigNotFound(path=path)
        return dict(parse_key_val_file_contents(text))

    def _parse(self, path: str, text: str) -> dict[str, Any]:
        parser = configparser.RawConfigParser()
        try:
            parser.read_file(io.StringIO(text), source=path)
            return {
                section: {
                    option: _parse_nested(value) if value.startswith("\n") else value
                    for option in parser.options(section)
                    for value in (parser.get(section, option),)
                }
                for section in parser.sections()
            }
        except (configparser.Error, ValueError) as error:
            self._recorder.note("file", path, "cannot be parsed")
            raise ConfigParseError(path=path, error=error) from None


class TokenCache(dict[str, Any]):
    """A folder of cached tokens, <key>.json each, as botocore.utils.JSONFileCache reads it; writes stay here."""

    def __init__(self, entries: Mapping[str, Any], folder: str, files: Files, recorder: Recorder) -> None:
        super().__init__(entries)
        self._folder = folder
        self._files = files
        self._recorder = recorder

    def __contains__(self, key: object) -> bool:
        path = f"{self._folder}/{key}.json"
        found = super().__contains__(key) or self._files.find(path) is not None
        self._recorder.note("file", path, "read" if found else "missing")
        return found

    def __getitem__(self, key: str) -> Any:
        if super().__contains__(key):
            return super().__getitem__(key)
        try:
            return json.loads(self._files.find(f"{self._folder}/{key}.json") or "")
        except ValueError:
            raise KeyError(key) from None


def _contents(sections: Mapping[str, Any]) -> str:
    if not sections:
        return "read, no sections"
    names = ", ".join(f"[{name}]" for name in list(sections)[:8])
    return f"read: {names}" + (" and more" if len(sections) > 8 else "")
