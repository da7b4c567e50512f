"""`manage.py sweep`: tests whose time is up are ended and graded. For cron; the next look at a test does it too."""

from typing import Any

from django.core.management.base import BaseCommand

from studyapp.study.sitting import sweep


class Command(BaseCommand):
    """Safe to run at any time, and more than once."""

    help = "End and grade the tests whose time is up."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Graded {sweep()}.")
