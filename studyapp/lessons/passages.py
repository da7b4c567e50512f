"""The passages of the notes, each with the lessons that teach it and the questions that ask it."""

from collections import defaultdict
from dataclasses import dataclass

from studyapp.catalog.model import Catalog, Lesson, Passage, Question


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One passage and where it lives."""

    passage: Passage
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]


def entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Every passage in the notes' order."""
    lessons: dict[str, list[Lesson]] = defaultdict(list)
    questions: dict[str, list[Question]] = defaultdict(list)
    for lesson in catalog.lessons:
        for name in dict.fromkeys(lesson.passages):
            lessons[name].append(lesson)
    for question in catalog.questions:
        for name in dict.fromkeys(question.passages):
            questions[name].append(question)
    return tuple(
        Entry(passage=passage, lessons=tuple(lessons[passage.id]), questions=tuple(questions[passage.id]))
        for passage in catalog.passages
    )
