"""F16: killed while it grades, marks again or migrates, a process leaves nothing that is half done.

Each piece of work is done by a process of its own that is ended by kill -9 at its first statement, its second, and so
on, and is then simply begun again. Downloads write nothing, so there is nothing of them to be half done.
"""

import os
import sqlite3
import uuid
from itertools import count

import pytest
from crash_kit import FINISHED, killed_at
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, migrations
from exam import begun, place_of, save
from study_browser import answer

from studyapp.answers import record_answer
from studyapp.models import Answer, Attempt, Learner
from studyapp.study import sitting
from studyapp.study.sitting import finish, settle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system"),
]


def a_test_handed_in():
    attempt = begun()
    for place in (1, 2):
        save(attempt, place, place_of(attempt, place, right=True))
    finish(attempt=attempt)
    return attempt


def marks(attempt):
    """Right or wrong, by place, of every answer that the test has become."""
    by_id = {one.nonce: one.place for one in attempt.items.all()}
    return sorted((by_id.get(one.pk, 0), one.correct) for one in Answer.objects.all())


def forgetful(**about):
    """Control: an answer gets its id when it is marked, not when the test begins."""
    return record_answer(**{**about, "nonce": uuid.uuid4()})


@pytest.mark.parametrize("known", [True, False], ids=["ids known beforehand", "control: ids made while marking"])
def test_killed_at_any_statement_of_grading(monkeypatch, known):
    """F16, with real kills. The control doubles the answers that were there when the process died."""
    if not known:
        monkeypatch.setattr(sitting, "record_answer", forgetful)
    kills, whole = 0, []
    for statement in count(1):
        Answer.objects.all().delete()
        attempt = a_test_handed_in()
        ended = killed_at(statement, lambda one=attempt: settle(Attempt.objects.get(pk=one.pk)))
        kills += ended is None
        assert ended in (None, FINISHED)
        settle(Attempt.objects.get(pk=attempt.pk))
        assert Attempt.objects.get(pk=attempt.pk).graded_at is not None
        whole.append(marks(attempt) == [(1, True), (2, True), (3, False), (4, False), (5, False)])
        if ended == FINISHED:
            break
    assert kills >= 10
    if known:
        assert all(whole)
    else:
        assert Answer.objects.count() == 5  # the run that nothing interrupted
        assert not all(whole)


def test_killed_while_marking_again():
    """F16. Run again, `regrade` finds what is left; every answer has its marks of before or those of today."""
    learner = Learner.objects.create()
    kept = [answer(learner, "Q07", seed) for seed in (1, 2, 3)]
    wrong = {"correct": False, "score": 0.0, "misconception": "M04"}

    def again():
        with open(os.devnull, "w") as nowhere:
            call_command("regrade", since="2000-01-01", apply=True, stdout=nowhere)

    for statement in count(1):
        Answer.objects.filter(pk__in=[one.pk for one in kept]).update(**wrong)
        ended = killed_at(statement, again)
        halves = Answer.objects.exclude(**wrong).exclude(correct=True, score=1.0, misconception="")
        assert not halves.exists()
        again()
        assert Answer.objects.filter(correct=True, score=1.0).count() == 3
        if ended == FINISHED:
            break
    assert statement > 4


def tables(path):
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    database.close()
    return found


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"] != "studyapp.database", reason="SQLite only")
@pytest.mark.parametrize("atomic", [True, False], ids=["each in a transaction", "control: without"])
def test_killed_in_the_middle_of_a_migration(tmp_path, atomic):
    """F16. The control leaves a table behind that the second run stumbles over."""

    def migrate(name):
        # A connection of its own: one that is open keeps to the file it was opened on.
        fresh = connection.copy()
        fresh.settings_dict["NAME"] = str(tmp_path / name)
        fresh.execute_wrappers = connection.execute_wrappers
        connections["default"] = fresh
        migrations.Migration.atomic = atomic
        call_command("migrate", verbosity=0, skip_checks=True)

    assert killed_at(0, lambda: migrate("whole")) == FINISHED
    ended = []
    for statement in (30, 60):
        name = f"killed{statement}"
        assert killed_at(statement, lambda name=name: migrate(name)) is None
        finished = killed_at(0, lambda name=name: migrate(name)) == FINISHED
        ended.append(finished and tables(tmp_path / name) == tables(tmp_path / "whole"))
    assert all(ended) == atomic
