"""A class at work: a teacher, phones, and clicks, over HTTP."""

import html
import re

from django.conf import settings
from django.core import signing
from django.test import Client

from studyapp import learners
from studyapp.classes import actions
from studyapp.classes.decks import Planned
from studyapp.classes.document import forget
from studyapp.classes.figures import graded
from studyapp.models import Learner, LiveSession

QUESTION = "Q01"


def browser(learner):
    """The browser of a learner without an account."""
    client = Client()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(learner.pk), salt=learners.SALT)
    return client


def a_teacher():
    learner = Learner.objects.create()
    actions.make_instructor(learner=learner)
    return learner


def a_session(*questions, teacher=None, stage="cycle", own=False):
    """A live session that asks these questions; with `own`, each phone a world of its own."""
    room = actions.create_class(teacher=teacher or a_teacher(), name="Cloud 1")
    planned = [Planned(stage=stage, question=name, seed=3, own=own) for name in questions or (QUESTION,)]
    return actions.start_session(deck=actions.create_deck(classroom=room, name="Deck", planned=planned))


def phones(session, count):
    """Browsers that have joined."""
    found = []
    for _ in range(count):
        client = Client()
        assert client.post(f"/join/{session.code}/").status_code == 302
        found.append(client)
    return found


def go(session, *moves, place=1):
    """Make moves with a question, as the teacher's buttons do."""
    for move in moves:
        session.refresh_from_db()
        state = session.rounds.get(place=place).state
        actions.move(session=session, place=place, move=move, seen=state)
    forget(session.code)
    session.refresh_from_db()
    return session.rounds.get(place=place)


def cast(client, session, choice, phase=1, place=1, **fields):
    """Send a vote; `choice` may be "right" or "wrong"."""
    round = session.rounds.get(place=place)
    if choice in ("right", "wrong"):
        parts = graded(round).parts
        choice = next(index for index, part in enumerate(parts) if part.right == (choice == "right"))
    data = {"round": round.pk, "phase": phase, "choice": choice, **fields}
    return client.post(f"/c/{session.code}/vote", {name: value for name, value in data.items() if value is not None})


def state(session, client=None, version=""):
    forget(session.code)
    return (client or Client()).get(f"/c/{session.code}/state?v={version}")


def text(response):
    """A page as one reads it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def fresh(session):
    return LiveSession.objects.select_related("current").get(pk=session.pk)
