"""Every table: who learns, what they answered, what they bet."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from studyapp import clock
from studyapp.models.classes import (  # the tables of a class fill a page of their own
    Classroom,
    Deck,
    DeckItem,
    Extension,
    Homework,
    Instructor,
    JoinTry,
    LiveSession,
    Member,
    OwnItem,
    Participant,
    Person,
    Round,
    Teacher,
)

__all__ = [
    "Account",
    "Answer",
    "Attempt",
    "AttemptItem",
    "Bet",
    "Classroom",
    "Deck",
    "DeckItem",
    "Draft",
    "Extension",
    "Homework",
    "Instructor",
    "JoinTry",
    "Learner",
    "LiveSession",
    "Member",
    "OwnItem",
    "Participant",
    "Person",
    "Round",
    "Teacher",
]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; an address is kept in lower case, so that one person has one."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "Account":
        account = self.model(email=email.strip().lower(), **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to come back from any device: an address and a password. What was learned belongs to its Learner."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    signed_out = models.PositiveIntegerField(default=0)  # how often "sign out everywhere" was used

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password they began with, and whenever everybody is signed out."""
        salt = "studyapp.models.Account.get_session_auth_hash"
        text = f"{self.password}/{self.signed_out}"
        return str(salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest())


class Learner(models.Model):
    """Somebody who answered or bet at least once. A guest is nothing but this id, in a signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, null=True, related_name="learner")
    created_at = models.DateTimeField(auto_now_add=True)
    ask_confidence = models.BooleanField(default=True)
    extra_time = models.PositiveSmallIntegerField(default=100)  # per cent of a test's minutes
    per_day = models.PositiveSmallIntegerField(default=10)  # reviews a day before the rest waits
    exam_on = models.DateField(null=True, blank=True)
    reminders = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)  # the day of the last mail: there is one a day at most

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extra_time__range=(100, 300)), name="a_test_lasts_one_to_three_times_its_minutes"
            ),
            models.CheckConstraint(condition=models.Q(per_day__range=(1, 100)), name="1_to_100_reviews_a_day"),
        ]

    def __str__(self) -> str:
        return f"learner {self.id}"


# Why an answer was given. An exam or a live vote keeps its feedback back until it is over.
PURPOSES = ("practice", "lesson", "review", "exam", "live", "homework")
HELD_BACK = ("exam", "live")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Questions one asks of answers."""

    def of(self, learner: Learner | None) -> "AnswerQuerySet":
        return self.none() if learner is None else self.filter(learner=learner)

    def open(self) -> "AnswerQuerySet":
        """Those whose marking may be seen at once: an exam and a live vote keep theirs until they are over."""
        return self.exclude(purpose__in=HELD_BACK)

    def newest_to(self, question: str) -> "Answer | None":
        return self.filter(question=question).order_by("-answered_at").first()


