"""The content folder to a Catalog, with every mistake in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from studyapp.catalog.crosscheck import cross_check
from studyapp.catalog.figures import read_figure
from studyapp.catalog.glossary import explained, read_glossary
from studyapp.catalog.lessons import LessonFile, read_lesson
from studyapp.catalog.model import Catalog, Lesson, Passage, Question, Term
from studyapp.catalog.passages import read_passages
from studyapp.catalog.problems import Problem
from studyapp.catalog.questions import QuestionFile, read_question
from studyapp.engines.secrets import EXAMPLE_KEY_ID, looks_real

ItemT = TypeVar("ItemT")
NOTES = "notes.yaml"
GLOSSARY = "glossary.yaml"
MAX_BYTES = 512 * 1024


@dataclass(kw_only=True)
class _Loading:
    """What has been read so far."""

    root: Path
    passages: tuple[Passage, ...] = ()
    glossary: tuple[Term, ...] = ()
    lessons: list[LessonFile] = field(default_factory=list)
    questions: list[QuestionFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, file: Path) -> tuple[str, str] | None:
        """A file's path below the content folder and its text; None if it cannot be read."""
        path = file.relative_to(self.root).as_posix()
        try:
            if file.stat().st_size > MAX_BYTES:
                raise ValueError("this file is larger than 512 KiB")
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            reason = "this file is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
            remedy = "Save it as a UTF-8 text file."
            self.problems.append(Problem(path=path, line=1, message=reason, remedy=remedy))
            return None
        self.problems += _keys(path, text)
        return path, text

    def folder(self, name: str, pattern: str = "*.md") -> Iterator[tuple[str, str]]:
        """The files below a folder, by name; a leading dot or _ hides a file."""
        for file in sorted((self.root / name).rglob(pattern)):
            if file.is_file() and not file.name.startswith((".", "_")):
                found = self.read(file)
                if found:
                    yield found


def load(content_dir: Path) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read everything below `content_dir`. What can be read is in the catalog even where problems remain."""
    loading = _Loading(root=content_dir)
    notes = content_dir / NOTES
    if notes.is_file() and (found := loading.read(notes)):
        loading.passages, problems = read_passages(found[1], path=found[0])
        loading.problems += problems
    words = content_dir / GLOSSARY
    if words.is_file() and (found := loading.read(words)):
        loading.glossary, problems = read_glossary(found[1], path=found[0])
        loading.problems += problems
    by_id = {passage.id: passage for passage in loading.passages}
    figures = _figures(loading)
    for path, text in loading.folder("lessons"):
        lesson, problems = read_lesson(text, path=path, passages=by_id, figures=figures)
        loading.problems += problems
        if lesson is not None:
            loading.lessons.append(lesson)
    for path, text in loading.folder("questions"):
        question, problems = read_question(text, path=path)
        loading.problems += problems
        if question is not None:
            loading.questions.append(question)
    loading.problems += cross_check(loading.lessons, loading.questions, loading.passages)
    return _catalog(loading), tuple(sorted(set(loading.problems)))


def _figures(loading: _Loading) -> dict[str, str]:
    """The drawings by name, as HTML."""
    drawn = {}
    for path, text in loading.folder("figures", "*.svg"):
        html, problems = read_figure(text, path=path)
        loading.problems += problems
        if html:
            drawn[path.rpartition("/")[2].removesuffix(".svg")] = html
    return drawn


def _catalog(loading: _Loading) -> Catalog:
    files = sorted(loading.lessons, key=lambda file: (file.order, file.lesson.path))
    lessons = _first([file.lesson for file in files], lambda lesson: lesson.slug)
    askable = [file.question for file in loading.questions if file.askable]
    questions = _first(askable, lambda question: question.id)
    return Catalog(
        lessons=tuple(explained(lesson, loading.glossary) for lesson in _numbered(lessons)),
        questions=tuple(_at_home(questions, lessons)),
        passages=loading.passages,
        glossary=loading.glossary,
    )


def _at_home(questions: list[Question], lessons: list[Lesson]) -> list[Question]:
    """The questions with their lesson: the one they name, or else the one their objective belongs to."""
    known = {lesson.id for lesson in lessons}
    homes = [question.lesson or question.objective.partition(".")[0] for question in questions]
    return [
        replace(question, lesson=home if home in known else "")
        for question, home in zip(questions, homes, strict=True)
    ]


def _numbered(lessons: list[Lesson]) -> list[Lesson]:
    """The lessons with a number to show: a lesson without an L-id comes after the numbered ones."""
    last = max((lesson.number for lesson in lessons if lesson.id.startswith("L")), default=0)
    numbered = []
    for lesson in lessons:
        if not lesson.id.startswith("L"):
            last += 1
            lesson = replace(lesson, number=last)
        numbered.append(lesson)
    return numbered


def _first(items: list[ItemT], name: Callable[[ItemT], str]) -> list[ItemT]:
    """The first item of each name; a second one has been reported."""
    return list({name(item): item for item in reversed(items)}.values())[::-1]


def _keys(path: str, text: str) -> list[Problem]:
    return [
        Problem(
            path=path,
            line=number,
            message="this line holds an access key id that looks real",
            remedy=f"Use an example, which ends in EXAMPLE, such as {EXAMPLE_KEY_ID}.",
        )
        for number, line in enumerate(text.split("\n"), start=1)
        if looks_real(line)
    ]
