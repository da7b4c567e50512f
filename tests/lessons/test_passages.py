"""Where each passage of the notes is taught and asked."""

from studyapp.catalog.model import Catalog, Lesson, Passage, Question
from studyapp.lessons.passages import entries


def test_each_passage_knows_its_lessons_and_questions_in_the_courses_order():
    one, two = (
        Lesson(id=f"L0{n}", slug=f"s{n}", number=n, title="", path="", passages=("N01", "N01")) for n in (1, 2)
    )
    question = Question(
        id="Q01", path="", line=1, kind="single", title="", stem="", objective="L01.a",
        passages=("N02", "N01"), rule="",
    )  # fmt: skip
    passages = tuple(Passage(id=name, text=name) for name in ("N01", "N02", "N03"))
    found = entries(Catalog(lessons=(one, two), questions=(question,), passages=passages))
    assert [entry.passage for entry in found] == list(passages)
    assert [entry.lessons for entry in found] == [(one, two), (), ()]
    assert [entry.questions for entry in found] == [(question,), (question,), ()]
