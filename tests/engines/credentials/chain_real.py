"""Puts a world on a real disk and asks the real tools about it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha1, sha256
from pathlib import Path

HERE = Path(__file__).parent


def place(world, name, port, home):
    """The world with its placeholders filled: the port, the path prefix and the home folder."""
    text = json.dumps(world).replace("PORT", str(port)).replace("/NAME/", f"/{name}/").replace("(home)", str(home))
    return json.loads(text) | {"home": str(home)}


def write(world, home):
    """The world's files, cached tokens and programs on disk."""
    for path, text in world.get("files", {}).items():
        _write(Path(path.replace("~", str(home), 1)), text)
    for folder, tokens, digest in (("sso", "sso_tokens", sha1), ("login", "login_tokens", sha256)):
        for key, token in world.get(tokens, {}).items():
            name = digest(key.encode()).hexdigest()
            _write(home / f".aws/{folder}/cache/{name}.json", json.dumps(token))
    for line, output in world.get("processes", {}).items():
        _write(home / "bin/out", output.get("stdout", ""))
        _write(home / "bin/err", output.get("stderr", ""))
        program = home / "bin" / line.split()[0]
        folder = home / "bin"
        _write(program, f"#!/bin/sh\ncat {folder}/out\ncat {folder}/err >&2\nexit {output.get('rc', 0)}\n")
        program.chmod(0o755)


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def environment(world, home, standin, name):
    return {
        "PATH": f"{home}/bin:{os.defpath}:/usr/bin:/bin",
        "HOME": str(home),
        "PYTHONWARNINGS": "ignore",
        **standin.environment(name),
        **world.get("env", {}),
    }


def ask_botocore(worlds, homes, standin):
    """What a stock botocore Session says about each world."""
    jobs = [
        {
            "env": environment(world, homes[name], standin, name),
            "profile": world.get("profile"),
            "mfa_code": world.get("mfa_code"),
            "home": str(homes[name]),
        }
        for name, world in worlds.items()
    ]
    # Two halves at a time: most of it is waiting for clients to be made.
    halves = [jobs[0::2], jobs[1::2]]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(_run_botocore, halves))
    found = [None] * len(jobs)
    found[0::2], found[1::2] = answers
    return dict(zip(worlds, found, strict=True))


def _run_botocore(jobs):
    done = subprocess.run(
        [sys.executable, HERE / "chain_oracle.py"],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        timeout=120,
        start_new_session=True,
        check=True,
    )
    return json.loads(done.stdout)


def ask_cli(world, home, standin, name):
    """Exit code, caller's key id and error text of `aws sts get-caller-identity`."""
    words = [str(Path(sys.executable).with_name("aws")), "sts", "get-caller-identity", "--output", "json"]
    if world.get("profile") is not None:
        words += ["--profile", world["profile"]]
    done = subprocess.run(
        words,
        input=(world.get("mfa_code") or "") + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(world, home, standin, name) | {"AWS_PAGER": ""},
        start_new_session=True,
        check=False,
    )
    key = json.loads(done.stdout)["UserId"] if done.returncode == 0 else None
    return done.returncode, key, done.stderr
