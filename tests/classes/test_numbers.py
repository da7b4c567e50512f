"""Every figure of gradebook, map and analysis, counted again from the raw rows by another way than the code's."""

import csv
import io
import random
import statistics
from datetime import UTC, datetime, timedelta

import pytest
from class_kit import a_teacher, browser, text
from openpyxl import load_workbook

from studyapp import clock
from studyapp.answers import record_vote
from studyapp.classes import actions, export, people
from studyapp.classes.analysis import LEAST
from studyapp.classes.decks import Planned
from studyapp.classes.figures import graded
from studyapp.classes.gradebook import counting
from studyapp.classes.heat import heat
from studyapp.classes.homework import drawn, hand_in, own_standing
from studyapp.classes.items import tried, voted
from studyapp.classes.ledger import as_csv, ledger
from studyapp.classes.rehearsal import rehearse
from studyapp.course import course
from studyapp.models import Answer, Learner, Person, Round
from studyapp.questions.grade import grade

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
QUESTIONS = ("Q05", "Q01", "Q10")
SIZE, AGAIN = LEAST + 1, 5


def vote(round, phase, learners, dice):
    right = [part.right for part in graded(round).parts].index(True)
    for number, learner in enumerate(learners):
        able = dice.random() < 0.2 + 0.7 * number / len(learners)
        choice = right if able else dice.randrange(3)
        record_vote(
            learner=learner,
            round=round,
            phase=phase,
            response={"choice": choice},
            confidence=dice.choice([1, 2, 3]),
            milliseconds=dice.randrange(5_000, 90_000),
        )


def hold(room, learners, dice):
    """A session: three questions, each voted on twice, the second time by some."""
    planned = [Planned(stage="cycle", question=name, seed=3) for name in QUESTIONS]
    session = actions.start_session(deck=actions.create_deck(classroom=room, name="Deck", planned=planned))
    for learner in learners:
        actions.join(session=session, learner=learner)
    for round in session.rounds.order_by("place"):
        for phase, who in ((1, learners), (2, learners[:AGAIN])):
            Round.objects.filter(pk=round.pk).update(state=f"open{phase}")
            round.refresh_from_db()
            vote(round, phase, who, dice)
        Round.objects.filter(pk=round.pk).update(state="done")
    actions.end_session(session=session)


def do_homework(room, learners, dice, now):
    planned = [Planned(stage="cycle", question=name) for name in ("Q01N", "Q05", "Q07")]
    deck = actions.create_deck(classroom=room, name="Home", planned=planned)
    work = actions.create_homework(deck=deck, title="At home", due_at=START + timedelta(days=2, hours=12))
    for _ in range(3):
        for learner in learners:
            for place in (1, 2, 3):
                standing, answers = own_standing(work, learner)
                at = standing.places[place - 1]
                if dice.random() < 0.5 or not at.left:
                    continue
                item = drawn(work, at, learner.pk, at.tries + 1)
                parts = grade(item, None).parts
                response = {"choice": dice.randrange(len(parts))}
                hand_in(
                    homework=work,
                    standing=standing,
                    answers=answers,
                    place=at,
                    learner=learner,
                    attempt=at.tries + 1,
                    item=item,
                    response=response,
                    confidence=dice.choice([1, 2, 3]),
                    milliseconds=dice.randrange(5_000, 90_000),
                )
        now.advance(timedelta(days=1))
    return work


@pytest.fixture
def room():
    dice = random.Random(11)
    with clock.virtual(START) as now:
        made = actions.create_class(teacher=a_teacher(), name="Cloud 1", time_zone="Europe/Vienna")
        people.save_roster(room=made, text="Ada\nAlan\n=Grace\nEdsger")
        learners = [Learner.objects.create() for _ in range(SIZE)]
        for learner, person in zip(learners, Person.objects.order_by("name")[:3], strict=False):
            people.count_as(code=person.code, learner=learner)
        # A second browser of the first person, who used both.
        people.count_as(code=Person.objects.order_by("name")[0].code, learner=learners[-1])
        hold(made, learners, dice)
        made.work = do_homework(made, [*learners[:4], learners[-1]], dice, now)
        yield made


def person_of(room):
    """The row each learner belongs to, from the tables alone."""
    found = {}
    for learner in Answer.objects.values_list("learner_id", flat=True):
        found[learner] = Person.objects.filter(members__learner=learner).first() or learner
    return found


