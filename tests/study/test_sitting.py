"""A test from its first minute to its report, by the verbs: nothing is lost, nothing counts twice."""

import threading
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from exam import begun, drawn, place_of, save
from study_browser import answer

from studyapp import clock
from studyapp.course import course
from studyapp.models import Answer, Attempt, AttemptItem, Draft, Learner
from studyapp.study import saving, sitting
from studyapp.study.blueprint import BY_ID
from studyapp.study.saving import KeyReused
from studyapp.study.sitting import again_of, begin, finish, pause, resume, settle, sweep

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def moved():
    with clock.virtual(MONDAY) as found:
        yield found


def fresh(attempt):
    return Attempt.objects.get(pk=attempt.pk)


def marks(attempt):
    kept = Answer.objects.in_bulk(list(attempt.items.values_list("nonce", flat=True)))
    return [kept[one.nonce].correct for one in attempt.items.order_by("place") if one.nonce in kept]


def test_a_test_freezes_its_items_and_starts_its_clock(moved):
    attempt = begun()
    assert (attempt.minutes, attempt.deadline) == (20, MONDAY + 20 * MINUTE)
    assert attempt.items.count() == 5
    assert Answer.objects.count() == 0


def test_extra_time_lengthens_a_clock_and_leaves_no_clock_alone(moved):
    learner = Learner.objects.create(extra_time=150)
    assert begun(learner).minutes == 30
    assert begun(learner, "pretest").deadline is None


def test_the_same_key_begins_one_test(moved):
    learner, key = Learner.objects.create(), uuid.uuid4()
    given = {"learner": learner, "key": key, "form": BY_ID["ten"], "seed": 1, "catalog": course()}
    assert begin(**given).pk == begin(**given).pk == key
    assert Attempt.objects.count() == 1


def test_somebody_elses_key_begins_nothing(moved):
    key = begun().pk
    with pytest.raises(Attempt.DoesNotExist):
        begin(learner=Learner.objects.create(), key=key, form=BY_ID["ten"], seed=1, catalog=course())


def test_the_newest_draft_counts_and_every_save_is_logged(moved):
    attempt = begun()
    assert save(attempt, 1, "0").status == "saved"
    assert save(attempt, 1, "1", 2, flagged=True).item.fields == {"choice": ["1"]}
    row = attempt.items.get(place=1)
    assert (row.rev, row.flagged, row.saved_at, row.drafts.count()) == (2, True, MONDAY, 2)


def whoever_comes_last(item, save):
    """Control: a save knows nothing of the one before it."""
    AttemptItem.objects.filter(pk=item.pk).update(fields=save.fields, rev=save.rev)
    return "saved"


@pytest.mark.parametrize("numbered", [True, False], ids=["saves have numbers", "control: the last one counts"])
def test_an_older_window_cannot_overwrite_a_newer_answer(moved, monkeypatch, numbered):
    """F9. In the control the newer answer is gone, and nobody was told."""
    if not numbered:
        monkeypatch.setattr(saving, "_put", whoever_comes_last)
    attempt = begun()
    save(attempt, 1, "1", 2)
    kept = save(attempt, 1, "0", 2)
    assert ((kept.status, kept.item.fields) == ("stale", {"choice": ["1"]})) == numbered
    assert Draft.objects.count() == 2


def test_the_same_save_counts_once(moved):
    attempt, key = begun(), uuid.uuid4()
    first, second = (save(attempt, 1, "0", key=key) for _ in range(2))
    assert (first.status, second.status, Draft.objects.count()) == ("saved", "saved", 1)


def test_a_save_that_a_newer_one_had_beaten_is_not_called_saved_when_it_is_sent_again(moved):
    """F9 and F10: of two windows the slower one lost, its reply got lost too, and it asks once more."""
    attempt, key = begun(), uuid.uuid4()
    save(attempt, 1, "1")
    assert [save(attempt, 1, "0", key=key).status for _ in range(2)] == ["stale", "stale"]
    save(attempt, 1, "2", 2)
    assert save(attempt, 1, "0", key=key).status == "stale"


def test_a_key_that_held_something_else_is_refused(moved):
    attempt, key = begun(), uuid.uuid4()
    save(attempt, 1, "0", key=key)
    with pytest.raises(KeyReused):
        save(attempt, 1, "1", key=key)
    with pytest.raises(KeyReused):
        save(attempt, 2, "0", key=key)


