"""What a generator is: drawn questions whose key the engine computes and whose wrong answers misconceptions give.

Invariants, kept by the tests for every generator: one key, by the engine; two or more wrong answers from different
misconceptions, none equal to the key; where two beliefs share a wrong answer both are named and neither counts as
evidence; the classes of keys are drawn evenly; every state holds something inert; example keys only; the same seed
gives the same question for as long as the version stands.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studyapp.catalog.model import Question, Source
from studyapp.questions.generators.chance import Chance

MOST_TRIES = 400
MOST_OPTIONS = 4


class NothingDrawn(RuntimeError):
    """A scene found no question of a class: the scene is broken."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The part of a question that changes with the seed.

    `bare` is the state without its decoys: the engine must say the same of it. `words` fill the stem's {names}.
    """

    state: Mapping[str, Any]
    body: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    bare: Mapping[str, Any] = field(default_factory=dict)
    expect: str = ""
    rule: str = ""
    sheets: tuple[Mapping[str, str], ...] = ()
    cite: Source | None = None


Make = Callable[[Chance, str], Drawn | None]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One family of questions: its kind, what the engine is asked, the classes of keys, and how one is made.

    `make` draws one of a class, or None where this throw of the dice fits no question.
    """

    id: str
    kind: str
    lab: str
    ask: str
    classes: tuple[str, ...]
    make: Make


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """As it comes back from a database: lists for tuples, and nothing shared with what a generator keeps."""
    plain: dict[str, Any] = json.loads(json.dumps(data))
    return plain


def stems(question: Question) -> tuple[str, ...]:
    """The wordings of a deck's stem; a line of three stars parts them."""
    return tuple(part.strip() for part in question.stem.split("\n***\n"))


@dataclass(frozen=True, kw_only=True)
class Generator:
    """A numbered family of scenes. A new `version` is due whenever a seed would give another question."""

    id: str
    version: int
    title: str
    scenes: tuple[Scene, ...]

    def scene(self, name: str) -> Scene:
        """Raises KeyError for a name that is not there."""
        found = next((scene for scene in self.scenes if scene.id == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def draw(self, name: str, seed: int, target: str = "") -> tuple[str, Drawn]:
        """The class and the question of a seed. Raises KeyError for an unknown scene, NothingDrawn."""
        scene = self.scene(name)
        chance = Chance(self.id, self.version, name, seed)
        wanted = chance.pick(scene.classes)
        wanted = target or wanted
        for _ in range(MOST_TRIES):
            drawn = scene.make(chance, wanted)
            if drawn is not None:
                return wanted, drawn
        raise NothingDrawn(f"{self.id} {name}: {wanted}")

    def refuse(self, question: Question) -> str:
        """What is wrong with a deck's entry, in a sentence; "" if nothing is."""
        name = str(question.params.get("scene", ""))
        scene = next((scene for scene in self.scenes if scene.id == name), None)
        if scene is None or set(question.params) - {"scene"}:
            return f"{self.id} has no scene “{name}”, or there are other parameters"
        if scene.kind != question.kind:
            return f"{self.id} {name} draws questions of the kind {scene.kind}"
        for stem in stems(question):
            _, drawn = self.draw(name, 0)
            try:
                stem.format_map(drawn.words)
            except (KeyError, ValueError, IndexError):
                return f"the stem may use these words in braces: {', '.join(sorted(drawn.words))}"
        return ""

    def fill(self, question: Question, seed: int, target: str = "") -> Question:
        """A deck's entry as the question of one seed: the words are the author's, the rest is drawn."""
        scene = self.scene(str(question.params.get("scene", "")))
        _, drawn = self.draw(scene.id, seed, target)
        stem = Chance(question.id, "stem", seed).pick(stems(question))
        return replace(
            question,
            kind=scene.kind,
            lab=scene.lab,
            ask=scene.ask,
            state=_plain(drawn.state),
            body=_plain(drawn.body),
            stem=stem.format_map(drawn.words),
            expect=drawn.expect,
            cite=drawn.cite,
            sheets=drawn.sheets or question.sheets,
            rule=drawn.rule or question.rule,
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one belief answers, as an outcome key."""

    misconception: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """How an outcome reads as an option, and the line of feedback it gets."""

    text: str
    feedback: str


def family(misconception: str) -> str:
    """M05 for M05.merge."""
    return misconception.partition(".")[0]


def grouped(key: str, answers: Sequence[Answer]) -> dict[str, tuple[str, ...]]:
    """Wrong answers in the order given, each with every belief that gives it; the key is left out."""
    groups: dict[str, tuple[str, ...]] = {}
    for answer in answers:
        if answer.says == key:
            continue
        held = groups.get(answer.says, ())
        if family(answer.misconception) not in {family(one) for one in held}:
            groups[answer.says] = (*held, answer.misconception)
    return groups


def separable(groups: Mapping[str, tuple[str, ...]]) -> bool:
    """True where two wrong answers come from different beliefs, so that choosing one tells something."""
    alone = {family(held[0]) for held in groups.values() if len(held) == 1}
    families = {family(one) for held in groups.values() for one in held}
    return len(groups) >= 2 and len(alone) >= 1 and len(families) >= 2


def offer(
    key: str, answers: Sequence[Answer], tell: Callable[[str, str], Told], chance: Chance
) -> tuple[dict[str, Any], ...] | None:
    """The options of a single choice: the key and up to three wrong answers; None where too few can be told apart.

    `tell` words an outcome; its second argument is the belief behind it, "" for the key.
    """
    groups = grouped(key, answers)
    if not separable(groups):
        return None
    # Answers that one belief alone gives come first: they are the evidence.
    ranked = sorted(chance.shuffled(tuple(groups.items())), key=lambda pair: len(pair[1]))
    chosen = {key: ("",), **dict(ranked[: MOST_OPTIONS - 1])}
    options = []
    for says, held in chosen.items():
        told = tell(says, held[0])
        options.append({"text": told.text, "says": says, "misconception": "+".join(held), "feedback": told.feedback})
    texts = {option["text"] for option in options}
    return tuple(options) if len(texts) == len(options) else None
