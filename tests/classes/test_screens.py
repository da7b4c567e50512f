"""What phones and the wall see: one document for everybody, and nothing before its time."""

import re

import pytest
from class_kit import a_session, a_teacher, browser, cast, go, phones, state, text
from django.test import Client

from studyapp.classes import actions, document, live_views, present_views
from studyapp.models import LiveSession, Round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


HIDDEN = ("draft", "open1", "closed1", "discuss", "open2", "closed2")

TO = {
    "draft": (),
    "open1": ("open",),
    "closed1": ("open", "close"),
    "discuss": ("open", "close", "discuss"),
    "open2": ("open", "close", "again"),
    "closed2": ("open", "close", "again", "close"),
}


@pytest.mark.parametrize("at", HIDDEN)
def test_nothing_tells_the_answer_before_the_reveal(at):
    """Phone, wall, document and its headers are the same bytes whichever option is right."""
    pages = []
    session = a_session("Q13", "Q22")
    phone = phones(session, 1)[0]
    place = 2
    for key in (0, 1):
        round = session.rounds.get(place=place)
        issued = round.issued
        options = issued["body"]["options"]
        texts = [option["text"] for option in options]
        # The same question with another key: who claims what is rotated, the texts stay.
        rotated = [
            {**options[(index + key) % len(options)], "text": text, "feedback": f"because {key}"}
            for index, text in enumerate(texts)
        ]
        issued["body"]["options"] = rotated
        issued |= {"title": f"Title {key}", "rule": f"Rule {key}", "hints": [f"Hint {key}"]}
        Round.objects.filter(pk=round.pk).update(issued=issued, state="draft", before="")
        go(session, *TO[at], place=place)
        LiveSession.objects.filter(pk=session.pk).update(version=50)
        seen = [state(session).content.decode()]
        for path in ("", "screen/"):
            seen.append(phone.get(f"/c/{session.code}/{path}").content.decode())
        pages.append([re.sub(r'X-CSRFToken": "\w+"|csrfmiddlewaretoken" value="\w+"', "", page) for page in seen])
    assert pages[0] == pages[1]


def test_counts_reach_the_wall_only_when_shown():
    session = a_session()
    clients = phones(session, 4)
    go(session, "open")
    for client in clients:
        cast(client, session, "wrong")
    go(session, "close")
    hidden = state(session).content.decode()
    actions.show_histogram(session=session, place=1, shown=True)
    shown = state(session).content.decode()
    assert ('class="count"' in hidden, 'class="count"' in shown) == (False, True)


def test_fewer_than_three_answers_are_never_counted_in_public():
    session = a_session()
    for client in phones(session, 2):
        go(session, "open") if session.rounds.get().state == "draft" else None
        cast(client, session, "right")
    actions.show_histogram(session=session, place=1, shown=True)
    for move in ("close", "reveal"):
        go(session, move)
        page = state(session).content.decode()
        assert ('class="count"' in page, "before discussion" in page) == (False, False)


def test_the_document_is_the_same_for_everybody_and_may_be_cached():
    session = a_session()
    go(session, "open")
    clients = [*phones(session, 2), browser(a_teacher()), Client()]
    answers = [state(session, client) for client in clients]
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=0, s-maxage=1"}
    assert [(dict(answer.cookies), "Vary" in answer.headers) for answer in answers] == [({}, False)] * 4


def test_the_poll_says_nothing_new_new_and_over():
    session = a_session()
    first = state(session)
    version = first.headers["X-Version"]
    assert (first.status_code, state(session, version=version).status_code) == (200, 204)
    assert (
        Client().get(f"/c/{session.code}/state", headers={"If-None-Match": first.headers["ETag"]}).status_code == 204
    )
    phones(session, 1)
    joined = state(session, version=version)
    assert (joined.status_code, int(joined.headers["X-Version"]) > int(version)) == (200, True)
    go(session, "open")
    assert int(state(session).headers["X-Version"]) > int(joined.headers["X-Version"])
    actions.end_session(session=session)
    over = state(session, version=version)
    assert (over.status_code, "The class is over" in text(over)) == (286, True)


@pytest.mark.parametrize("page", ["", "screen/", "present/"])
def test_a_page_overtaken_by_a_move_says_how_old_it_is(monkeypatch, page):
    session = a_session()
    views = present_views if page == "present/" else live_views
    reader = browser(session.classroom.teachers.get().learner) if page == "present/" else phones(session, 1)[0]
    before = state(session).headers["X-Version"]

    def overtaken(*given):
        told = document.context(*given)
        go(session, "open")
        return told

    monkeypatch.setattr(views, "context", overtaken)
    shown = reader.get(f"/c/{session.code}/{page}").content.decode()
    assert f'data-version="{before}"' in shown
    assert state(session, version=before).status_code == 200


def test_the_poll_looks_at_the_database_four_times_at_most(django_assert_max_num_queries):
    session = a_session()
    go(session, "open")
    state(session)
    with django_assert_max_num_queries(4):
        state(session, version="1")
    with django_assert_max_num_queries(0):
        Client().get(f"/c/{session.code}/state")


def test_the_wall_runs_the_chain_one_asked_party_at_a_time_and_the_rest_together():
    session = a_session()
    go(session, "open", "close", "reveal", "run")
    rows = [len(re.findall(r'class="provider"', state(session).content.decode()))]
    for _ in range(3):
        actions.step_on(session=session, place=1)
        rows.append(len(re.findall(r'class="provider"', state(session).content.decode())))
    assert rows[0] == 1
    assert rows == sorted(rows)
    assert rows[-1] > 8
    assert "more line" not in text(state(session))


def test_where_nothing_can_be_run_the_wall_says_so_and_the_teacher_is_not_sent_there():
    session = a_session("Q13")
    round = go(session, "open", "close", "reveal")
    teacher = browser(session.classroom.teachers.get().learner)
    assert "Run it for real" not in text(teacher.get(f"/c/{session.code}/present/"))
    go(session, "run")
    page = text(state(session))
    assert "There is no machine to run here" in page
    assert round.issued["rule"].split()[0] in page
