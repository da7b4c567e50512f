"""A Redis cache that may fail: without Redis every look-up misses and every write is forgotten."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

_logger = logging.getLogger("studyapp.cache")


class SoftRedisCache(RedisCache):
    """Nothing lives only in the cache, so its loss costs time and nothing else."""

    def _soft(self, missing: Any, verb: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), verb)(*args, **kwargs)
        except (RedisError, OSError):
            _logger.warning("cache unreachable")
            return missing

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._soft(default, "get", key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> Any:
        return self._soft({}, "get_many", keys, version)

    def has_key(self, key: Any, version: int | None = None) -> Any:
        return self._soft(False, "has_key", key, version)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._soft(True, "add", key, value, *args, **kwargs)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._soft(None, "set", key, value, *args, **kwargs)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self._soft([], "set_many", data, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._soft(False, "touch", key, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._soft(delta, "incr", key, delta, version)

    def delete(self, key: Any, version: int | None = None) -> Any:
        return self._soft(False, "delete", key, version)

    def delete_many(self, keys: Any, version: int | None = None) -> Any:
        return self._soft(None, "delete_many", keys, version)

    def clear(self) -> Any:
        return self._soft(False, "clear")
