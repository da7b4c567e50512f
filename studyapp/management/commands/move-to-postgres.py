"""`manage.py move-to-postgres URL`: every row of the SQLite database into an empty PostgreSQL one, compared."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import dj_database_url
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, transaction

from studyapp.management.database import refuse_if_serving, sqlite_path

TARGET = "target"


class Command(BaseCommand):
    """Copies inside one transaction: either all of it arrives and is the same, or nothing does."""

    help = "Copy the SQLite database into the PostgreSQL database at URL, and compare them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url")

    def handle(self, *args: Any, **options: Any) -> None:
        path = sqlite_path()
        if path is None:
            raise CommandError("This site is not on SQLite: unset DATABASE_URL for this command.")
        refuse_if_serving(path)
        _connect(options["url"])
        call_command("migrate", database=TARGET, verbosity=0, interactive=False, skip_checks=True)
        tables = list(_tables())
        with transaction.atomic(using=TARGET):
            _refuse_if_used(tables)
            for table in reversed(tables):
                table._base_manager.using(TARGET).all().delete()
            for table in tables:
                for row in table._base_manager.using("default").order_by("pk").iterator(chunk_size=500):
                    # As it is: no default, no time of today.
                    row.save_base(raw=True, using=TARGET, force_insert=True)
            _reset_counters(tables)
        different = [table._meta.label for table in tables if digest(table, "default") != digest(table, TARGET)]
        if different:
            raise CommandError(f"These tables differ after the move: {', '.join(different)}. Stay on SQLite.")
        rows = sum(table._base_manager.using(TARGET).count() for table in tables)
        self.stdout.write(f"{rows} rows in {len(tables)} tables are there, and the same. Set DATABASE_URL to move.")


def _connect(url: str) -> None:
    found = dj_database_url.parse(url)
    if "postgresql" not in found["ENGINE"]:
        raise CommandError("The address should look like postgres://user:password@host/name.")
    connections.settings[TARGET] = connections.configure_settings({TARGET: dict(found), "default": {}})[TARGET]


def _tables() -> Iterator[type[models.Model]]:
    """Every table that is a model's, those first that others point at."""
    waiting = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    done: set[type[models.Model]] = set()
    while waiting:
        ready = [model for model in waiting if _needs(model) <= done] or waiting[:1]
        yield from ready
        done.update(ready)
        waiting = [model for model in waiting if model not in done]


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    related = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return {other for other in related if isinstance(other, type) and other is not model}


def _refuse_if_used(tables: list[type[models.Model]]) -> None:
    own = [table for table in tables if table._meta.app_label == "studyapp"]
    if any(table._base_manager.using(TARGET).exists() for table in own):
        raise CommandError("Somebody uses that database already. Name an empty one.")


def _reset_counters(tables: list[type[models.Model]]) -> None:
    with connections[TARGET].cursor() as cursor:
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def digest(table: type[models.Model], using: str) -> tuple[int, str]:
    """How many rows a table has, and a checksum of all of them."""
    count, sum_ = 0, hashlib.sha256()
    for row in table._base_manager.using(using).order_by("pk").values().iterator(chunk_size=500):
        count += 1
        sum_.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return count, sum_.hexdigest()
