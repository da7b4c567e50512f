"""Every number of a report, recomputed from the raw rows by other means than the report's own."""

import html
import math
import random
import re
import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from exam import begun, place_of, save
from study_browser import sign_in, text

from studyapp import clock
from studyapp.course import course
from studyapp.models import Answer, Attempt
from studyapp.questions.items import Item
from studyapp.questions.misconceptions import named, truth
from studyapp.study.report import report_of
from studyapp.study.sitting import finish, settle

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def sat(learner, form="twenty-five", seed=7, skill=0.6):
    """A test of the whole course, answered by a die, the first answer sure and wrong; returns it graded."""
    dice, given = random.Random(seed), 0
    attempt = begun(learner, form, drawn=())
    for row in attempt.items.order_by("place"):
        if Item.from_json(row.issued).kind != "single" or dice.random() < 0.15:
            continue
        right, confidence = dice.random() < skill and given > 0, (3, 2, 1)[given % 3]
        given += 1
        value = place_of(attempt, row.place, right=right)
        save(attempt, row.place, value, confidence=confidence, milliseconds=dice.randrange(5_000, 200_000))
    with clock.virtual(clock.now() + timedelta(minutes=33)):
        finish(attempt=Attempt.objects.get(pk=attempt.pk))
        return settle(Attempt.objects.get(pk=attempt.pk))


@pytest.fixture
def graded(client, settings):
    with clock.virtual(MONDAY):
        yield sat(sign_in(client, settings))


def raw(attempt):
    """(place, answer) of every item, straight from the tables."""
    answers = {one.pk: one for one in Answer.objects.filter(purpose="exam")}
    return [(one, answers[one.nonce]) for one in attempt.items.order_by("place")]


def bisected_wilson(right, of):
    """The interval as it is defined: the shares from which the count is 1.96 standard errors away, by bisection."""

    def far(share):
        return abs(right / of - share) / math.sqrt(share * (1 - share) / of) > 1.959963984540054

    def edge(inside, outside):
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if far(middle) else (middle, outside)
        return inside

    point = right / of
    return edge(point, 1e-12), edge(point, 1 - 1e-12)


def test_the_score_and_its_interval(graded):
    report, rows = report_of(graded, course()), raw(graded)
    right = sum(answer.correct for _, answer in rows)
    assert (report.score.right, report.score.of) == (right, 25)
    low, high = bisected_wilson(right, 25)
    assert report.score.interval == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_right_by_objective(graded):
    rows, found = raw(graded), {}
    for _, answer in rows:
        name = course().question(answer.question).objective
        found.setdefault(name, [0, 0])
        found[name][0] += answer.correct
        found[name][1] += 1
    report = report_of(graded, course())
    assert [[line.share.right, line.share.of] for line in report.lines] == list(found.values())


def test_calibration(graded):
    rows = [answer for _, answer in raw(graded) if answer.response is not None and answer.confidence]
    report = report_of(graded, course())
    for level, stated in ((1, 0.5), (2, 0.73), (3, 0.9)):
        said = [answer.correct for answer in rows if answer.confidence == level]
        shown = next(one for one in report.levels if one.confidence == level)
        assert (shown.stated, shown.right, shown.of) == (stated, said.count(True), len(said))
    stated = statistics.fmean({1: 0.5, 2: 0.73, 3: 0.9}[answer.confidence] for answer in rows)
    actual = statistics.fmean(answer.correct for answer in rows)
    assert report.leaning == pytest.approx(stated - actual)


def test_the_plot_stands_where_the_numbers_say(graded):
    report = report_of(graded, course())
    for dot, level in zip(report.dots, [one for one in report.levels if one.of], strict=True):
        assert dot.y == pytest.approx(14 + (1 - level.right / level.of) * 270, abs=0.1)
        assert dot.below == (level.right / level.of < level.stated)


def test_sure_errors_and_ideas(graded):
    rows = raw(graded)
    report = report_of(graded, course())
    sure = [item.place for item, answer in rows if not answer.correct and answer.confidence == 3]
    assert sure, "without a sure error nothing is shown"
    assert [one.row.place for one in report.surest] == sure
    wrong = [a for _, a in rows if not a.correct and a.misconception]
    times = Counter(a.misconception.split(".")[0] for a in wrong)
    surely = Counter(a.misconception.split(".")[0] for a in wrong if a.confidence == 3)
    expected = {named(name): (count, surely[name]) for name, count in times.items() if named(name)}
    assert {one.name: (one.times, one.sure) for one in report.ideas} == expected
    assert [one.sure for one in report.ideas] == sorted((one.sure for one in report.ideas), reverse=True)


def test_time(graded):
    rows = [(item.place, item.milliseconds) for item, _ in raw(graded) if item.milliseconds]
    used = report_of(graded, course()).time
    assert used.total == pytest.approx(sum(spent for _, spent in rows) / 1000)
    assert used.middle == pytest.approx(statistics.median(spent for _, spent in rows) / 1000)
    assert [place for place, _ in used.longest] == [
        place for place, _ in sorted(rows, key=lambda one: one[1], reverse=True)[:3]
    ]
    assert report_of(graded, course()).minutes == 33


