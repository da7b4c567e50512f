"""Queries compiled once: the same objects as the ORM's own, on whichever database the suite runs."""

import uuid
from datetime import date

import pytest

from studyapp.database.prepared import Prepared
from studyapp.models import Account, Bet, Learner

pytestmark = pytest.mark.django_db
EVERY = tuple(field.attname for field in Learner._meta.concrete_fields)
guests = Prepared(lambda known: Learner.objects.filter(pk=known, account=None), uuid.UUID(int=1), fields=EVERY)


def test_the_objects_are_those_of_the_orm(django_assert_num_queries):
    dated, plain_one = (
        Learner.objects.create(exam_on=date(2026, 12, 1), ask_confidence=False),
        Learner.objects.create(),
    )
    for wanted in (dated, plain_one, dated):
        row = Learner.objects.values(*EVERY).get(pk=wanted.pk)
        with django_assert_num_queries(1):
            (found,) = guests(wanted.pk)
            assert {name: getattr(found, name) for name in EVERY} == row
        assert not found._state.adding


def test_constants_of_the_query_stay():
    account = Account.objects.create_user("ana@example.com", "a-long-password")
    assert guests(Learner.objects.create(account=account).pk) == []
    assert guests(uuid.uuid4()) == []


def test_several_parameters_go_to_their_places_and_other_fields_are_loaded_when_used(django_assert_num_queries):
    bets = Prepared(
        lambda lesson, learner: Bet.objects.filter(learner=learner, lesson=lesson).order_by("part"),
        "a lesson",
        uuid.UUID(int=1),
        fields=("id", "part", "right"),
    )
    learner = Learner.objects.create()
    for part in ("b", "a"):
        for lesson in ("one", "two"):
            Bet.objects.create(learner=learner, lesson=lesson, part=part, ask="signer", right=part == "a")
    with django_assert_num_queries(1):
        found = bets("one", learner.pk)
        assert [(bet.part, bet.right) for bet in found] == [("a", True), ("b", False)]
    with django_assert_num_queries(1):
        assert found[0].lesson == "one"


def test_a_parameter_that_is_lost_on_the_way_is_a_mistake():
    lost = Prepared(lambda known: Learner.objects.all(), uuid.UUID(int=1), fields=("id",))
    with pytest.raises(ValueError, match="every parameter"):
        lost(uuid.uuid4())