class Answer(models.Model):
    """One answer to one issued question. Its id is the nonce of the form: sending twice finds the first."""

    id = models.UUIDField(primary_key=True, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=32)
    kind = models.CharField(max_length=16)
    purpose = models.CharField(max_length=16, default="practice")
    lesson = models.CharField(max_length=80, blank=True)
    seed = models.BigIntegerField()
    content_hash = models.CharField(max_length=32)
    issued = models.JSONField()  # the item as it was shown: grading and feedback never need the file again
    flavour = models.CharField(max_length=16, blank=True)
    engine = models.CharField(max_length=40)
    response = models.JSONField(null=True)  # in the shape of its kind; null: "I don't know yet"
    correct = models.BooleanField()
    score = models.FloatField()  # 0 to 1, with the partial credit of its kind
    misconception = models.CharField(max_length=24, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    hints = models.PositiveSmallIntegerField(default=0)  # how many were opened before the answer
    changed_mind = models.CharField(max_length=16, blank=True)
    dispute = models.TextField(max_length=2000, blank=True)  # why the learner thinks the marking is wrong
    # A vote in class belongs to a round; homework to its place in a deck. `phase`: the first or second vote, or try.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="votes")
    homework = models.ForeignKey(Homework, on_delete=models.CASCADE, null=True, related_name="answers")
    place = models.PositiveSmallIntegerField(null=True)
    phase = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(default=clock.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["learner", "question", "answered_at"], name="answers_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 3)),
                name="confidence_is_one_two_or_three",
            ),
            models.CheckConstraint(
                condition=models.Q(correct=False) | models.Q(response__isnull=False),
                name="a_right_answer_has_a_response",
            ),
            models.CheckConstraint(condition=models.Q(score__range=(0, 1)), name="a_score_is_from_0_to_1"),
            models.CheckConstraint(condition=models.Q(purpose__in=PURPOSES), name="an_answer_has_a_known_purpose"),
            models.UniqueConstraint(fields=["round", "phase", "learner"], name="one_vote_a_learner_and_phase"),
            models.UniqueConstraint(
                fields=["homework", "place", "phase", "learner"], name="one_answer_a_try_at_homework"
            ),
            models.CheckConstraint(
                condition=models.Q(round__isnull=True) | models.Q(phase__in=(1, 2), purpose="live"),
                name="a_vote_is_the_first_or_the_second",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {'right' if self.correct else 'wrong'}"


class Bet(models.Model):
    """What a learner predicted before the first run of a lesson's lab. Kept, right or wrong."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="bets")
    lesson = models.CharField(max_length=80)
    part = models.CharField(max_length=40)
    ask = models.CharField(max_length=40)
    said = models.CharField(max_length=80)
    outcome = models.CharField(max_length=80)
    right = models.BooleanField()
    engine = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson", "part"], name="a_learner_bets_once_on_each_part_of_a_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.part}: said {self.said}, was {self.outcome}"


class Attempt(models.Model):
    """One sitting of a test. What it asks was frozen when it began; times are the server's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="attempts")
    form = models.CharField(max_length=16)
    seed = models.BigIntegerField()
    engine = models.CharField(max_length=40)
    content = models.CharField(max_length=32)  # a digest of the content hashes of what it asks
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)  # with the learner's extra time; null: no clock
    deadline = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True)
    graded_at = models.DateTimeField(null=True)
    share = models.CharField(max_length=32, blank=True)  # part of the public address of the report; blank: private
    # When it was last heard of, by both clocks: where they part, somebody has set the time of day.
    heard_at = models.DateTimeField()
    heard_ran = models.FloatField()
    heard_boot = models.CharField(max_length=40, blank=True)
    clock_moved = models.FloatField(default=0)  # seconds by which the time of day was set meanwhile

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(graded_at__isnull=True) | models.Q(ended_at__isnull=False),
                name="a_test_is_graded_after_it_has_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__in=("", "learner", "time")), name="a_learner_or_time_ends_a_test"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} of {self.learner_id}"


class AttemptItem(models.Model):
    """One place of a sitting: the item as issued, and the newest draft of its answer."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the id of the answer it becomes
    issued = models.JSONField()
    objective = models.CharField(max_length=64)
    topic = models.CharField(max_length=64, blank=True)
    lesson = models.CharField(max_length=16, blank=True)
    flagged = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)  # of the question's form, by name: lists of texts
    confidence = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(default=0)
    rev = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="a_place_of_a_test_has_one_item"),
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 3)),
                name="a_drafts_confidence_is_one_two_or_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.place}"


class Draft(models.Model):
    """Every save of an answer in a test, as it arrived, and never changed. Its id is the save's own key."""

    id = models.UUIDField(primary_key=True, editable=False)
    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="drafts")
    rev = models.PositiveIntegerField()
    fields = models.JSONField()
    confidence = models.PositiveSmallIntegerField(null=True)
    flagged = models.BooleanField()
    late = models.BooleanField()  # it came after the end, and does not count
    stale = models.BooleanField(default=False, db_default=False)  # a newer one was there already
    saved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.item_id} rev {self.rev}"
