"""`manage.py resetlink EMAIL`: a link to choose a new password, for sites that send no mail."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from studyapp.models import Account


class Command(BaseCommand):
    """Prints the link. It works once, for as long as Django's PASSWORD_RESET_TIMEOUT says."""

    help = "Print a one-time link to choose a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["email"].strip().lower()).first()
        if account is None:
            raise CommandError(f"No account has the address {options['email']}.")
        token = default_token_generator.make_token(account)
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": token}
        )
        self.stdout.write(f"{settings.PUBLIC_URL or 'http://127.0.0.1:8000'}{path}")
