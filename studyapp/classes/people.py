"""Who is in a class: the roster, the code that counts somebody under a name, and what everybody is called.

A learner is a browser or an account; a person of the roster may be several. Whoever has neither a line on the roster
nor a name of their own is a random number, the same on every page.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from studyapp.classes import codes
from studyapp.classes.roster import Entry, plan
from studyapp.models import Classroom, Learner, Member, Person

MOST_BROWSERS = 6  # one person's; a code that more browsers typed has got about


class NotCounted(Exception):
    """A code that counts nobody here. Its text is a sentence for whoever typed it."""


@dataclass(frozen=True, kw_only=True)
class Who:
    """One row of a gradebook. `key` names it in forms; `learners` is empty for somebody who typed no code yet."""

    key: str
    name: str
    learners: tuple[uuid.UUID, ...]
    person: uuid.UUID | None = None
    named: bool = True


def entries(room: Classroom) -> list[Entry]:
    rows = Person.objects.filter(classroom=room).values_list("pk", "name", "number")
    return [Entry(id=pk, name=name, number=number) for pk, name, number in rows]


def roster(room: Classroom) -> list[Person]:
    """Everybody on the roster, by name, with the number of browsers that are counted (`browsers`)."""
    return list(Person.objects.filter(classroom=room).annotate(browsers=Count("members")).order_by("name", "number"))


def everybody(room: Classroom, others: Iterable[uuid.UUID] = ()) -> list[Who]:
    """The roster, those who gave a name themselves, and `others`, learners that may be any of them; by name."""
    members = list(Member.objects.filter(classroom=room).values_list("learner_id", "name", "person_id"))
    of_person: dict[uuid.UUID, list[uuid.UUID]] = {}
    for learner, _, person in members:
        if person is not None:
            of_person.setdefault(person, []).append(learner)
    people = entries(room)
    twice = _twice(one.name for one in people)
    found = [
        Who(
            key=f"p{one.id}",
            name=f"{one.name} ({one.number})" if one.name in twice and one.number else one.name,
            learners=tuple(sorted(of_person.get(one.id, ()))),
            person=one.id,
        )
        for one in people
    ]
    found += [Who(key=f"l{pk}", name=name, learners=(pk,)) for pk, name, person in members if person is None]
    known = {learner for learner, _, _ in members}
    nameless = [
        Who(key=f"l{pk}", name=f"No name {pk.hex[:4]}", learners=(pk,), named=False) for pk in set(others) - known
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.key)) + sorted(nameless, key=lambda one: one.name)


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def names_of(room: Classroom) -> dict[uuid.UUID, str]:
    """What each learner is called who is called anything."""
    return {learner: who.name for who in everybody(room) for learner in who.learners}


def one_person(room: Classroom, learner: uuid.UUID) -> tuple[uuid.UUID | None, tuple[uuid.UUID, ...]]:
    """The person a learner is counted as, if any, and every learner who is that person."""
    person = Member.objects.filter(classroom=room, learner=learner).values_list("person_id", flat=True).first()
    if person is None:
        return None, (learner,)
    return person, tuple(Member.objects.filter(person=person).order_by("pk").values_list("learner_id", flat=True))


@transaction.atomic
def save_roster(*, room: Classroom, text: str) -> None:
    """Do what the plan of a list says. Saved twice, it finds nothing more to do."""
    Classroom.objects.select_for_update().get(pk=room.pk)
    todo = plan(text, entries(room))
    known = set(Person.objects.values_list("code", flat=True))
    # What gives a number up comes before what takes one: it stands once on a roster.
    for change in todo.changed:
        Person.objects.filter(pk=change.entry.id).update(name=change.line.name, number=change.line.number)
        Member.objects.filter(person=change.entry.id).update(name=change.line.name)
    Person.objects.bulk_create(
        Person(classroom=room, name=line.name, number=line.number, code=codes.draw_own(known)) for line in todo.added
    )


@transaction.atomic
def new_codes(*, room: Classroom, people: Sequence[uuid.UUID], forget: bool) -> None:
    """Fresh codes; the old ones end. `forget`: nobody is counted as these people until a new code is typed."""
    known = set(Person.objects.values_list("code", flat=True))
    for person in Person.objects.filter(classroom=room, pk__in=people):
        Person.objects.filter(pk=person.pk).update(code=codes.draw_own(known))
        if forget:
            Member.objects.filter(person=person).delete()


@transaction.atomic
def remove_people(*, room: Classroom, people: Sequence[uuid.UUID]) -> None:
    """Take people off the roster: their name goes everywhere, what they answered stays without it."""
    Person.objects.filter(classroom=room, pk__in=people).delete()


def has(code: str) -> bool:
    """Whether anybody has this code."""
    return Person.objects.filter(code=code).exists()


UNKNOWN = "No roster has this code. Look at your slip again, or ask your teacher for a new code."


@transaction.atomic
def count_as(*, code: str, learner: Learner) -> Person:
    """Count a learner as the person whose code it is. Typed twice, it is typed once. Raises NotCounted."""
    person = Person.objects.select_for_update().filter(code=code).select_related("classroom").first()
    if person is None:
        raise NotCounted(UNKNOWN)
    before = Member.objects.filter(classroom=person.classroom, learner=learner).select_related("person").first()
    if before is not None and before.person_id not in (None, person.pk):
        raise NotCounted(
            f"In {person.classroom} this browser counts as {before.name} already. Use another one, or sign in."
        )
    if Member.objects.filter(person=person).exclude(learner=learner).count() >= MOST_BROWSERS:
        raise NotCounted("This code was typed in too many browsers. Ask your teacher for a new one.")
    Member.objects.update_or_create(
        classroom=person.classroom, learner=learner, defaults={"name": person.name, "person": person}
    )
    return person
