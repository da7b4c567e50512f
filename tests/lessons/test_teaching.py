import pytest
from django.urls import reverse

from studyapp.course import course
from studyapp.lessons import views
from studyapp.models import Learner

pytestmark = pytest.mark.django_db


class Teacher:
    instructor = True


def test_an_instructor_sees_every_lesson(client, monkeypatch):
    monkeypatch.setattr(views, "current_learner", lambda request: Teacher())
    page = client.get(reverse("lessons:teaching"))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.content.decode().count('<th scope="row">') == len(course().lessons)


def test_to_everybody_else_it_is_not_there(client, monkeypatch):
    assert client.get(reverse("lessons:teaching")).status_code == 404
    monkeypatch.setattr(views, "current_learner", lambda request: Learner.objects.create())
    assert client.get(reverse("lessons:teaching")).status_code == 404


def test_no_lesson_shows_its_notes_on_teaching(client):
    lesson = course().lessons[5]
    page = client.get(reverse("lessons:lesson", args=[lesson.slug])).content.decode()
    assert lesson.teaching.expect not in page
