"""F5: Redis dies, stands still, or forgets. Nobody is signed out and nothing is refused: nothing lives only there.

A real Redis on a port of its own, ended by kill -9 and held by SIGSTOP. The control is Django's own Redis cache.
"""

import os
import shutil
import signal
import socket
import subprocess
import time

import pytest
from django.core.cache import caches

from studyapp.models import Account

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
]
OURS, DJANGOS = "studyapp.web.cache.SoftRedisCache", "django.core.cache.backends.redis.RedisCache"


@pytest.fixture
def redis(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    process.port = port
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


def use(settings, backend, redis):
    """The site with a shared cache in that Redis, as REDIS_URL sets it up."""
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    address = f"redis://127.0.0.1:{redis.port}/0"
    settings.CACHES = {
        **settings.CACHES,
        "shared": {"BACKEND": backend, "LOCATION": address, "OPTIONS": options},
    }
    return caches["shared"]


def dies(redis):
    os.kill(redis.pid, signal.SIGKILL)
    redis.wait()


def stands_still(redis):
    os.kill(redis.pid, signal.SIGSTOP)


def all_verbs(cache):
    """Every way the cache is asked; what each says when there is nothing."""
    found = [cache.get("a", "nothing"), cache.get_many(["a", "b"]), cache.has_key("a"), cache.add("a", 1)]
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete("a")
    cache.clear()
    return [*found, cache.incr("n", 3), cache.touch("a")]


@pytest.mark.parametrize("fault", [dies, stands_still])
@pytest.mark.parametrize("backend", [OURS, DJANGOS], ids=["as it is", "control: Django's own"])
def test_without_redis_every_look_misses_and_every_write_is_forgotten(settings, redis, fault, backend):
    """F5. The control raises from the first look on."""
    cache = use(settings, backend, redis)
    cache.set("a", "there")
    assert cache.get("a") == "there"
    fault(redis)
    if backend == DJANGOS:
        with pytest.raises(Exception, match=r"Connection|Timeout|timed out|closed|refused"):
            all_verbs(cache)
    else:
        assert all_verbs(cache) == ["nothing", {}, False, True, 3, False]


@pytest.mark.parametrize("sessions", ["db", "cache"], ids=["as it is", "control: sessions in the cache"])
def test_nobody_is_signed_out_and_answers_are_kept(client, settings, redis, sessions):
    """F5. The control, sessions that live in the cache, signs everybody out without a word."""
    use(settings, OURS, redis)
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{sessions}"
    settings.SESSION_CACHE_ALIAS = "shared"
    account = Account.objects.create_user("a@example.com", "long-enough-for-this")
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/accounts/logout/").status_code == 200  # who is not signed in is sent elsewhere
    dies(redis)
    assert (client.get("/accounts/logout/").status_code == 200) == (sessions == "db")
    assert [client.get(path).status_code for path in ("/", "/assess/", "/review/")] == [200] * 3
    assert client.post("/assess/start/", {"form": "ten"}).status_code == 302
