"""Runs worlds through the real botocore: one process, one fresh Session a world, reading real files and sockets.

Usage: python chain_oracle.py < jobs.json > answers.json. A job is {"env", "profile", "mfa_code", "home"}.
"""

import json
import os
import sys
import warnings

import botocore.credentials
import botocore.session
import botocore.tokens
from botocore.utils import ContainerMetadataFetcher

ContainerMetadataFetcher.SLEEP_TIME = 0


def ask(job):
    os.environ.clear()
    os.environ.update(job["env"])
    cache = os.path.join(job["home"], ".aws/sso/cache")
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    trail = []
    try:
        session = botocore.session.Session(profile=job["profile"])
        resolver = session.get_component("credential_provider")
        resolver.get_provider("assume-role")._prompter = lambda _: prompt(job["mfa_code"])
        for provider in resolver.providers:
            trail.append(provider.METHOD)
            credentials = provider.load()
            if credentials is not None:
                frozen = credentials.get_frozen_credentials()
                return {
                    "status": "found",
                    "provider": credentials.method,
                    "key": frozen.access_key,
                    "token": frozen.token,
                    "trail": trail,
                }
        return {"status": "none", "trail": trail}
    except Exception as error:
        return {"status": "error", "type": type(error).__name__, "message": str(error), "trail": trail}


def prompt(code):
    if code is None:
        raise EOFError
    return code


warnings.simplefilter("ignore")
json.dump([ask(job) for job in json.load(sys.stdin)], sys.stdout)
