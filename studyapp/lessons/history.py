"""A learner's answers and bets, read in two queries and never written here."""

from studyapp.catalog.model import Catalog
from studyapp.lessons.journey import Answered, Journey, Placed, journey
from studyapp.models import Answer, Bet, Learner
from studyapp.questions.asks import words_of


def journey_of(learner: Learner, catalog: Catalog) -> Journey:
    """The course as this learner sees it."""
    answers = Answer.objects.filter(learner=learner).values_list(
        "question", "lesson", "correct", "answered_at", "purpose"
    )
    bets = Bet.objects.filter(learner=learner).values_list(
        "lesson", "part", "ask", "said", "outcome", "right", "created_at"
    )
    return journey(
        catalog,
        (
            Answered(question=question, lesson=lesson, correct=correct, at=at, test=purpose == "exam")
            for question, lesson, correct, at, purpose in answers
        ),
        (
            Placed(
                lesson=lesson,
                part=part,
                said=words_of(ask, said),
                outcome=words_of(ask, outcome),
                right=right,
                at=at,
            )
            for lesson, part, ask, said, outcome, right, at in bets
        ),
    )
