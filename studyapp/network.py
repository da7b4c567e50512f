"""What this machine is called on its own network. Nothing is sent and nobody is asked."""

import ipaddress
import socket

ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 -- compared with, not bound to


def is_loopback(host: str) -> bool:
    """Only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def lan_address() -> str:
    """The address by which others on the local network reach this machine, or "" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket only chooses a route.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def own_names(host: str) -> list[str]:
    """The Host headers to answer when the site listens on `host`: that address, or all of this machine's names."""
    if host not in ANYWHERE:
        return [f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    try:
        addresses = [str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)]
    except OSError:
        addresses = []
    names = [name, f"{name}.local", lan_address(), *addresses]
    return sorted({item.lower() for item in names if item})
