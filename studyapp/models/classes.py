"""The tables of a class: who teaches, what is asked in which order, the live session and the homework."""

import uuid
from typing import Any

from django.db import models

from studyapp import clock

# A round's states in the order of a full cycle; `studyapp.classes.machine` says which follows which.
STATES = ("draft", "open1", "closed1", "discuss", "open2", "closed2", "reveal", "run", "done")
STAGES = ("warmup", "cycle", "fix", "exit")
# Every question solved or its tries used; or every objective mastered, however long it takes.
RULES = ("tries", "mastery")


class Instructor(models.Model):
    """A learner who may teach. Which classes, their teachers' rows say."""

    learner = models.OneToOneField("studyapp.Learner", on_delete=models.CASCADE, related_name="instructor")
    links = models.PositiveIntegerField(default=0)  # how many one-time links were used or replaced
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"instructor {self.learner_id}"


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    """Questions one asks of classes."""

    def taught_by(self, learner: Any) -> "ClassroomQuerySet":
        return self.none() if learner is None else self.filter(teachers__learner=learner)

    def attended_by(self, learner: Any) -> "ClassroomQuerySet":
        """Those in which a learner sat, has a name or handed something in."""
        if learner is None:
            return self.none()
        here = models.Q(members__learner=learner) | models.Q(homework__answers__learner=learner)
        sat = models.Q(
            sessions__participants__in=Participant.objects.filter(learner=learner, removed=False, simulated=False)
        )
        return self.filter(pk__in=self.model.objects.filter(here | sat).values("pk"), archived_at=None)


class Classroom(models.Model):
    """A class of a term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    term = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")  # the one its due dates are meant in
    created_at = models.DateTimeField(default=clock.now)
    archived_at = models.DateTimeField(null=True)

    objects = ClassroomQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Teacher(models.Model):
    """Who teaches a class: the one who made it, and those invited."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="teachers")
    learner = models.ForeignKey("studyapp.Learner", on_delete=models.CASCADE, related_name="teaches")
    owner = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classroom", "learner"], name="a_learner_teaches_a_class_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} teaches {self.classroom_id}"


class Person(models.Model):
    """Somebody on a class's roster, as the teacher wrote it. Whoever types the code is counted under the name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=40)
    number = models.CharField(max_length=80, blank=True)  # a mail address or a student number
    code = models.CharField(max_length=8, unique=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "number"],
                condition=~models.Q(number=""),
                name="a_number_stands_once_on_a_roster",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A learner of a class who opted in to being known there by a name: their own word, or the roster's.

    Somebody with two browsers is two learners and one person.
    """

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="members")
    learner = models.ForeignKey("studyapp.Learner", on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="members")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classroom", "learner"], name="a_learner_is_in_a_class_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Deck(models.Model):
    """Questions in an order, for a session or a homework."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="decks")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class DeckItem(models.Model):
    """One question of a deck. The seed is what a whole class sees, unless each phone has its `own` world."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8, default="cycle")
    question = models.CharField(max_length=32)
    seed = models.BigIntegerField(default=1)
    own = models.BooleanField(default=False)  # in class too, each phone has a world of its own
    note = models.TextField(max_length=1000, blank=True)  # for the teacher alone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deck", "place"], name="a_place_of_a_deck_has_one_question"),
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="a_deck_item_has_a_known_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.deck_id}/{self.place} {self.question}"


class LiveSession(models.Model):
    """One hour in class. While it lives, its code is the way in; `version` moves whenever a screen should."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=80)
    code = models.CharField(max_length=6)
    version = models.PositiveIntegerField(default=1)
    current = models.ForeignKey("studyapp.Round", on_delete=models.SET_NULL, null=True, related_name="+")
    locked = models.BooleanField(default=False)
    blank = models.BooleanField(default=False)  # the projector shows nothing
    timed = models.BooleanField(default=True)  # wall and teacher see how long a phase takes as a rule
    rehearsal = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code", "-started_at"], name="sessions_of_a_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(ended_at__isnull=True), name="a_code_opens_one_live_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"


class Round(models.Model):
    """One question of a session, as issued to everybody, and how far its cycle is.

    Where each phone has its `own` world, `issued` is the one that the wall explains with; nobody votes on it.
    """

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="rounds")
    place = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8, default="cycle")
    question = models.CharField(max_length=32)
    issued = models.JSONField()
    own = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="draft")
    before = models.CharField(max_length=8, blank=True)  # where "undo" leads; once only
    shown = models.BooleanField(default=False)  # the histogram, before the reveal
    step = models.PositiveSmallIntegerField(default=0)  # how many lines of the run are on the wall
    parked = models.BooleanField(default=False)  # left for the homework
    note = models.TextField(max_length=1000, blank=True)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="a_place_of_a_session_has_one_question"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="a_round_is_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(before__in=("", *STATES)), name="a_round_was_in_a_known_state_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.place} {self.state}"


class OwnItem(models.Model):
    """The question of a round as one learner has it, where each phone has a world of its own."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="own_items")
    learner = models.ForeignKey("studyapp.Learner", on_delete=models.CASCADE, related_name="own_items")
    issued = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "learner"], name="a_learner_has_one_world_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} for {self.learner_id}"


class Participant(models.Model):
    """A phone in a session. Its random id stands for it in exports; the name is the one it chose, if any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="participants")
    learner = models.ForeignKey("studyapp.Learner", on_delete=models.CASCADE, related_name="participations")
    name = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    removed = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)  # a rehearsal student
    belief = models.CharField(max_length=24, blank=True)  # what a rehearsal student holds

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="a_learner_joins_a_session_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"participant {self.id}"


class Homework(models.Model):
    """A deck to be done at home, each learner on worlds of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="homework")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="homework")
    title = models.CharField(max_length=80)
    opens_at = models.DateTimeField(null=True)  # null: at once
    due_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=8, default="tries")  # when it is done
    attempts = models.PositiveSmallIntegerField(default=3)  # tries at each question, on a fresh world each
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(attempts__range=(1, 10)), name="1_to_10_tries_at_a_question"),
            models.CheckConstraint(condition=models.Q(rule__in=RULES), name="homework_is_done_by_a_known_rule"),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """More time for one learner or one person of the roster, or "excused" where there is no date."""

    homework = models.ForeignKey(Homework, on_delete=models.CASCADE, related_name="extensions")
    learner = models.ForeignKey("studyapp.Learner", on_delete=models.CASCADE, null=True, related_name="extensions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="extensions")
    due_at = models.DateTimeField(null=True)
    excused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["homework", "learner"], name="one_extension_a_learner_and_homework"),
            models.UniqueConstraint(fields=["homework", "person"], name="one_extension_a_person_and_homework"),
            models.CheckConstraint(
                condition=models.Q(learner__isnull=True) ^ models.Q(person__isnull=True),
                name="an_extension_is_a_learners_or_a_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id or self.person_id} {self.due_at or 'excused'}"


class JoinTry(models.Model):
    """How often a wrong code was tried in one minute, by whom: a browser, an address, or anybody. No address is kept.

    A digest stands for the address; `good` rows remember that a class sits behind one.
    """

    key = models.CharField(max_length=48)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="one_count_a_key_and_minute")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
