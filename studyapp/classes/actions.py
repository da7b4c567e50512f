"""What a teacher and a class do: each a single write, all of it or nothing."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from studyapp import clock
from studyapp.classes import codes, machine
from studyapp.classes.decks import Planned, question_of
from studyapp.classes.people import Who
from studyapp.classes.roster import clean_name
from studyapp.models import (
    Classroom,
    Deck,
    DeckItem,
    Extension,
    Homework,
    Instructor,
    Learner,
    LiveSession,
    Member,
    Participant,
    Round,
    Teacher,
)
from studyapp.questions import bank
from studyapp.questions.issue import issue

MOST_PARTICIPANTS = 2_000


class Refused(Exception):
    """Somebody cannot join. Its text is a sentence for them."""


@transaction.atomic
def make_instructor(*, learner: Learner) -> Instructor:
    return Instructor.objects.get_or_create(learner=learner)[0]


@transaction.atomic
def create_class(*, teacher: Learner, name: str, term: str = "", time_zone: str = "UTC") -> Classroom:
    """A class with its first teacher and the ready deck."""
    made = Classroom.objects.create(name=name, term=term, time_zone=time_zone)
    Teacher.objects.create(classroom=made, learner=teacher, owner=True)
    return made


@transaction.atomic
def create_deck(*, classroom: Classroom, name: str, planned: Iterable[Planned]) -> Deck:
    """A deck in the order given."""
    deck = Deck.objects.create(classroom=classroom, name=name)
    DeckItem.objects.bulk_create(
        DeckItem(
            deck=deck,
            place=place,
            stage=one.stage,
            question=one.question,
            seed=one.seed,
            own=one.own,
            note=one.note,
        )
        for place, one in enumerate(planned, start=1)
    )
    return deck


@transaction.atomic
def start_session(*, deck: Deck, rehearsal: bool = False) -> LiveSession:
    """Issue every question of a deck, so that later edits of the content change nothing, and open the door."""
    session = LiveSession.objects.create(
        classroom_id=deck.classroom_id, title=deck.name, code=codes.draw(), rehearsal=rehearsal
    )
    rounds = []
    for item in deck.items.order_by("place"):
        question = question_of(item.question)
        if question is not None:
            rounds.append(
                Round(
                    session=session,
                    place=len(rounds) + 1,
                    stage=item.stage,
                    question=item.question,
                    issued=issue(question, item.seed).to_json(),
                    own=item.own and bank.unlimited(question),
                    note=item.note,
                )
            )
    Round.objects.bulk_create(rounds)
    return session


def _bump(session: LiveSession, **fields: object) -> None:
    """Change a session and its version together: the poll reads only what is committed."""
    LiveSession.objects.filter(pk=session.pk).update(version=F("version") + 1, **fields)


@transaction.atomic
def move(*, session: LiveSession, place: int, move: str, seen: str) -> Round:
    """Make one move with a round, or "undo". `seen` is the state the teacher saw: a second click finds another one.

    Raises machine.NotNow for a move that is not possible, Round.DoesNotExist for another session's round.
    """
    round = Round.objects.select_for_update().get(session=session, place=place)
    if round.state != seen or session.ended_at is not None:
        return round
    if move == "undo":
        state, before = machine.undone(round.state, round.before), ""
    else:
        state, before = machine.after(round.state, move), round.state
    round.state, round.before, round.moved_at = state, before, clock.now()
    round.step = 0 if state != "run" else 1
    round.save(update_fields=["state", "before", "moved_at", "step"])
    _bump(session, current=round, blank=False)
    return round


@transaction.atomic
def go_to(*, session: LiveSession, place: int) -> None:
    """Put another question on every screen, in whatever state it is."""
    _bump(session, current=Round.objects.get(session=session, place=place), blank=False)


@transaction.atomic
def step_on(*, session: LiveSession, place: int) -> None:
    """One more line of the run."""
    Round.objects.filter(session=session, place=place, state="run").update(step=F("step") + 1)
    _bump(session)


@transaction.atomic
def show_histogram(*, session: LiveSession, place: int, shown: bool) -> None:
    """Show the class its histogram before the discussion, or hide it again."""
    Round.objects.filter(session=session, place=place).update(shown=shown)
    _bump(session)


@transaction.atomic
def park(*, session: LiveSession, place: int) -> None:
    """Leave a question for the homework."""
    Round.objects.filter(session=session, place=place).exclude(state="done").update(
        parked=True, state="done", before=""
    )
    _bump(session)


@transaction.atomic
def set_flag(
    *, session: LiveSession, locked: bool | None = None, blank: bool | None = None, timed: bool | None = None
) -> None:
    """Lock or open the door; darken or light the wall; show or hide the timer."""
    given = {"locked": locked, "blank": blank, "timed": timed}
    _bump(session, **{name: value for name, value in given.items() if value is not None})


@transaction.atomic
def remove(*, session: LiveSession, participant: uuid.UUID) -> None:
    """Show somebody out: the phone is out, and its votes count no more."""
    found = Participant.objects.filter(session=session, pk=participant).first()
    if found is not None:
        Participant.objects.filter(pk=found.pk).update(removed=True)
        found.learner.answers.filter(round__session=session).delete()
        _bump(session)


@transaction.atomic
def join(*, session: LiveSession, learner: Learner, name: str = "", keep: bool = False) -> Participant:
    """Let a learner in, or back in. Raises Refused when the door is shut, the room full, or they were shown out."""
    known = Participant.objects.filter(session=session, learner=learner).first()
    if known is None:
        if session.locked:
            raise Refused("The door is closed. Ask your teacher to open it.")
        if Participant.objects.filter(session=session).count() >= MOST_PARTICIPANTS:
            raise Refused("This class is full.")
        known, _ = Participant.objects.get_or_create(
            session=session, learner=learner, defaults={"name": clean_name(name)}
        )
    if known.removed:
        raise Refused("Your teacher has closed this class for you.")
    # Whoever is counted by the roster stays under its name.
    if keep and known.name and not Member.objects.filter(learner=learner, person__classroom=session.classroom_id):
        Member.objects.update_or_create(
            classroom_id=session.classroom_id, learner=learner, defaults={"name": known.name}
        )
    return known


@transaction.atomic
def end_session(*, session: LiveSession) -> Homework | None:
    """Close the session and its code. What was parked or not reached becomes homework; returns it, if any."""
    ended = LiveSession.objects.filter(pk=session.pk, ended_at=None).update(
        ended_at=clock.now(), version=F("version") + 1
    )
    rounds = list(session.rounds.order_by("place"))
    left = [one for one in rounds if one.parked or one.state == "draft"]
    session.rounds.filter(state__in=("open1", "open2")).update(state="done", before="")
    if not ended or not left or len(left) == len(rounds):
        return None
    planned = [Planned(stage="cycle", question=one.question) for one in left]
    deck = create_deck(classroom=session.classroom, name=f"Left over: {session.title}"[:80], planned=planned)
    return create_homework(deck=deck, title="What we did not reach")


@transaction.atomic
def create_homework(
    *,
    deck: Deck,
    title: str,
    opens_at: datetime | None = None,
    due_at: datetime | None = None,
    rule: str = "tries",
    attempts: int = 3,
) -> Homework:
    return Homework.objects.create(
        classroom_id=deck.classroom_id,
        deck=deck,
        title=title,
        opens_at=opens_at,
        due_at=due_at,
        rule=rule,
        attempts=attempts,
    )


@transaction.atomic
def change_homework(
    *, homework: Homework, title: str, opens_at: datetime | None, due_at: datetime | None, rule: str, attempts: int
) -> None:
    """Another title, other dates or another rule; what was handed in stays and is judged by them."""
    Homework.objects.filter(pk=homework.pk).update(
        title=title, opens_at=opens_at, due_at=due_at, rule=rule, attempts=attempts
    )


@transaction.atomic
def delete_homework(*, homework: Homework) -> None:
    """Delete a homework with every try at it."""
    homework.delete()


@transaction.atomic
def extend(*, homework: Homework, who: Who, due_at: datetime | None, excused: bool, undo: bool = False) -> None:
    """Another due date for one learner or one person of the roster, excused, or again what counts for everybody.

    What somebody was given before they typed their code ends with it.
    """
    Extension.objects.filter(homework=homework, learner__in=who.learners).delete()
    if who.person:
        Extension.objects.filter(homework=homework, person=who.person).delete()
    if undo:
        return
    owner = {"person_id": who.person} if who.person else {"learner_id": who.learners[0]}
    Extension.objects.create(homework=homework, due_at=None if excused else due_at, excused=excused, **owner)


@transaction.atomic
def delete_session(*, session: LiveSession) -> None:
    """Delete a session with every vote in it, and the students that were made up for it."""
    Learner.objects.filter(participations__session=session, participations__simulated=True).delete()
    session.delete()


@transaction.atomic
def delete_class(*, classroom: Classroom) -> None:
    """Delete a class with everything of it."""
    for session in classroom.sessions.all():
        delete_session(session=session)
    classroom.delete()


@transaction.atomic
def share(*, classroom: Classroom, email: str) -> None:
    """Let another instructor teach the class too. An address that is no instructor's changes nothing."""
    other = Learner.objects.filter(account__email=email.strip().lower(), instructor__isnull=False).first()
    if other is not None:
        Teacher.objects.get_or_create(classroom=classroom, learner=other)


@transaction.atomic
def archive(*, classroom: Classroom, away: bool) -> None:
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=clock.now() if away else None)


@transaction.atomic
def duplicate(*, classroom: Classroom, teacher: Learner) -> Classroom:
    """The class anew, with its decks and without its people."""
    made = create_class(
        teacher=teacher, name=f"{classroom.name} (copy)"[:80], term=classroom.term, time_zone=classroom.time_zone
    )
    for deck in classroom.decks.order_by("created_at"):
        planned = [
            Planned(stage=one.stage, question=one.question, seed=one.seed, own=one.own, note=one.note)
            for one in deck.items.order_by("place")
        ]
        create_deck(classroom=made, name=deck.name, planned=planned)
    return made
