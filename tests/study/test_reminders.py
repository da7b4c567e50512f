"""Reminders: off by default, only to confirmed addresses, once a day, and never when nothing is due."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from study_browser import answer

from studyapp import clock
from studyapp.models import Account, Learner
from studyapp.study.reminders import remind

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moved(settings):
    settings.MAIL_WORKS, settings.PUBLIC_URL = True, "https://rolecall.example"
    with clock.virtual(MONDAY) as found:
        yield found


def somebody(*, reminders=True, verified=True):
    account = Account.objects.create_user("ana@example.org", "a long enough one")
    EmailAddress.objects.create(user=account, email=account.email, verified=verified, primary=True)
    learner = Learner.objects.create(account=account, reminders=reminders)
    answer(learner, "Q07", 1, right=False)
    return learner


def test_what_is_due_is_mailed_once_a_day(moved):
    somebody()
    moved.advance(timedelta(minutes=5))
    assert [remind(), remind()] == [(1, 0), (0, 0)]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ana@example.org"], "Rolecall: 1 review due")
    assert "https://rolecall.example/review/" in sent.body
    assert sent.extra_headers["List-Unsubscribe"] == "<https://rolecall.example/settings/>"
    moved.advance(timedelta(days=1))
    assert remind() == (1, 0)


@pytest.mark.parametrize("who", [{"reminders": False}, {"verified": False}])
def test_nobody_else_gets_any(moved, who):
    somebody(**who)
    moved.advance(timedelta(days=1))
    assert remind() == (0, 0)
    assert mail.outbox == []


def test_nothing_due_is_no_mail():
    somebody()
    assert remind() == (0, 0)


def test_a_mail_that_fails_is_sent_the_next_time(moved, monkeypatch):
    somebody()
    moved.advance(timedelta(minutes=5))

    def refuse(*args, **more):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert remind() == (0, 1)
    assert remind() == (1, 0)


def test_the_command_says_what_it_needs(settings, capsys):
    call_command("senddigests")
    assert capsys.readouterr().out == "Sent 0.\n"
    settings.MAIL_WORKS = False
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("senddigests")


def test_the_sweep_says_how_many(capsys):
    call_command("sweep")
    assert capsys.readouterr().out == "Graded 0.\n"


def test_by_default_nobody_is_reminded():
    assert not Learner.objects.create().reminders
