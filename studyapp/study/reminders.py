"""One mail a day to those who asked for it, when something is due."""

import smtplib
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from studyapp import clock
from studyapp.course import course
from studyapp.models import Learner
from studyapp.study.history import Picture, picture_of

MOST_LINES = 10


def wanting() -> Iterator[Learner]:
    """Learners who asked for mail, whose address is confirmed, and who have had none today."""
    confirmed = EmailAddress.objects.filter(verified=True).values_list("user_id", "email")
    known = {(user, email.lower()) for user, email in confirmed}
    asked = Learner.objects.filter(reminders=True, account__is_active=True).select_related("account")
    for learner in asked.exclude(reminded_on=clock.now().date()).order_by("pk"):
        if learner.account and (learner.account_id, learner.account.email.lower()) in known:
            yield learner


def message(learner: Learner, found: Picture) -> EmailMessage:
    """What is due, and how to make this stop."""
    assert learner.account is not None
    due = found.plan.today
    lines = [f"- {found.texts.get(one.objective, one.objective)}".replace("`", "") for one in due[:MOST_LINES]]
    stop = f"{settings.PUBLIC_URL}/settings/"
    text = [
        f"{len(due)} of your reviews {'is' if len(due) == 1 else 'are'} due:",
        *lines,
        "",
        f"{settings.PUBLIC_URL}/review/",
        "",
        f"You asked for this mail. It stops when you say so: {stop}",
    ]
    subject = f"Rolecall: {len(due)} review{'' if len(due) == 1 else 's'} due"
    return EmailMessage(
        subject, "\n".join(text), to=[learner.account.email], headers={"List-Unsubscribe": f"<{stop}>"}
    )


def remind() -> tuple[int, int]:
    """Send what is to be sent; returns how many went out and how many could not."""
    sent = failed = 0
    today = clock.now().date()
    for learner in wanting():
        found = picture_of(learner, course(), clock.now())
        if not found.plan.today or not _claim(learner):
            continue
        try:
            message(learner, found).send()
            sent += 1
        except (OSError, smtplib.SMTPException):
            # Tomorrow's run, or a second one today, tries again.
            Learner.objects.filter(pk=learner.pk, reminded_on=today).update(reminded_on=learner.reminded_on)
            failed += 1
    return sent, failed


@transaction.atomic
def _claim(learner: Learner) -> bool:
    """True for the one run of several at once that may send today's mail."""
    today = clock.now().date()
    return bool(Learner.objects.filter(pk=learner.pk).exclude(reminded_on=today).update(reminded_on=today))
