// How long to wait before asking once more: full jitter, the rule of the lesson on backoff. Everything here that
// asks again asks by it, so that a room full of phones does not come back at the same moment.
globalThis.fullJitter = (failures, base = 500, cap = 20000) => Math.random() * Math.min(cap, base * 2 ** failures);
