"""Whether the parts of the content fit together: ids, links, the graph of prerequisites."""

from collections.abc import Iterable, Mapping, Sequence

from studyapp.catalog.blocks import LABS
from studyapp.catalog.lessons import LessonFile, Reference
from studyapp.catalog.model import Passage
from studyapp.catalog.problems import Problem
from studyapp.catalog.questions import QuestionFile

# Addresses that pages outside the lessons answer.
_PLACES = (
    "/",
    "/notes/",
    "/labs/",
    "/practice/",
    "/review/",
    "/assess/",
    "/progress/",
    "/classes/",
    "/join/",
)


def cross_check(
    lessons: Sequence[LessonFile], questions: Sequence[QuestionFile], passages: Sequence[Passage]
) -> list[Problem]:
    """Every reference that leads nowhere, every name given twice, every circle of prerequisites."""
    known: dict[str, set[str]] = {
        "lesson": {file.lesson.id for file in lessons},
        "question": {file.question.id for file in questions},
        "passage": {passage.id for passage in passages},
    }
    anchors = {file.lesson.slug: file.anchors for file in lessons}
    problems = [*_twice(lessons, questions), *_circles(lessons)]
    for file in lessons:
        for reference in file.references:
            if reference.kind == "link":
                problems += _dead_link(file, reference, anchors, known)
            elif reference.target not in known[reference.kind]:
                problems.append(_unknown(file.lesson.path, reference.line, reference.kind, reference.target))
    for question in questions:
        problems += _unknown_in_question(question, lessons, known)
    return problems


def _unknown(path: str, line: int, kind: str, target: str) -> Problem:
    where = {"passage": "content/notes.yaml", "lesson": "content/lessons", "question": "content/questions"}
    message = f"no {kind} is called {target}"
    return Problem(path=path, line=line, message=message, remedy=f"Look for its id in {where[kind]}.")


def _twice(lessons: Sequence[LessonFile], questions: Sequence[QuestionFile]) -> list[Problem]:
    problems = []
    named = [(file.lesson.path, file.id_line, file.lesson.id) for file in lessons]
    named += [(file.question.path, file.line("id"), file.question.id) for file in questions]
    slugs = [(file.lesson.path, 1, file.lesson.slug) for file in lessons]
    for what, entries in (("id", named), ("slug", slugs)):
        seen: dict[str, str] = {}
        for path, line, name in entries:
            if name in seen:
                message = f"the {what} {name} is taken by {seen[name]}"
                problems.append(Problem(path=path, line=line, message=message, remedy="Choose another."))
            seen.setdefault(name, path)
    return problems


def _circles(lessons: Sequence[LessonFile]) -> list[Problem]:
    """Lessons that lean on themselves by way of others (the rest of a topological sort)."""
    leans = {file.lesson.id: set(file.lesson.prerequisites) for file in lessons}
    left = dict(leans)
    while left:
        free = [name for name, needs in left.items() if not needs & left.keys()]
        if not free:
            break
        for name in free:
            del left[name]
    circle = ", ".join(sorted(name for name in left if _reaches(name, name, left)))
    return [
        Problem(
            path=file.lesson.path,
            line=next((ref.line for ref in file.references if ref.kind == "lesson"), 1),
            message=f"lessons lean on each other in a circle: {circle}",
            remedy="Take one prerequisite out.",
        )
        for file in lessons
        if file.lesson.id in left and _reaches(file.lesson.id, file.lesson.id, left)
    ]


def _reaches(start: str, goal: str, graph: Mapping[str, Iterable[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += graph.get(name, ())
    return False


def _dead_link(
    file: LessonFile,
    reference: Reference,
    anchors: Mapping[str, frozenset[str]],
    known: Mapping[str, set[str]],
) -> list[Problem]:
    address, _, anchor = reference.target.partition("#")
    address = address.partition("?")[0]
    reason = _why_dead(file.lesson.slug, address, anchor, anchors, known)
    if not reason:
        return []
    message = f"the link {reference.target} leads nowhere: {reason}"
    return [Problem(path=file.lesson.path, line=reference.line, message=message, remedy="Correct the address.")]


def _why_dead(
    slug: str, address: str, anchor: str, anchors: Mapping[str, frozenset[str]], known: Mapping[str, set[str]]
) -> str:
    """Why an address inside the site answers nothing, or an empty text."""
    if address == "":
        return "" if anchor in anchors[slug] else f"this lesson has no heading #{anchor}"
    place, _, rest = address.strip("/").partition("/")
    if not address.endswith("/") and place != "static":
        return "addresses end with a slash"
    if place == "lessons":
        if rest not in anchors:
            return f"no lesson has the slug {rest}"
        return f"that lesson has no heading #{anchor}" if anchor and anchor not in anchors[rest] else ""
    if place == "labs" and rest:
        return "" if rest in LABS else f"no lab is called {rest}"
    if place == "questions":
        return "" if rest in known["question"] else f"no question is called {rest}"
    if place == "notes" and anchor:
        return "" if anchor in known["passage"] else f"no passage is called {anchor}"
    return "" if address in _PLACES or place == "static" else "the site has no such page"


def _unknown_in_question(
    file: QuestionFile, lessons: Sequence[LessonFile], known: Mapping[str, set[str]]
) -> list[Problem]:
    question = file.question
    problems = [
        _unknown(question.path, file.line("passages", index), "passage", passage)
        for index, passage in enumerate(question.passages)
        if passage not in known["passage"]
    ]
    if question.lesson and question.lesson not in known["lesson"]:
        problems.append(_unknown(question.path, file.line("lesson"), "lesson", question.lesson))
    if question.contrast and question.contrast not in known["question"]:
        problems.append(_unknown(question.path, file.line("contrast"), "question", question.contrast))
    home = question.objective.partition(".")[0]
    written = {objective.id for lesson in lessons for objective in lesson.lesson.objectives}
    # A question may be ready before its lesson; once the lesson is there, it must name the objective.
    readable = {lesson.lesson.id for lesson in lessons if lesson.readable}
    if home in readable and question.objective not in written:
        message = f"lesson {home} has no objective {question.objective}"
        remedy = "Correct the id, or add the objective to the lesson."
        line = file.line("objective")
        problems.append(Problem(path=question.path, line=line, message=message, remedy=remedy))
    return problems
