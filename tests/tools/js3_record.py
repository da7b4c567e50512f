"""Records what the real @aws-sdk/credential-providers answers for each world of the chain's tests.

Usage: python tests/tools/js3_record.py FOLDER, where FOLDER holds node_modules with the package (npm install
@aws-sdk/credential-providers). Writes tests/engines/credentials/js3_recorded.json. Nothing leaves loopback.
"""

import json
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
CHAIN = HERE.parent / "engines" / "credentials"
sys.path.insert(0, str(CHAIN))

import chain_real  # noqa: E402
import chain_standin  # noqa: E402
from chain_worlds import WORLDS  # noqa: E402

SECONDS = 25


def metadata_server(world):
    """The SDK drops the path of a metadata endpoint, so each world has a service of its own at the root."""
    handler = chain_standin._handler({})

    def serve(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, text = chain_standin._imds(world, self, unquote(urlsplit(self.path).path), "")
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    handler._serve = serve
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def ask(job):
    name, world, home, standin, folder = job
    server = metadata_server(world) if world.get("imds") else None
    port = server.server_port if server else 9
    environment = chain_real.environment(world, home, standin, name)
    if "AWS_EC2_METADATA_SERVICE_ENDPOINT" not in world.get("env", {}):
        environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = f"http://127.0.0.1:{port}"
    environment["AWS_REGION"] = "us-east-1"
    profile = [] if world.get("profile") is None else [world["profile"]]
    command = ["/usr/bin/env", "node", str(HERE / "js3_ask.mjs"), str(folder), *profile]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout) if done.stdout.strip() else {"status": "crash"}
    except subprocess.TimeoutExpired:
        answer = {"status": "hangs"}
    if server:
        server.shutdown()
    return name, answer


def main():
    folder = Path(sys.argv[1]).resolve()
    version = json.loads((folder / "node_modules/@aws-sdk/credential-providers/package.json").read_text())["version"]
    standin = chain_standin.StandIn()
    with tempfile.TemporaryDirectory() as root:
        jobs = []
        for name, template in WORLDS.items():
            # The container's link-local address cannot be had on loopback.
            if "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" in template.get("env", {}):
                continue
            home = Path(root) / name
            home.mkdir()
            world = chain_real.place(template, name, standin.port, home)
            standin.add(name, world)
            chain_real.write(world, home)
            jobs.append((name, world, home, standin, folder))
        with ThreadPoolExecutor(3) as pool:
            answers = dict(pool.map(ask, jobs))
    record = {"package": "@aws-sdk/credential-providers", "version": version, "answers": answers}
    text = json.dumps(record, indent=1, sort_keys=True).replace(str(root), "ROOT")
    (CHAIN / "js3_recorded.json").write_text(text + "\n")
    print(f"{len(answers)} worlds, version {version}")


if __name__ == "__main__":
    main()
