"""A learner with a history: answers at moments of a virtual clock, through the recorder or the pages."""

import re
import uuid

from django.core import signing

from studyapp import learners
from studyapp.answers import record_answer
from studyapp.course import course
from studyapp.models import Learner
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue


def sign_in(client, settings, learner=None):
    """A learner whose cookie this client holds."""
    found = learner or Learner.objects.create()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(found.pk), salt=learners.SALT)
    return found


def choice(item, *, right):
    """The place of an option that is right, or that is wrong."""
    parts = grade(item, None).parts
    return next(index for index, part in enumerate(parts) if part.right == right)


def answer(learner, question, seed, *, right=True, confidence=2, **more):
    """Answer a single choice through the recorder, now."""
    item = issue(course().question(question), seed)
    response = {"choice": choice(item, right=right)}
    kept, _ = record_answer(
        learner=learner, nonce=uuid.uuid4(), item=item, response=response, confidence=confidence, **more
    )
    return kept


def text(response):
    """A page as one reads it."""
    body = re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