def test_the_gain_over_the_first_test(client, settings):
    learner = sign_in(client, settings)
    with clock.virtual(MONDAY):
        first = sat(learner, "pretest", seed=8, skill=0.3)
    with clock.virtual(MONDAY + timedelta(days=7)):
        second = sat(learner, "posttest", skill=0.9)
    pre, post = (100 * sum(a.correct for _, a in raw(one)) / 10 for one in (first, second))
    assert pre > 0, "a first test without a right answer would not show whether it is subtracted"
    assert report_of(second, course()).gain == pytest.approx((post - pre) / (100 - pre))
    assert report_of(first, course()).gain is None
    wrong = [
        Counter(a.misconception.split(".")[0] for _, a in raw(one) if not a.correct and a.misconception)
        for one in (first, second)
    ]
    expected = {named(name): (wrong[0][name], wrong[1][name]) for name in wrong[0] | wrong[1] if named(name)}
    turned = report_of(second, course()).turned
    assert {one.name: (one.before, one.after) for one in turned} == expected
    assert sum(one.before for one in turned) > 0
    assert "Ideas, before and after" in text(client.get(f"/assess/{second.pk}/report/"))


def bare(text_):
    """Without blanks and marks, so that a page and what should stand on it can be compared."""
    return re.sub(r"[\s`*]", "", text_)


class Page:
    """The words of a page, from which whatever is accounted for is taken away."""

    def __init__(self, response):
        main = re.search(r"<main.*?</main>", response.content.decode(), re.S).group()
        words = re.sub(
            r"<svg.*?</svg>", lambda svg: " ".join(re.findall(r">([^<]+)<", svg.group())), main, flags=re.S
        )
        self.left = bare(html.unescape(re.sub(r"<[^>]+>", " ", words)))

    def take(self, *fragments):
        for one in fragments:
            assert bare(one) in self.left, one
            self.left = self.left.replace(bare(one), "\n", 1)


def said_time(milliseconds):
    whole = round(milliseconds / 1000)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60} s"


def times(count):
    return f"{count} time{'s' * (count != 1)}"


def expected_objectives(rows):
    """(objective, right, of) in the order in which a test asks them first."""
    found = {}
    for item, answer in rows:
        right, of = found.get(item.objective, (0, 0))
        found[item.objective] = (right + answer.correct, of + 1)
    words = {one.id: one.text for lesson in course().lessons for one in lesson.objectives}
    return [(words[name], right, of) for name, (right, of) in found.items()]


def expected_leaning(rows):
    told = [answer for _, answer in rows if answer.response is not None and answer.confidence]
    if len(told) < 5:
        return "Too few answers to judge by."
    points = statistics.fmean({1: 50, 2: 73, 3: 90}[one.confidence] - 100 * one.correct for one in told)
    if round(abs(points)) <= 5:
        return "You are about as right as you feel."
    side = "surer" if points > 0 else "less sure"
    return f"On average you feel {round(abs(points))} points {side} than you are right."


def test_every_digit_on_the_report_is_accounted_for(client, graded):
    """Whatever number stands on the page was computed here from the rows, and no digit is left over."""
    rows, page = raw(graded), Page(client.get(f"/assess/{graded.pk}/report/"))
    wrong = [(item, answer) for item, answer in rows if not answer.correct]
    right, low_high = len(rows) - len(wrong), bisected_wilson(len(rows) - len(wrong), 25)
    sure = [(item, answer) for item, answer in wrong if answer.confidence == 3]
    page.take("2 November 2026 · 33 of 50 minutes", f"{right} of 25")
    page.take(f"{len(sure)} answers you were sure of were wrong." if len(sure) > 1 else "One answer you were sure of")
    page.take(
        "With 25 questions, your true share lies between {} and {} of 100, 19 times out of 20.".format(
            *(round(100 * edge) for edge in low_high)
        )
    )
    for item, answer in sure:
        name = named(answer.misconception.split(".")[0])
        title = course().question(answer.question).title
        page.take(f"{title} Question {item.place}{': ' if name else ''}{name}")
    for item, answer in rows:
        result = (
            "right"
            if answer.correct
            else "open"
            if answer.response is None
            else "in part"
            if answer.score
            else "not yet"
        )
        page.take(f"{item.place} · {course().question(answer.question).title} {result}")
    shown = [answer.misconception.split(".")[0] for _, answer in wrong if answer.misconception]
    surely = Counter(answer.misconception.split(".")[0] for _, answer in wrong if answer.confidence == 3)
    for name, count in Counter(shown).items():
        if named(name):
            when = f", {surely[name]} when sure" if surely[name] else ""
            page.take(f"{named(name)} {truth(name)} {times(count)}{when}")
    spent = sorted(((item.milliseconds, -item.place) for item, _ in rows if item.milliseconds), reverse=True)
    longest = ", ".join(f"question {-place} with {said_time(time)}" for time, place in spent[:3])
    middle = said_time(statistics.median(time for time, _ in spent))
    page.take(f"Half of the questions took less than {middle}. Longest: {longest}.")
    objectives = expected_objectives(rows)
    for words, good, of in sorted((one for one in objectives if one[1] < one[2]), key=lambda one: one[1] - one[2])[
        :4
    ]:
        page.take(f"{words} · {good} of {of}")
    for words, good, of in objectives:
        page.take(f"{words} {good} of {of} {good} of {of}, on 1 day")
    page.take("100%", "75%", "50%", "25%", "0%")
    said = [answer for _, answer in rows if answer.response is not None and answer.confidence]
    for level, label, stated in ((1, "A guess", 50), (2, "Fairly sure", 73), (3, "Sure", 90)):
        of = [one.correct for one in said if one.confidence == level]
        few = ", too few to judge" if len(of) < 5 else ""
        page.take(f"{sum(of)} of {len(of)} {label} {stated}%")  # on the plot
        page.take(f"{label} {stated} % {sum(of)} of {len(of)}{few}")
    page.take(expected_leaning(rows), f"Begun under {graded.engine}; content {graded.content}.")
    assert re.findall(r".{0,30}\d.{0,30}", page.left) == []


