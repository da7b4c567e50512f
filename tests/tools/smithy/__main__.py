"""Random requests through the signer of the AWS SDK for JavaScript: `npm ci` in this folder, then
`python -m tests.tools.smithy`. A development tool, not part of the suite: it needs Node."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from studyapp.engines.signing import SigningInput, sign
from studyapp.engines.signing.request import moment
from studyapp.engines.signing.sign import NEVER_SIGNED
from tests.engines.signing.test_second_signer import random_request

REQUESTS = 500


def as_asked(asked: SigningInput) -> dict[str, object]:
    """The request in the parts that the other signer takes."""
    parts = urlsplit(asked.url)
    port = f":{parts.port}" if parts.port not in (None, 443) else ""
    return {
        **asked.model_dump(),
        "host": f"{parts.hostname}{port}",
        "path": parts.path,
        "query": parse_qsl(parts.query, keep_blank_values=True),
        "seconds": moment(asked.timestamp).timestamp(),
        "unsignable": sorted(NEVER_SIGNED),
    }


def main() -> None:
    requests = [random_request(seed) for seed in range(REQUESTS)]
    lines = "\n".join(json.dumps(as_asked(asked)) for asked in requests)
    done = subprocess.run(
        ["node", "sign.mjs"], input=lines, capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    )
    theirs = done.stdout.split()
    wrong = [
        seed
        for seed, (asked, other) in enumerate(zip(requests, theirs, strict=True))
        if sign(asked).signature != other
    ]
    print(f"{len(requests)} requests, {len(wrong)} different{f': seeds {wrong[:10]}' if wrong else ''}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
