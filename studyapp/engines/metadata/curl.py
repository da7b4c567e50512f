"""Just enough of curl to talk to the metadata service: options read as curl reads them, output printed as it prints.

Source: curl's manual page, checked against curl 7.88. What is not known is refused with curl's own kind of sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from studyapp.engines.metadata import shell
from studyapp.engines.metadata.service import Answer, Request

HOSTS = {"169.254.169.254": False, "[fd00:ec2::254]": True}
FLAGS = {"-s": "silent", "-S": "show_error", "-i": "include", "-I": "head", "-f": "fail", "-g": "globoff"}
FLAGS |= {
    "-4": "ipv4",
    "-6": "ipv6",
    "-L": "location",
    "-v": "verbose",
    "-k": "insecure",
    "--compressed": "compressed",
}
VALUES = {"-X": "method", "-H": "header", "-m": "max_time", "-o": "output", "-w": "write_out"}
VALUES |= {"--noproxy": "no_proxy", "-d": "data", "-A": "agent"}
LONG = {
    "--silent": "-s",
    "--show-error": "-S",
    "--include": "-i",
    "--head": "-I",
    "--fail": "-f",
    "--globoff": "-g",
    "--ipv4": "-4",
    "--ipv6": "-6",
    "--location": "-L",
    "--verbose": "-v",
    "--request": "-X",
    "--header": "-H",
    "--max-time": "-m",
    "--connect-timeout": "-m",
    "--output": "-o",
    "--write-out": "-w",
    "--insecure": "-k",
    "--data": "-d",
    "--user-agent": "-A",
}
UNCLOSED = "bash: unexpected EOF while looking for matching quote"
AGENT = "curl/7.88.1"
ECS_HOST = "169.254.170.2"


class CurlError(Exception):
    """What curl would say instead of asking: `code` is its exit status, the text its sentence."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, kw_only=True)
class Curl:
    """A curl command after its options are read. `max_time` is in seconds, None when curl would wait for ever."""

    url: str
    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    max_time: float | None = None
    output: str = ""
    write_out: str = ""
    no_proxy: str = ""
    agent: str = AGENT

    @property
    def request(self) -> Request:
        parts = urlsplit(self.url)
        path = parts.path or "/"
        return Request(
            method=self.method, path=f"{path}?{parts.query}" if parts.query else path, headers=self.headers
        )


def _words(text: str) -> list[str]:
    try:
        return shell.words(text)
    except ValueError:
        raise CurlError(2, UNCLOSED) from None


def _split_short(word: str) -> list[str]:
    """-sX PUT as -s -X PUT, -XPUT as -X PUT."""
    out = []
    for index, letter in enumerate(word[1:], start=1):
        out.append(f"-{letter}")
        if f"-{letter}" in VALUES:
            rest = word[index + 1 :]
            return [*out, rest] if rest else out
    return out


def _flatten(words: list[str]) -> list[str]:
    flat: list[str] = []
    takes_value = False
    for word in words:
        if takes_value:
            flat.append(word)
            takes_value = False
            continue
        pieces = [LONG.get(word, word)] if word.startswith("--") else [word]
        if word.startswith("-") and not word.startswith("--") and len(word) > 2:
            pieces = _split_short(word)
        flat.extend(pieces)
        takes_value = pieces[-1] in VALUES
    return flat


def read(text: str) -> Curl:
    """Read a curl command (its variables already replaced). Raises CurlError with curl's own words."""
    words = _words(text)
    if words[:1] != ["curl"]:
        raise CurlError(127, f"bash: {words[0] if words else ''}: command not found in this lab. {shell.KNOWN}")
    flags, values, headers, urls = set[str](), dict[str, str](), dict[str, str](), list[str]()
    queue = iter(_flatten(words[1:]))
    for word in queue:
        if word in FLAGS:
            flags.add(FLAGS[word])
        elif word in VALUES:
            value = next(queue, None)
            if value is None:
                raise CurlError(2, f"curl: option {word}: requires parameter")
            if word == "-H":
                name, _, content = value.partition(":")
                headers[name.strip().lower()] = content.strip()
            else:
                values[VALUES[word]] = value
        elif word.startswith("-"):
            hint = " (curl wants a blank, not =, before the value)" if "=" in word else ""
            raise CurlError(2, f"curl: option {word}: is not known in this lab{hint}")
        else:
            urls.append(word)
    if len(urls) != 1:
        said = "curl: no URL specified!" if not urls else "curl: this lab asks for one URL at a time"
        raise CurlError(2, said)
    method = values.get("method") or ("HEAD" if "head" in flags else "POST" if "data" in values else "GET")
    return Curl(
        url=urls[0] if "//" in urls[0] else f"http://{urls[0]}",
        method=method,
        headers={name: value for name, value in headers.items() if value},
        flags=frozenset(flags),
        max_time=_seconds(values.get("max_time")),
        output=values.get("output", ""),
        write_out=values.get("write_out", ""),
        no_proxy=values.get("no_proxy", ""),
        agent=values.get("agent", AGENT),
    )


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        raise CurlError(2, "curl: option -m: expected a proper numerical parameter") from None
    return value if 0 < value <= 3600 else None


