"""What is done with a learner as a whole: carried over to an account, signed out everywhere, deleted."""

from django.db import IntegrityError, transaction
from django.db.models import F

from studyapp.models import Account, Learner


@transaction.atomic
def adopt_guest(*, account: Account, guest: Learner | None) -> Learner:
    """Give an account the work of a guest: nothing is lost, and nothing counts twice.

    Where both did what can be done only once, such as the bet on a lab, the account's own stands. Idempotent.
    """
    known = Learner.objects.select_for_update().filter(account=account).first()
    if guest is None or guest.account_id is not None:
        return known or Learner.objects.create(account=account)
    if known is None:
        guest.account = account
        guest.save(update_fields=["account"])
        return guest
    # What a roster says goes before a name somebody gave themselves.
    counted = guest.memberships.exclude(person=None).values("classroom")
    known.memberships.filter(person=None, classroom__in=counted).delete()
    for relation in Learner._meta.related_objects:
        field = relation.field.name
        for row in relation.related_model._default_manager.filter(**{field: guest}):
            try:
                with transaction.atomic():
                    relation.related_model._default_manager.filter(pk=row.pk).update(**{field: known})
            except IntegrityError:
                continue
    guest.delete()
    return known


@transaction.atomic
def sign_out_everywhere(*, account: Account) -> None:
    """End every session of an account, the present one too."""
    Account.objects.filter(pk=account.pk).update(signed_out=F("signed_out") + 1)


@transaction.atomic
def delete_everything(*, learner: Learner | None, account: Account | None) -> None:
    """Delete a learner with all that belongs to it, and the account. There is no way back."""
    if learner is not None:
        learner.delete()
    if account is not None:
        account.delete()
