"""A test under way: begun, answered place by place, through the verbs or the pages."""

import html
import re
import uuid

from study_browser import choice

from studyapp.course import course
from studyapp.models import Learner
from studyapp.questions.items import Item
from studyapp.study.blueprint import BY_ID, Drawn, Entry
from studyapp.study.drafts import Save
from studyapp.study.saving import save_draft
from studyapp.study.sitting import begin

SINGLE = ("Q01", "Q07", "Q10", "Q15", "Q08")  # single choice all, so that a test can say which place is right


def drawn(questions=SINGLE, seed=5):
    found = [course().question(name) for name in questions]
    return [
        Drawn(
            entry=Entry(
                question=one.id,
                objective=one.objective,
                topic=one.topic,
                kind=one.kind,
                level=one.level,
                unlimited=False,
            ),
            seed=seed,
        )
        for one in found
    ]


def begun(learner=None, form="ten", **more):
    return begin(
        learner=learner or Learner.objects.create(),
        key=uuid.uuid4(),
        form=BY_ID[form],
        seed=1,
        catalog=course(),
        **{"drawn": drawn(), **more},
    )


def place_of(attempt, place, *, right):
    return str(choice(Item.from_json(attempt.items.get(place=place).issued), right=right))


def save(attempt, place, value, rev=1, *, key=None, **more):
    fields = {"choice": [value]} if isinstance(value, str) else value
    draft = Save(key=key or uuid.uuid4(), rev=rev, fields=fields, **{"confidence": 2, **more})
    return save_draft(attempt=attempt, place=place, save=draft)


def hidden(page, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page.content.decode()).group(1))
