"""Which questions there are: for an objective, a misconception, a topic, a lesson."""

from collections.abc import Iterable

from studyapp.catalog.model import Catalog, Question
from studyapp.questions.generators import GENERATORS

TOPICS = {
    "chain": "The credential chain",
    "identity": "Roles and identities",
    "imds": "Instance metadata",
    "mfa": "MFA and sessions",
    "policy": "Policies",
    "limits": "Limits and throttling",
    "retries": "Retries and backoff",
    "region": "Regions",
    "signing": "Signed requests",
}


def ready(catalog: Catalog) -> tuple[Question, ...]:
    """The questions that can be issued: those whose generator, if they name one, is there."""
    return tuple(one for one in catalog.questions if not one.generator or one.generator in GENERATORS)


def lab_of(question: Question) -> str:
    """The lab a question is about; a deck's entry leaves it to its generator. "" where there is none."""
    if not question.generator:
        return question.lab
    generator = GENERATORS.get(question.generator)
    try:
        return generator.scene(str(question.params.get("scene", ""))).lab if generator else ""
    except KeyError:
        return ""


def unlimited(question: Question) -> bool:
    """Whether each seed draws another world, not only another order."""
    return bool(question.generator)


def for_objective(catalog: Catalog, objective: str) -> tuple[Question, ...]:
    """The questions that test one objective, such as "L05.winner"."""
    return tuple(one for one in ready(catalog) if one.objective == objective)


def for_misconception(catalog: Catalog, misconception: str) -> tuple[Question, ...]:
    """The questions in which somebody who holds a misconception, such as "M01", can be found out."""
    family = misconception.partition(".")[0]
    return tuple(one for one in ready(catalog) if family in one.misconceptions)


def for_topic(catalog: Catalog, topic: str) -> tuple[Question, ...]:
    """The questions of one folder, such as "chain"."""
    return tuple(one for one in ready(catalog) if one.topic == topic)


def for_lesson(catalog: Catalog, lesson: str) -> tuple[Question, ...]:
    """The questions of one lesson, by its id such as "L05"."""
    return tuple(one for one in ready(catalog) if one.lesson == lesson)


def topics(catalog: Catalog) -> tuple[str, ...]:
    """The topics that have questions, by name."""
    return tuple(sorted({one.topic for one in ready(catalog) if one.topic}))


def misconceptions(catalog: Catalog) -> tuple[str, ...]:
    """The misconceptions that some question can bring to light, by id."""
    return tuple(sorted({found for one in ready(catalog) for found in one.misconceptions}))


def kinds(questions: Iterable[Question]) -> frozenset[str]:
    """The kinds among some questions."""
    return frozenset(one.kind for one in questions)


def topic_name(topic: str) -> str:
    """A topic's folder as people call it."""
    return TOPICS.get(topic, topic.replace("-", " ").capitalize())