def correlation(yes, rest):
    if len(set(yes)) < 2 or len(set(rest)) < 2:
        return None
    return pytest.approx(statistics.correlation([float(one) for one in yes], rest), abs=1e-9)


def test_the_analysis(room):
    check_the_analysis_of_votes(room)
    check_that_homework_counts_a_person_once(room)
    check_that_the_pages_say_the_same(room)


def check_the_analysis_of_votes(room):
    votes = list(Answer.objects.filter(phase=1, round__isnull=False).select_related("round"))
    assert [one.found.n for one in voted(room)] == [SIZE] * 3
    for looked in voted(room):
        mine = [one for one in votes if one.round.question == looked.question]
        rest = []
        for one in mine:
            others = [other.correct for other in votes if other.learner_id == one.learner_id and other.pk != one.pk]
            rest.append(sum(others) / len(others))
        found = looked.found
        assert found.right == sum(one.correct for one in mine)
        assert found.difficulty == pytest.approx(statistics.mean(one.correct for one in mine))
        assert found.discrimination == correlation([one.correct for one in mine], rest)
        assert found.seconds == statistics.median(one.milliseconds / 1000 for one in mine)
        assert found.sure == len([one for one in mine if one.confidence == 3])
        assert found.sure_wrong == len([one for one in mine if one.confidence == 3 and not one.correct])
        for place, option in enumerate(found.options):
            chosen = [one.response["choice"] == place for one in mine]
            assert (option.count, option.discrimination) == (sum(chosen), correlation(chosen, rest))
            if not option.right:
                expected = sum(chosen) / SIZE >= 0.05 and option.discrimination < 0
                assert option.works == expected


def check_that_homework_counts_a_person_once(room):
    owner, seen = person_of(room), {}
    for one in Answer.objects.filter(homework=room.work).order_by("answered_at", "phase", "pk"):
        seen.setdefault((one.place, owner[one.learner_id]), one)
    for looked in tried(room):
        mine = [one for (place, _), one in seen.items() if looked.where == f"At home, {place}"]
        assert (looked.found.n, looked.found.right) == (len(mine), sum(one.correct for one in mine))
        assert (looked.found.difficulty, looked.found.discrimination) == (None, None)
        assert sum(count for _, count in looked.found.beliefs) == len([one for one in mine if one.misconception])


def judged(answers, zone_hours, kinds_there):
    """Solid or not, by the words of the rule: 4 of the last 5, on 2 days, in 2 kinds, no sure error in the last 3."""
    last = answers[-5:]
    right = [one for one in last if one.correct]
    days = {(one.answered_at + timedelta(hours=zone_hours)).date() for one in right}
    calm = not any(one.confidence == 3 and not one.correct for one in answers[-3:])
    kinds = len({one.kind for one in right}) >= min(2, kinds_there)
    return len(right) >= 4 and len(days) >= 2 and kinds and calm


def test_the_map(room):
    for work in (room.work, None):
        check_the_map(room, work)


def check_the_map(room, work):
    owner, found = person_of(room), heat(room, work)
    asked = {one.id: one for one in course().questions}
    rows = Answer.objects.filter(homework=work) if work else Answer.objects.all()
    cells = {}
    for one in rows.order_by("answered_at", "phase", "pk"):
        mine = cells.setdefault((owner[one.learner_id], asked[one.question].objective), [])
        if (one.question, one.seed) not in {(other.question, other.seed) for other in mine}:
            mine.append(one)
    assert len(found.rows) == len({who for who, _ in cells})
    deck = {"Q01N", "Q05", "Q07"}
    for column in found.columns:
        place = column.number - 1
        there = {one.kind for one in asked.values() if one.objective == column.id and (not work or one.id in deck)}
        for row in found.rows:
            key = Person.objects.filter(pk=row.who.person).first() or row.who.learners[0]
            mine, cell = cells.get((key, column.id), []), row.cells[place]
            assert (cell.of, cell.right) == (len(mine[-5:]), sum(one.correct for one in mine[-5:]))
            solid = judged(mine, 1, len(there))
            assert cell.state == ("solid" if solid else "half" if mine else "new")
        assert column.solid == sum(row.cells[place].state == "solid" for row in found.rows)


