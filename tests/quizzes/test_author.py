"""What authors have: a preview in development, a new question's file, a regrade that writes only when told to."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from quiz_browser import place_of, send, text

from studyapp.catalog.bodies import BODIES
from studyapp.course import course, problems, reload_course
from studyapp.models import Answer

pytestmark = pytest.mark.django_db
Q01 = course().question("Q01")


def command(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_preview_is_for_development_alone(client, settings):
    settings.DEBUG = False
    assert client.get("/questions/Q01/preview/").status_code == 404


@pytest.mark.parametrize("question", course().questions, ids=lambda question: question.id)
def test_every_question_has_a_preview_with_its_key(client, settings, question):
    settings.DEBUG = True
    page = client.get(f"/questions/{question.id}/preview/?seed=3")
    assert page.status_code == 200
    assert "The checker finds nothing wrong." in text(page)
    assert "The key." in text(page)


def test_a_preview_counts_what_became_of_the_question(client, settings):
    settings.DEBUG = True
    assert "answer" not in text(client.get("/questions/Q01/preview/")).partition("checker")[2].partition("chain")[0]
    kept = answered(client, right=False)
    Answer.objects.filter(pk=kept.pk).update(dispute="No.")
    page = text(client.get("/questions/Q01/preview/"))
    assert "1 answer, 0 right; shares from thirty answers on, 1 disputed." in page
    fill = [replace_pk(kept, correct=number < 18) for number in range(29)]
    Answer.objects.bulk_create(fill)
    assert "30 answers, 18 right (60 %), 30 disputed." in text(client.get("/questions/Q01/preview/"))


def replace_pk(kept, *, correct):
    """Another answer like this one."""
    fields = {field.attname: getattr(kept, field.attname) for field in Answer._meta.concrete_fields}
    return Answer(**{**fields, "id": uuid.uuid4(), "correct": correct, "dispute": "No."})


def test_disputes_are_listed_with_what_a_run_of_today_says(client):
    kept = answered(client, right=False)
    Answer.objects.bulk_create([replace_pk(kept, correct=False) for _ in range(29)])
    lines = command("disputes", question="Q01")
    assert lines[0].startswith("/questions/Q01/?seed=3 marked wrong on ")
    assert lines[0].endswith(", the same today")
    assert lines[1] == "    No."
    assert lines[-2:] == ["Disputes: 29, about 1 questions.", "Hold Q01: 29 of 30 answers are disputed."]
    assert command("disputes", question="Q02") == ["Disputes: 0, about 0 questions."]


def test_a_preview_of_nothing_is_not_found(client, settings):
    settings.DEBUG = True
    assert client.get("/questions/Q99/preview/").status_code == 404


@pytest.fixture
def content(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    reload_course()
    yield tmp_path
    reload_course()


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_new_question_is_sound_as_it_stands(content, kind):
    lines = command("newquestion", "Q61", kind=kind, topic="chain")
    assert lines[0] == f"Wrote {content / 'questions' / 'chain' / 'Q61-new.md'}."
    reload_course()
    assert [str(problem) for problem in problems()] == []
    assert course().question("Q61").kind == kind


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"id": "q61"}, "is no id"),
        ({"id": "../Q61"}, "is no id"),
        ({"id": "Q61", "topic": "../chain"}, "is no topic"),
        ({"id": "Q61", "topic": "Chain"}, "is no topic"),
    ],
)
def test_a_name_that_cannot_be_is_refused(content, options, said):
    name = options.pop("id")
    with pytest.raises(CommandError, match=said):
        command("newquestion", name, **options)


def test_an_id_is_given_once(content):
    command("newquestion", "Q61")
    with pytest.raises(CommandError, match="is there already"):
        command("newquestion", "Q61")
    reload_course()
    with pytest.raises(CommandError, match="is taken by"):
        command("newquestion", "Q61", topic="other")


def answered(client, *, right):
    send(client, "Q01", choice=str(place_of(Q01, 3, right=right)))
    return Answer.objects.latest("answered_at")


def test_marks_that_stand_are_left_alone(client):
    answered(client, right=True)
    answered(client, right=False)
    assert command("regrade", since="2026-01-01") == ["Answers: 2, changed: 0, not markable: 0."]


def test_a_changed_mark_is_told_and_written_only_when_asked(client):
    kept = answered(client, right=True)
    Answer.objects.update(correct=False, score=0.0, misconception="M01", engine="botocore 1.0")
    lines = command("regrade", since="2026-01-01")
    assert "wrong becomes right, score 0.00 becomes 1.00, M01 becomes none. botocore 1.0 marked it" in lines[0]
    assert lines[1:] == [
        "Answers: 1, changed: 1, not markable: 0.",
        "Nothing is written. Add --apply to write the new marks.",
    ]
    kept.refresh_from_db()
    assert not kept.correct
    assert command("regrade", since="2026-01-01", apply=True)[-1] == "Answers: 1, changed: 1, not markable: 0."
    kept.refresh_from_db()
    assert (kept.correct, kept.score, kept.misconception) == (True, 1.0, "")
    assert command("regrade", since="2026-01-01") == ["Answers: 1, changed: 0, not markable: 0."]


def test_a_corrected_key_reaches_old_answers_where_the_words_are_the_same(client):
    kept = answered(client, right=False)
    # As if the option the learner chose had been the key when it was asked.
    issued = kept.issued
    for place, option in enumerate(issued["body"]["options"]):
        option["says"] = "env" if place == kept.response["choice"] else "none"
    Answer.objects.update(issued=issued, correct=True, score=1.0, misconception="", content_hash="older")
    lines = command("regrade", since="2026-01-01", apply=True)
    assert "right becomes wrong" in lines[0]
    assert "The content changed; the outcome is env." in lines[0]
    kept.refresh_from_db()
    assert (kept.correct, kept.content_hash) == (False, kept.issued["content_hash"])


def test_where_the_words_have_changed_the_old_claims_are_run(client):
    kept = answered(client, right=True)
    issued = kept.issued
    issued["body"]["options"][0]["text"] += " as it was then"
    Answer.objects.update(issued=issued, content_hash="older")
    assert command("regrade", since="2026-01-01") == ["Answers: 1, changed: 0, not markable: 0."]


def test_an_answer_that_no_engine_can_mark_is_named(client):
    kept = answered(client, right=True)
    Answer.objects.update(issued={**kept.issued, "ask": "weather", "question": "Q77"})
    lines = command("regrade", since="2026-01-01", apply=True)
    assert "cannot be marked any more" in lines[0]
    assert lines[-1] == "Answers: 1, changed: 0, not markable: 1."


def test_only_what_was_asked_for_is_looked_at(client):
    answered(client, right=True)
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert command("regrade", since=tomorrow)[-1] == "Answers: 0, changed: 0, not markable: 0."
    assert command("regrade", since="2026-01-01", question="Q02")[-1] == "Answers: 0, changed: 0, not markable: 0."
    with pytest.raises(CommandError, match="is no day"):
        command("regrade", since="lately")
