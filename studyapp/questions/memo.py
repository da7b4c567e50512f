"""What the engine said of a variation of a state, kept for the next answer to the same question.

The state itself is run anew at every grading. What its variations come to (one thing undone, one thing changed)
explains the verdict and is the same each time: engines depend on their input alone, a world on its own `now`.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 4_096
_kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
_lock = threading.Lock()


def remembered(state: Mapping[str, Any], key: tuple[str, ...], make: Callable[[], T]) -> T:
    """What `make` gives for this state and key: made once, unless the state leaves the time open."""
    world = state.get("world")
    if isinstance(world, Mapping) and not world.get("now"):
        return make()
    full = (*key, json.dumps(state, sort_keys=True, default=str))
    with _lock:
        if full in _kept:
            _kept.move_to_end(full)
            found: T = _kept[full]
            return found
    made = make()
    with _lock:
        _kept[full] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