def test_the_gradebook_and_the_files(room):
    check_the_gradebook(room)
    check_that_every_response_stands_in_both_files(room)


def check_the_gradebook(room):
    owner, found = person_of(room), ledger(room)
    lines = list(csv.reader(io.StringIO(as_csv(room))))
    assert len(lines) == 1 + len(found.rows) == 1 + SIZE - 1
    due = room.work.due_at
    for row, line in zip(found.rows, lines[1:], strict=True):
        key = Person.objects.filter(pk=row.who.person).first() or row.who.learners[0]
        mine = [one for one in Answer.objects.all() if owner[one.learner_id] == key]
        first = {one.round_id: one for one in mine if one.round_id and one.phase == 1}
        # Of a person with two browsers the last of two first votes on one question is what a dictionary keeps.
        assert row.voted == len(first)
        assert int(line[-4]) == row.voted
        best = {}
        for one in sorted((one for one in mine if one.homework_id), key=lambda one: (one.answered_at, one.phase)):
            if one.place not in best or one.score > best[one.place].score:
                best[one.place] = one
        [standing] = row.work
        if standing is None:
            assert best == {}
            assert line[-7:-4] == ["", "", ""]
            continue
        assert standing.total == pytest.approx(sum(one.score for one in best.values()))
        assert standing.late == any(one.answered_at > due for one in best.values())
        assert line[-7:-5] == [f"{standing.total:g}", "3"]
    assert lines[1][0] in ("'=Grace", "Ada", "Alan")
    assert not any(cell.startswith("=") for line in lines for cell in line)


def check_that_every_response_stands_in_both_files(room):
    rows = list(csv.reader(io.StringIO(export.as_csv(room))))[1:]
    sheet = load_workbook(io.BytesIO(export.as_xlsx(room)), data_only=False).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    votes = Answer.objects.filter(round__isnull=False)
    assert len(rows) == len(cells) == votes.count() == (SIZE + AGAIN) * 3
    for place, field in ((2, "seed"), (3, "phase"), (8, "confidence"), (9, "milliseconds")):
        assert sorted(int(row[place]) for row in rows) == sorted(votes.values_list(field, flat=True))
        assert sorted(row[place] for row in cells) == sorted(votes.values_list(field, flat=True))
    assert sum(int(row[7]) for row in rows) == votes.filter(correct=True).count()
    assert {row[4] for row in rows} >= {"'=Grace", "Ada", "Alan"}
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "inlineStr", "n"}


def check_that_the_pages_say_the_same(room):
    teacher = browser(room.teachers.get().learner)
    items = text(teacher.get(f"/classes/{room.pk}/items/"))
    for looked in voted(room):
        assert f"{looked.found.n} {looked.found.right} {looked.found.difficulty:.2f}" in items
    small = text(teacher.get(f"/classes/{room.pk}/objectives/?homework={room.work.pk}"))
    assert "%" not in small
    assert "%" in text(teacher.get(f"/classes/{room.pk}/objectives/"))
    assert "Edsger" not in small + text(teacher.get(f"/classes/{room.pk}/gradebook/"))
    assert "No name" in small


def given(teacher):
    room = actions.create_class(teacher=teacher, name="Cloud 2")
    planned = [Planned(stage="cycle", question="Q01")]
    return room, actions.create_deck(classroom=room, name="D", planned=planned)


def test_a_map_of_another_classs_homework_is_not_there():
    teacher = a_teacher()
    (room, deck), (other, _) = given(teacher), given(teacher)
    work = actions.create_homework(deck=deck, title="At home")
    client = browser(teacher)
    asked = [client.get(f"/classes/{one.pk}/objectives/?homework={work.pk}").status_code for one in (room, other)]
    assert asked == [200, 404]


def test_a_rehearsal_counts_only_where_nothing_else_does():
    room, deck = given(a_teacher())
    assert counting(room) == []
    rehearsal = rehearse(deck=deck, students=3)
    assert counting(room) == [rehearsal.pk]
    real = actions.start_session(deck=deck)
    learner = Learner.objects.create()
    Round.objects.filter(session=real).update(state="open1")
    record_vote(learner=learner, round=real.rounds.get(), phase=1, response=None, confidence=None)
    assert counting(room) == [real.pk]
    assert len(list(export.rows(room))) == 1