def test_handing_in_marks_the_last_drafts(moved):
    attempt = begun()
    save(attempt, 1, place_of(attempt, 1, right=True))
    save(attempt, 2, place_of(attempt, 2, right=True))
    save(attempt, 2, place_of(attempt, 2, right=False), 2)
    moved.advance(5 * MINUTE)
    assert finish(attempt=attempt)
    attempt = settle(fresh(attempt))
    assert marks(attempt) == [True, False, False, False, False]
    assert (attempt.ended_by, attempt.ended_at) == ("learner", MONDAY + 5 * MINUTE)
    assert set(Answer.objects.values_list("purpose", "answered_at")) == {("exam", MONDAY + 5 * MINUTE)}
    assert [one.confidence for one in Answer.objects.filter(response__isnull=False)] == [2, 2]


def handed_in_only(item, fields):
    """Control: what the learner did not hand in is not looked at."""
    return None, ""


@pytest.mark.parametrize("saves_count", [True, False], ids=["saves count", "control: only what was handed in"])
def test_when_time_is_up_what_was_saved_counts(moved, monkeypatch, saves_count):
    """F17. MDL-43733 threw away autosaved answers of an abandoned attempt; here nobody but the sweep ends it."""
    if not saves_count:
        monkeypatch.setattr(sitting, "response_of", handed_in_only)
    attempt = begun()
    for place in (1, 2, 3):
        save(attempt, place, place_of(attempt, place, right=True))
    moved.advance(timedelta(days=2))
    assert sweep() == 1
    attempt = fresh(attempt)
    assert (attempt.ended_by, attempt.ended_at) == ("time", MONDAY + 20 * MINUTE)
    assert set(Answer.objects.values_list("answered_at", flat=True)) == {MONDAY + 20 * MINUTE}
    assert (marks(attempt) == [True, True, True, False, False]) == saves_count
    assert sweep() == 0


def test_a_sweep_leaves_alone_what_is_still_under_way(moved):
    begun()
    begun(form="pretest")
    moved.advance(20 * MINUTE + timedelta(seconds=5))
    assert sweep() == 0
    assert Attempt.objects.filter(ended_at=None).count() == 2


def test_a_save_after_the_end_is_kept_and_does_not_count(moved):
    attempt = begun()
    finish(attempt=attempt)
    kept = save(attempt, 1, "0")
    assert (kept.status, kept.item.rev, Draft.objects.get().late) == ("over", 0, True)


def test_a_pause_stops_the_clock_and_covers_the_questions(moved):
    attempt = begun()
    moved.advance(10 * MINUTE)
    assert pause(attempt=attempt)
    assert save(attempt, 1, "0").status == "paused"
    moved.advance(10 * MINUTE)
    assert resume(attempt=fresh(attempt))
    assert fresh(attempt).deadline == MONDAY + 30 * MINUTE
    assert not resume(attempt=fresh(attempt))


def test_a_pause_that_lasts_too_long_runs_out(moved):
    attempt = begun()
    pause(attempt=attempt)
    moved.advance(timedelta(hours=3))
    attempt = settle(fresh(attempt))
    assert (attempt.ended_by, attempt.ended_at) == ("time", MONDAY + 35 * MINUTE)


def test_there_are_two_pauses_and_none_without_a_clock(moved):
    attempt = begun()
    for _ in range(2):
        assert pause(attempt=attempt)
        assert resume(attempt=fresh(attempt))
    assert not pause(attempt=attempt)
    assert not pause(attempt=begun(form="pretest"))


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_was_set_gives_and_takes_no_time(moved, hours):
    """F7. The control is the deadline as it was stored: by it an answer in time is late, or one too late in time."""
    attempt = begun()
    moved.advance(10 * MINUTE)
    moved.jump(timedelta(hours=hours))
    naive_left = (attempt.deadline - clock.now()).total_seconds() / 60
    assert naive_left == 10 - 60 * hours
    attempt = settle(fresh(attempt))
    assert attempt.ended_at is None
    assert attempt.deadline - clock.now() == 10 * MINUTE
    assert attempt.clock_moved == 3600
    assert save(attempt, 1, "0").status == "saved"
    moved.advance(11 * MINUTE)
    attempt = settle(fresh(attempt))
    assert (attempt.ended_by, attempt.clock_moved) == ("time", 3600)


