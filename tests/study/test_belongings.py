"""A test belongs to its learner: it comes along to an account, is exported without its key, and can be deleted."""

import json

import pytest
from exam import begun, save

from studyapp.accounts.actions import adopt_guest, delete_everything
from studyapp.accounts.export import as_json
from studyapp.models import Account, Attempt, AttemptItem, Draft, Learner

pytestmark = pytest.mark.django_db


def test_a_guests_open_test_comes_along_beside_the_accounts_own():
    account = Account.objects.create_user("ana@example.org", "a long enough one")
    known = Learner.objects.create(account=account)
    own, guests = begun(known), begun()
    save(guests, 2, "1")
    adopt_guest(account=account, guest=guests.learner)
    assert set(Attempt.objects.values_list("pk", "learner")) == {(own.pk, known.pk), (guests.pk, known.pk)}
    assert AttemptItem.objects.get(attempt=guests, place=2).fields == {"choice": ["1"]}


def test_the_export_has_the_drafts_and_not_the_key_of_a_test_under_way():
    attempt = begun()
    save(attempt, 2, "1", flagged=True)
    text = as_json(attempt.learner, None)
    found = json.loads(text)
    assert [one["fields"] for one in found["draft"]] == [{"choice": ["1"]}]
    assert [one["flagged"] for one in found["attemptitem"] if one["place"] == 2] == [True]
    assert found["learner"]["extra_time"] == 100
    for word in ("issued", "says", "feedback", "misconception"):
        assert f'"{word}"' not in text


def test_deleting_everything_leaves_nothing():
    attempt = begun()
    save(attempt, 2, "1")
    delete_everything(learner=attempt.learner, account=None)
    assert (Attempt.objects.count(), AttemptItem.objects.count(), Draft.objects.count()) == (0, 0, 0)
