"""manage.py regrade --since DAY: mark stored answers again, say who changes and why; write only with --apply."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from studyapp.answers import Change, Unmarkable, record_regrade, regraded
from studyapp.models import Answer


class Command(BaseCommand):
    """Prints one line per answer whose marking changes, and one per answer that can no longer be marked."""

    help = "Mark the answers given since a day again, after an engine, a generator or the content has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", required=True, help="a day or a time, such as 2026-11-24")
        parser.add_argument("--question", default="", help="only the answers to this question")
        parser.add_argument("--apply", action="store_true", help="write the new marks; without it nothing is written")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = Answer.objects.filter(answered_at__gte=_since(options["since"])).order_by("answered_at")
        if options["question"]:
            answers = answers.filter(question=options["question"])
        looked = changed = lost = 0
        for answer in answers.iterator(chunk_size=500):
            looked += 1
            try:
                change = regraded(answer)
            except Unmarkable as why:
                lost += 1
                self.stdout.write(f"{_named(answer)}: cannot be marked any more: {why}")
                continue
            if change is None:
                continue
            changed += 1
            self.stdout.write(f"{_named(answer)}: {_words(change)}")
            if options["apply"]:
                record_regrade(change=change)
        self.stdout.write(f"Answers: {looked}, changed: {changed}, not markable: {lost}.")
        if changed and not options["apply"]:
            self.stdout.write("Nothing is written. Add --apply to write the new marks.")


def _since(text: str) -> datetime:
    day = parse_date(text)
    found = datetime(day.year, day.month, day.day) if day else parse_datetime(text)
    if found is None:
        raise CommandError(f"“{text}” is no day and no time. Write it as 2026-11-24.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _named(answer: Answer) -> str:
    when = answer.answered_at.strftime("%Y-%m-%d %H:%M")
    return f"{answer.question} seed {answer.seed}, learner {str(answer.learner_id)[:8]}, {when}"


def _words(change: Change) -> str:
    answer, verdict = change.answer, change.verdict
    parts = []
    if answer.correct != verdict.correct:
        was, now = ("right" if one else "wrong" for one in (answer.correct, verdict.correct))
        parts.append(f"{was} becomes {now}")
    if round(answer.score, 6) != round(change.score, 6):
        parts.append(f"score {answer.score:.2f} becomes {change.score:.2f}")
    if answer.misconception != verdict.misconception:
        parts.append(f"{answer.misconception or 'no misconception'} becomes {verdict.misconception or 'none'}")
    return f"{', '.join(parts)}. {change.why}"
