"""The one-time link that makes somebody an instructor: signed, and worth nothing once it was used or replaced."""

from django.core import signing
from django.db import transaction
from django.db.models import F

from studyapp.models import Account, Instructor, Learner

SALT = "rolecall.instructor"
MAX_AGE = 7 * 24 * 3600


@transaction.atomic
def invite(*, email: str) -> str:
    """A token for an address. The account and its learner are made where there are none; older links end."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        account = Account.objects.create_user(email)
    learner, _ = Learner.objects.get_or_create(account=account)
    instructor, _ = Instructor.objects.get_or_create(learner=learner)
    Instructor.objects.filter(pk=instructor.pk).update(links=F("links") + 1)
    return signing.dumps([account.pk, instructor.links + 1], salt=SALT)


def read(token: str) -> tuple[Account, int] | None:
    """The account of a link that still counts, and its number."""
    try:
        pk, number = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    account = Account.objects.filter(pk=pk, is_active=True, learner__instructor__links=number).first()
    return (account, number) if account is not None else None


@transaction.atomic
def use(*, token: str) -> Account | None:
    """Use a link up. None when it was used before, replaced, or is no link: of two at once, one gets it."""
    found = read(token)
    if found is None:
        return None
    account, number = found
    taken = Instructor.objects.filter(learner__account=account, links=number).update(links=F("links") + 1)
    return account if taken else None
