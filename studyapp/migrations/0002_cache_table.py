"""The table behind the cache in which limits are counted."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("studyapp", "0001_learners_answers_bets")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
