"""Every question with some seeds, asked and answered over HTTP: right, wrong, and as the engine says.

SWEEP_SEEDS makes it longer; the default is short enough for every run of the whole suite.
"""

import json
import os
from dataclasses import replace

import pytest
from quiz_browser import text, token_of

from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.claims import find, own_finding
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.kinds import match, numeric, order, trace
from studyapp.questions.kinds.options import right_ones
from studyapp.questions.puzzle import solutions
from studyapp.web.limits import buckets

SEEDS = range(int(os.environ.get("SWEEP_SEEDS", "2")))
QUESTIONS = pytest.mark.parametrize("question", course().questions, ids=lambda question: question.id)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def right_fields(item):
    """The form of a right answer, kind by kind, from the engine's own key."""
    before = own_finding(item)
    if item.kind in {"single", "multiple", "hotspot"}:
        return {"choice": [str(place) for place in sorted(right_ones(item, before))]}
    if item.kind == "spot":
        if before is None:
            return {"choice": [str(place) for place, one in enumerate(item.body["options"]) if one.get("right")]}
        goal = item.body["goal"]
        places = [place for place, one in enumerate(item.body["options"]) if find(item, one["where"]).key == goal]
        return {"choice": [str(place) for place in places]}
    if item.kind == "numeric":
        return {"value": numeric.words(numeric.key_number(item, before), item.body["unit"])}
    if item.kind == "match":
        return {f"pair_{place}": match.key_of(item, row, before) for place, row in enumerate(item.body["rows"])}
    if item.kind == "order":
        key = order.key_order(item, before)
        return {f"place_{number}": str(place) for place, number in enumerate(key, start=1)}
    if item.kind == "trace":
        steps = {step.provider: step.status for step in before.result.trace}
        return {f"row_{place}": steps[name] for place, name in enumerate(trace.rows_of(item))}
    return {"edit": list(solutions(item)[0])}


def wrong_fields(item):
    """The form of a wrong one: something else in every place."""
    right = right_fields(item)
    if "choice" in right:
        count = len(item.body["options"])
        left = [str(place) for place in range(count) if str(place) not in right["choice"]]
        return {"choice": left[:1]}
    if "value" in right:
        return {"value": "00:07" if item.body["unit"] == numeric.CLOCK else "987654"}
    if item.kind == "match":
        ids = [choice["id"] for choice in item.body["choices"]]
        return {name: next(one for one in ids if one != said) for name, said in right.items()}
    if item.kind == "order":
        return {name: str(len(right) + 1 - int(place)) for name, place in right.items()}
    if item.kind == "trace":
        return {name: "removed" if said != "removed" else "found" for name, said in right.items()}
    tempting = [edit["id"] for edit in item.body["edits"] if edit.get("misconception")]
    return {"edit": tempting[:1] or [item.body["edits"][-1]["id"]]}


def answered(client, question, seed, fields):
    buckets.clear()
    page = client.get(f"/questions/{question.id}/", {"seed": seed})
    assert page.status_code == 200
    form = {"token": token_of(page), "confidence": "2", "milliseconds": "900", **fields}
    sent = client.post(f"/questions/{question.id}/", form)
    assert sent.status_code == 302, text(sent)
    result = client.get(sent.headers["Location"])
    assert result.status_code == 200
    return Answer.objects.get(pk=sent.headers["Location"].rstrip("/").rpartition("/")[2]), text(result)


@QUESTIONS
def test_a_question_is_answered_right_and_wrong_and_graded_as_the_engine_says(client, question):
    for seed in SEEDS:
        item = issue(question, seed)
        kept, page = answered(client, question, seed, right_fields(item))
        assert (kept.correct, kept.score) == (True, 1.0)
        assert "Right." in page
        kept, page = answered(client, question, seed, wrong_fields(item))
        assert kept.correct is False
        assert kept.score < 1.0
        assert "Right." not in page


@QUESTIONS
def test_what_was_issued_is_graded_the_same_from_its_stored_form(question):
    for seed in SEEDS:
        item = issue(question, seed)
        again = type(item).from_json(json.loads(json.dumps(item.to_json())))
        assert grade(again, None).answer == grade(item, None).answer


@QUESTIONS
def test_a_page_does_not_carry_the_claims_of_its_answers(client, question):
    item = issue(question, 0)
    page = client.get(f"/questions/{question.id}/", {"seed": 0}).content.decode()
    assert '"says"' not in page
    assert "misconception" not in page
    feedback = [one["feedback"] for one in item.body.get("options", ()) if one.get("feedback")]
    assert not [line for line in feedback if line in page]


def test_a_drawn_question_keeps_its_seed_and_version():
    question = course().question("Q05")
    item = issue(question, 7)
    assert (item.seed, item.generator, item.version) == (7, "G01", 1)
    assert issue(question, 7) == item
    assert replace(item, seed=8) != issue(question, 8)
