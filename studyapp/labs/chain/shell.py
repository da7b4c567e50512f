"""A world as the shell commands that would build it on a machine of one's own."""

import shlex

from studyapp.engines.credentials import ChainInput


def shell(asked: ChainInput) -> str:
    """POSIX shell: variables, files, and the command that says who one is. What no shell can make is a comment."""
    world = asked.world
    lines = [f"export {name}={shlex.quote(value)}" for name, value in world.env.items()]
    for path, text in world.files.items():
        lines += _file(path, text)
    if world.imds is not None:
        role = world.imds.role or "no role"
        lines.append(f"# on an EC2 instance: {role}, HttpTokens {world.imds.http_tokens}")
    lines += [f"# answers at {url}" for url in world.http]
    lines += [f"# the command {shlex.quote(command)} prints credentials" for command in world.processes]
    profile = "" if world.profile is None else f" --profile {shlex.quote(world.profile)}"
    return "\n".join([*lines, f"aws{profile} sts get-caller-identity"])


def _file(path: str, text: str) -> list[str]:
    marker = "EOF"
    while marker in text.splitlines():
        marker += "_"
    quoted = "~/" + shlex.quote(path[2:]) if path.startswith("~/") else shlex.quote(path)
    return [f'mkdir -p "$(dirname {quoted})"', f"cat > {quoted} <<'{marker}'", *text.splitlines(), marker]
