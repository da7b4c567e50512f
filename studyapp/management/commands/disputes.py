"""manage.py disputes: what learners say against a marking, and whether a run of today agrees with them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from studyapp.answers import Unmarkable, regraded
from studyapp.models import Answer

HOLD = 0.02
FEWEST = 30


class Command(BaseCommand):
    """Prints each dispute with its question and seed, then the questions that too many dispute."""

    help = "Print every dispute, newest first, and the questions that more than two in a hundred dispute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--question", default="", help="only the disputes about this question")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = Answer.objects.exclude(dispute="").order_by("-answered_at")
        if options["question"]:
            answers = answers.filter(question=options["question"])
        counts: dict[str, int] = {}
        for answer in answers.iterator(chunk_size=500):
            counts[answer.question] = counts.get(answer.question, 0) + 1
            marked = "right" if answer.correct else "wrong"
            day = answer.answered_at.strftime("%Y-%m-%d")
            self.stdout.write(
                f"/questions/{answer.question}/?seed={answer.seed} marked {marked} on {day}, {_now(answer)}"
            )
            self.stdout.write(f"    {' '.join(answer.dispute.split())}")
        self.stdout.write(f"Disputes: {sum(counts.values())}, about {len(counts)} questions.")
        for question, count in sorted(counts.items()):
            total = Answer.objects.filter(question=question).count()
            if total >= FEWEST and count / total > HOLD:
                self.stdout.write(f"Hold {question}: {count} of {total} answers are disputed.")


def _now(answer: Answer) -> str:
    try:
        return "the same today" if regraded(answer) is None else "marked otherwise today"
    except Unmarkable:
        return "not markable today"
