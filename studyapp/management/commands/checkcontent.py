"""manage.py checkcontent: print every mistake in the content; exit 1 if one of them is an error."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.course import course, problems, reload_course
from studyapp.questions.check import due


class Command(BaseCommand):
    """Prints one line per problem: file, line, what is wrong, what to do."""

    help = "Print every mistake in the content, each with file, line and remedy."
    # The checks would stop at the very mistakes this command prints.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        reload_course()
        found = problems()
        folder = Path(settings.CONTENT_DIR).name
        for problem in found:
            self.stdout.write(f"{problem.severity}: {folder}/{problem}")
        errors = sum(problem.severity == "error" for problem in found)
        contents = course()
        self.stdout.write(
            f"Lessons: {len(contents.lessons)}, questions: {len(contents.questions)}, "
            f"passages: {len(contents.passages)}, errors: {errors}, warnings: {len(found) - errors}."
        )
        if old := due(contents.questions, timezone.now().date().isoformat()):
            self.stdout.write(f"Questions due for review: {', '.join(question.id for question in old)}.")
        if contents.untaught:
            self.stdout.write(f"Passages in no lesson yet: {', '.join(contents.untaught)}.")
        if errors:
            raise SystemExit(1)
