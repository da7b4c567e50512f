"""`manage.py createinstructor EMAIL`: a one-time link that signs its browser in as an instructor."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from studyapp.classes.welcome import invite


class Command(BaseCommand):
    """Prints the link. It works once, for a week; a new one ends the old one."""

    help = "Make an instructor, and print a one-time link for them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is no mail address.") from None
        path = reverse("classes:welcome", args=[invite(email=email)])
        self.stdout.write(f"{settings.PUBLIC_URL or 'http://127.0.0.1:8000'}{path}")