def test_content_that_changes_or_goes_meanwhile_changes_no_mark(moved, settings, tmp_path):
    """F12. The control is the question as the site has it afterwards: it is not there at all."""
    from studyapp.course import reload_course

    attempt = begun()
    right = place_of(attempt, 1, right=True)
    save(attempt, 1, right)
    (tmp_path / "lessons").mkdir()
    settings.CONTENT_DIR = tmp_path
    reload_course()
    try:
        assert course().question("Q01") is None
        finish(attempt=attempt)
        assert marks(settle(fresh(attempt))) == [True, False, False, False, False]
    finally:
        reload_course()


def test_another_draw_later_does_not_change_what_was_drawn(moved):
    attempt = begun()
    before = list(attempt.items.order_by("place").values_list("issued", flat=True))
    begun(drawn=drawn(seed=99))
    assert list(fresh(attempt).items.order_by("place").values_list("issued", flat=True)) == before


class Crash(Exception):
    """The process dies here."""


@pytest.mark.parametrize("after", range(1, 14))
def test_a_crash_at_any_statement_while_grading_leaves_nothing_half_done(moved, after):
    """F16. Whatever statement is the last one, the next look finishes it, and no answer is there twice."""
    attempt = begun()
    for place in (1, 2):
        save(attempt, place, place_of(attempt, place, right=True))
    finish(attempt=attempt)
    count = 0

    def die(execute, *more):
        nonlocal count
        count += 1
        if count == after:
            raise Crash
        return execute(*more)

    with connection.execute_wrapper(die), suppress(Crash):
        settle(fresh(attempt))
    assert count >= after
    attempt = settle(fresh(attempt))
    assert marks(attempt) == [True, True, False, False, False]
    assert Answer.objects.count() == 5


def test_the_same_ground_again_has_other_worlds(moved):
    attempt = begun(form="pretest")
    finish(attempt=attempt)
    again = again_of(attempt.learner, course())
    assert [one.entry.question for one in again] == ["Q01", "Q07", "Q10", "Q15", "Q08"]
    assert {one.seed for one in again} == {6}
    assert again_of(Learner.objects.create(), course()) == []


def test_an_engine_that_can_no_longer_run_an_item_leaves_it_out(moved):
    attempt = begun()
    AttemptItem.objects.filter(attempt=attempt, place=2).update(
        issued={**attempt.items.get(place=2).issued, "ask": "x"}
    )
    finish(attempt=attempt)
    settle(fresh(attempt))
    assert Answer.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_end_it_once_and_mark_it_once():
    """F9. The control is a read, a look and a write: several of them see it open."""
    attempt = begun()
    save(attempt, 1, place_of(attempt, 1, right=True))
    gate, ended, naive, failures = threading.Barrier(12), [], [], []

    def hand_in():
        try:
            mine = fresh(attempt)
            gate.wait()
            naive.append(mine.ended_at is None)
            ended.append(finish(attempt=mine))
            settle(fresh(attempt))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(naive) == 12
    assert sum(ended) == 1
    assert Answer.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_saves_that_race_the_end_count_or_say_that_they_do_not():
    attempt = begun()
    gate, results, failures = threading.Barrier(9), [], []

    def run(number):
        try:
            gate.wait()
            if number == 8:
                finish(attempt=attempt)
            else:
                results.append((number, save(attempt, 1 + number % 5, "0", 1 + number // 5).status))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    late = Draft.objects.filter(late=True).count()
    assert late == sum(status == "over" for _, status in results)
    settle(fresh(attempt))
    counted = set(attempt.items.filter(rev__gt=0).values_list("place", flat=True))
    assert counted == {1 + number % 5 for number, status in results if status == "saved"}
    assert Answer.objects.filter(response__isnull=False).count() == len(counted)


def test_a_test_draws_from_the_whole_course(moved):
    attempt = begun(drawn=())
    assert attempt.items.count() == 10
    assert len(set(attempt.items.values_list("objective", flat=True))) > 5
    assert sitting.pool(course())


def test_answers_of_a_test_count_towards_what_is_known(moved):
    attempt = begun()
    save(attempt, 2, place_of(attempt, 2, right=True))
    finish(attempt=attempt)
    settle(fresh(attempt))
    answer(attempt.learner, "Q07", 77)
    assert Answer.objects.of(attempt.learner).filter(question="Q07", correct=True).count() == 2
