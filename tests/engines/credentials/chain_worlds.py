"""Worlds for the chain's tests. They hold inputs only: what comes of them is asked of the real tools."""

from worlds_local import ENVIRONMENT, FILES, OLD_FILES, PROCESSES
from worlds_places import CONTAINERS, METADATA
from worlds_roles import ROLES, WEB_IDENTITY
from worlds_signed_in import IDENTITY_CENTER, LOGIN

WORLDS = {
    **ENVIRONMENT,
    **FILES,
    **ROLES,
    **WEB_IDENTITY,
    **IDENTITY_CENTER,
    **LOGIN,
    **PROCESSES,
    **OLD_FILES,
    **CONTAINERS,
    **METADATA,
}