def test_every_digit_on_the_summary_is_accounted_for(client, graded):
    rows, page = raw(graded), Page(client.get(f"/assess/{graded.pk}/summary/"))
    right = sum(answer.correct for _, answer in rows)
    page.take(f"{right} of 25 questions right", "2 November 2026, in 33 of 50 minutes")
    for words, good, of in expected_objectives(rows):
        page.take(f"{words} {good} of {of}")
    low, high = (round(100 * edge) for edge in bisected_wilson(right, 25))
    page.take(f"between {low} and {high} of 100, 19 times out of 20. {expected_leaning(rows)}")
    page.take(f"drawn by seed {graded.seed}, marked by {graded.engine}, content {graded.content}.")
    assert re.findall(r".{0,30}\d.{0,30}", page.left) == []


def test_a_short_sitting_took_one_minute_of_twenty_minutes(client, settings):
    with clock.virtual(MONDAY):
        attempt = begun(sign_in(client, settings))
        finish(attempt=attempt)
        page = text(client.get(f"/assess/{attempt.pk}/report/"))
    assert "1 of 20 minutes" in page
    assert "less than 0 s" not in page


def test_the_words_of_a_dot_stay_clear_of_the_axis(graded):
    """At nothing right they would stand where the level's own name does."""
    Answer.objects.update(correct=False, score=0.0)
    dots = report_of(graded, course()).dots
    assert [dot.y for dot in dots] == [284.0] * 3
    assert all(dot.words_y < dot.y for dot in dots)
    Answer.objects.exclude(response=None).update(correct=True, score=1.0)
    assert all(dot.words_y != dot.y for dot in report_of(graded, course()).dots)


def test_the_page_shows_these_numbers(client, graded):
    report = report_of(graded, course())
    page = text(client.get(f"/assess/{graded.pk}/report/"))
    low, high = report.score.interval
    assert f"{report.score.right} of 25" in page
    assert f"between {round(100 * low)} and {round(100 * high)} of 100" in page
    for level in report.levels:
        assert f"{round(100 * level.stated)} % {level.right} of {level.of}" in page
    assert page.count("too few to judge") == sum(0 < level.of < 5 for level in report.levels)
    assert [int(found) for found in re.findall(r"Question (\d+)", page)] == [one.row.place for one in report.surest]


def test_the_map_of_a_first_test_leads_to_lessons_by_what_went_wrong(client, settings):
    with clock.virtual(MONDAY):
        first = sat(sign_in(client, settings), "pretest", seed=8, skill=0.5)
    asked, ideas = {}, {}
    for item, answer in raw(first):
        lesson = item.objective.partition(".")[0]
        asked.setdefault(lesson, []).append(answer.correct)
        if not answer.correct and named(answer.misconception):
            ideas.setdefault(lesson, set()).add(named(answer.misconception))
    report = report_of(first, course())
    assert [one.lesson.id for one in report.starts] == sorted(name for name, right in asked.items() if not all(right))
    assert [one.id for one in report.known] == sorted(name for name, right in asked.items() if all(right))
    assert {one.lesson.id: set(one.ideas) for one in report.starts if one.ideas} == ideas
    assert ideas, "a first test without a misconception would not show whether it leads to a lesson"
    page = text(client.get(f"/assess/{first.pk}/report/"))
    assert "Lessons to begin with" in page
    assert f"It looks at an idea of yours: {min(ideas[min(ideas)])}" in page
