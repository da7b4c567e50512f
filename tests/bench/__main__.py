"""Run the benches: all of them, or those named."""

import gc
import importlib
import os
import sys
import tempfile
from pathlib import Path

# In the order shown. Each module has `rows()`, which yields measure.Row.
BENCHES = ("chain", "sigv4", "retries", "labs", "generators", "worlds", "pages", "study", "class")


def prepare(folder: str) -> None:
    """The site on a fresh SQLite file of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    os.environ.update(DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3", PLAIN_STATIC="1", LAB_RATE_LIMIT="0")
    import django  # after the environment is set
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)


def main(names: list[str]) -> None:
    unknown = set(names) - set(BENCHES)
    if unknown:
        sys.exit(f"No bench is called {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.")
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        for name in names or BENCHES:
            print(f"— {name}", flush=True)
            for row in importlib.import_module(f"tests.bench.bench_{name}").rows():
                print(row.line(), flush=True)
                gc.collect()


if __name__ == "__main__":
    main(sys.argv[1:])
