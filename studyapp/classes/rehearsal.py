"""A class to try things out with: students who are made up, in a session that says so."""

from django.db import transaction

from studyapp.answers import Closed, record_vote
from studyapp.classes import machine
from studyapp.classes.actions import create_class, create_deck, start_session
from studyapp.classes.decks import READY_NAME, ready_deck
from studyapp.classes.own import draw
from studyapp.classes.students import answer, belief_of
from studyapp.models import Answer, Deck, Learner, LiveSession, Participant, Round
from studyapp.questions.items import Chance

CLASS_NAME = "Rehearsal"
A_FEW = 8  # how many vote at once, so that the count can be watched


@transaction.atomic
def seat(*, session: LiveSession, students: int) -> None:
    """Let simulated students in; they are deleted with the session."""
    learners = Learner.objects.bulk_create(Learner() for _ in range(students))
    Participant.objects.bulk_create(
        Participant(session=session, learner=learner, simulated=True, belief=belief_of(number))
        for number, learner in enumerate(learners)
    )


@transaction.atomic
def rehearsal_class(*, teacher: Learner, students: int = 30) -> LiveSession:
    """A class of its own with the ready deck, its session open and its students in."""
    classroom = teacher.teaches.filter(classroom__name=CLASS_NAME, owner=True).first()
    made = classroom.classroom if classroom else create_class(teacher=teacher, name=CLASS_NAME)
    deck = made.decks.first() or create_deck(classroom=made, name=READY_NAME, planned=ready_deck())
    return rehearse(deck=deck, students=students)


@transaction.atomic
def rehearse(*, deck: Deck, students: int) -> LiveSession:
    """A session of a deck with simulated students."""
    session = start_session(deck=deck, rehearsal=True)
    seat(session=session, students=students)
    return session


def chance_of(participant: Participant, number: int, round: Round, phase: int) -> Chance:
    """The same luck for the same student, question and phase."""
    return Chance("rehearsal", number, round.question, round.issued["seed"], phase)


def voices(round: Round, phase: int, most: int) -> list[tuple[int, Participant]]:
    """Simulated students who have not voted in this phase, with their numbers."""
    voted = set(Answer.objects.filter(round=round, phase=phase).values_list("learner_id", flat=True))
    seated = round.session.participants.filter(simulated=True).select_related("learner").order_by("joined_at", "pk")
    by_belief = sorted(enumerate(seated), key=lambda one: one[0] * 7 % 30)
    return [(number, one) for number, one in by_belief if one.learner_id not in voted][:most]


def let_vote(*, session: LiveSession, most: int = A_FEW) -> int:
    """Let a few simulated students vote on the question that is open, by the same verb as everybody's votes."""
    round = session.current
    phase = machine.phase_of(round.state) if round is not None else None
    if round is None or phase is None or not session.rehearsal:
        return 0
    cast = 0
    for number, student in voices(round, phase, most):
        item = draw(round=round, learner=student.learner)
        said = answer(item, student.belief, number, phase, chance_of(student, number, round, phase))
        try:
            record_vote(
                learner=student.learner,
                round=round,
                phase=phase,
                response=said.response,
                confidence=said.confidence,
                milliseconds=said.milliseconds,
                item=item,
            )
        except Closed:
            break
        cast += 1
    return cast
