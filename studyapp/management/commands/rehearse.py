"""`manage.py rehearse CLASS`: simulated students who hold misconceptions play a deck through the pages."""

import uuid
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client
from django.urls import reverse

from studyapp import learners
from studyapp.classes import actions, machine
from studyapp.classes.decks import READY_NAME, ready_deck
from studyapp.classes.figures import report
from studyapp.classes.rehearsal import chance_of, rehearse
from studyapp.classes.students import answer
from studyapp.models import Classroom, LiveSession, Participant, Round
from studyapp.questions.items import Item


class Command(BaseCommand):
    """Every vote goes through the vote's own address; what the class believed is printed at the end."""

    help = "Let simulated students play a session of a class, by its id or name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("classroom", metavar="CLASS")
        parser.add_argument("--students", type=int, default=30)

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["students"] <= actions.MOST_PARTICIPANTS:
            raise CommandError(f"--students is a number from 1 to {actions.MOST_PARTICIPANTS}.")
        room = _room(options["classroom"])
        deck = room.decks.order_by("created_at").first() or actions.create_deck(
            classroom=room, name=READY_NAME, planned=ready_deck()
        )
        session = rehearse(deck=deck, students=options["students"])
        seats = list(session.participants.select_related("learner").order_by("joined_at", "pk"))
        browsers = [_browser(seat) for seat in seats]
        for round in session.rounds.order_by("place"):
            self._play(session, round, seats, browsers)
        actions.end_session(session=session)
        self._say(session)

    def _play(self, session: LiveSession, round: Round, seats: list[Participant], browsers: list[Client]) -> None:
        """One question from the first vote to its end."""
        while move := machine.usual(round.state, round.stage):
            round = actions.move(session=session, place=round.place, move=move, seen=round.state)
            phase = machine.phase_of(round.state)
            if phase is None:
                continue
            kept = sum(
                _vote(session, round, phase, n, *pair) for n, pair in enumerate(zip(seats, browsers, strict=True))
            )
            self.stdout.write(f"Question {round.place} ({round.question}), vote {phase}: {kept} of {len(seats)} kept")

    def _say(self, session: LiveSession) -> None:
        found = report([session])
        for line in found.lines:
            self.stdout.write(f"{line.held.id} {line.name}: {line.held.before} before, {line.held.after} after")
        self.stdout.write(
            f"{settings.PUBLIC_URL}{reverse('classes:report', args=[session.classroom_id, session.pk])}"
        )


def _room(name: str) -> Classroom:
    try:
        return Classroom.objects.get(pk=uuid.UUID(name))
    except (ValueError, Classroom.DoesNotExist):
        found = Classroom.objects.filter(name=name).order_by("-created_at").first()
    if found is None:
        raise CommandError(f"No class has the id or name {name}.")
    return found


def _browser(seat: Participant) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.LEARNER_COOKIE_NAME] = learners.sealed(seat.learner)
    return client


def _vote(session: LiveSession, round: Round, phase: int, number: int, seat: Participant, client: Client) -> bool:
    """Send what the student says, as a form would. True if it was kept."""
    said = answer(Item.from_json(round.issued), seat.belief, number, phase, chance_of(seat, number, round, phase))
    data: dict[str, Any] = {"round": round.pk, "phase": phase, "milliseconds": said.milliseconds}
    if said.response is None:
        data["give_up"] = "1"
    else:
        name, value = next(iter(said.response.items()))
        data |= {"edit" if name == "edits" else "choice": value, "confidence": said.confidence or ""}
    address = reverse("classes:vote", args=[session.code])
    return client.post(address, data, secure=settings.HTTPS).status_code == 302