def _number(text: str) -> int | None:
    """One part of an address as the C library reads it: decimal, 0x hexadecimal, or 0 octal."""
    base = 16 if text[:2].lower() == "0x" else 8 if len(text) > 1 and text[0] == "0" else 10
    try:
        return int(text, base) if text.isascii() and text.isalnum() else None
    except ValueError:
        return None


def ipv4(host: str) -> str:
    """An IPv4 address in its usual spelling, whatever spelling it was typed in; "" for anything else."""
    parts = [_number(part) for part in host.removesuffix(".").split(".")]
    if not 1 <= len(parts) <= 4 or any(part is None for part in parts):
        return ""
    *first, last = (part or 0 for part in parts)
    if any(part > 255 for part in first) or last >= 256 ** (5 - len(parts)):
        return ""
    address = last + sum(part << 8 * (3 - place) for place, part in enumerate(first))
    return ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))


def _elsewhere(host: str, port: int) -> CurlError:
    """Why a host that is not the metadata service is not reached."""
    here = "this lab reaches the metadata service only"
    if host == ECS_HOST:
        here = "that is a container’s endpoint in ECS; the lab on the credential chain has it"
    if ipv4(host):
        return CurlError(7, f"curl: (7) Failed to connect to {host} port {port}: nobody answers ({here})")
    return CurlError(6, f"curl: (6) Could not resolve host: {host} ({here})")


def check_host(curl: Curl, *, ipv6: bool) -> None:
    """Refuse what the metadata service's address does not answer. Raises CurlError."""
    try:
        parts = urlsplit(curl.url)
        host, port = parts.netloc.rpartition("@")[2], parts.port
    except ValueError:
        raise CurlError(3, "curl: (3) URL using bad/illegal format or missing URL") from None
    host = host.removesuffix(f":{port}") if port else host
    host = ipv4(host) or host
    if host not in HOSTS:
        raise _elsewhere(host, port or 80)
    if "globoff" not in curl.flags and set(parts.path) & set("{}[]"):
        raise CurlError(3, "curl: (3) this lab asks for one URL at a time: no { } and no [ ] behind the host")
    if parts.scheme != "http" or port not in {None, 80}:
        where = port or (443 if parts.scheme == "https" else 80)
        raise CurlError(7, f"curl: (7) Failed to connect to {host} port {where}: Connection refused")
    if HOSTS[host] and not ipv6:
        raise CurlError(7, f"curl: (7) Couldn't connect to server: the IPv6 address {host} is off here")


def _heads(curl: Curl, answer: Answer) -> str:
    """The answer's head, and with -v the request's before it."""
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *(f"{name}: {value}" for name, value in answer.headers), ""]
    if "verbose" not in curl.flags:
        return "\n".join(lines) + "\n"
    asked = {"Host": urlsplit(curl.url).netloc, "User-Agent": curl.agent, "Accept": "*/*"}
    asked |= {"-".join(word.capitalize() for word in name.split("-")): value for name, value in curl.headers.items()}
    sent = [f"{curl.method} {curl.request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items()), ""]
    both = [*(f"> {line}".rstrip() for line in sent), *(f"< {line}".rstrip() for line in lines)]
    return "\n".join(both) + "\n"


def show(curl: Curl, answer: Answer) -> str:
    """What the terminal prints for an answer that arrived."""
    if "fail" in curl.flags and answer.status >= 400:
        said = f"curl: (22) The requested URL returned error: {answer.status}"
        return "" if "silent" in curl.flags and "show_error" not in curl.flags else said
    head = _heads(curl, answer) if curl.flags & {"include", "head", "verbose"} else ""
    body = "" if curl.output else answer.body
    tail = curl.write_out.replace("%{http_code}", str(answer.status)).replace("\\n", "\n")
    return f"{head}{body}{tail}".rstrip("\n")


def exit_code(curl: Curl, answer: Answer) -> int:
    """curl calls any answer a success, unless -f asks it to mind the status."""
    return 22 if "fail" in curl.flags and answer.status >= 400 else 0


def no_answer(curl: Curl) -> tuple[str, float]:
    """What the terminal prints, and how many seconds pass, when the answer never arrives."""
    if curl.max_time is None:
        return "^C  (curl waits for ever; you gave up after a minute)", 60.0
    if "silent" in curl.flags and "show_error" not in curl.flags:
        return "", curl.max_time
    return (
        f"curl: (28) Operation timed out after {round(curl.max_time * 1000)} milliseconds with 0 bytes received",
        curl.max_time,
    )
