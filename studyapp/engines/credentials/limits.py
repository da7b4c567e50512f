"""Settings that a real tool obeys and a world cannot: they are named instead of being passed over in silence."""

import re
from collections.abc import Iterator

from studyapp.engines.worlds import World

_PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
_CERTIFICATES = frozenset({"AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"})
_OPTION = re.compile(r"^\s*(endpoint_url|services|ca_bundle|defaults_mode)\s*[=:]", re.MULTILINE)
_OPTION_NOTES = {
    "endpoint_url": "endpoint_url: calls always reach this world's services.",
    "services": "services: calls always reach this world's services.",
    "ca_bundle": "Certificates: nothing here checks any.",
    "defaults_mode": "defaults_mode: it does not change who signs.",
}


def unmodelled_settings(world: World) -> tuple[str, ...]:
    """One sentence for each kind of setting in this world that has no effect here."""
    return tuple(dict.fromkeys(_notes(world)))


def _notes(world: World) -> Iterator[str]:
    for name in world.env:
        if name.startswith("AWS_ENDPOINT_URL"):
            yield "AWS_ENDPOINT_URL: calls always reach this world's services."
        elif name.upper() in _PROXIES:
            yield "Proxies: requests always go straight to their host."
        elif name in _CERTIFICATES:
            yield "Certificates: nothing here checks any."
    for path, text in world.files.items():
        for option in _OPTION.findall(text):
            yield _OPTION_NOTES[option]
        if "/.aws/cli/cache/" in path:
            yield "The CLI's cache of role credentials: every role is assumed anew."
