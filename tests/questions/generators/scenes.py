"""Every scene of every generator, and the question of one seed without a deck's file around it."""

from studyapp.catalog.model import Question
from studyapp.questions.generators import ALL, Generator, Scene
from studyapp.questions.kinds import KINDS

SCENES: list[tuple[Generator, Scene]] = [
    (generator, scene) for generator in ALL for scene in generator.scenes if scene.kind in KINDS
]
IDS = [f"{generator.id}-{scene.id}" for generator, scene in SCENES]


def deck(generator: Generator, scene: Scene) -> Question:
    return Question(
        id="T01",
        path="questions/test/T01.md",
        line=1,
        kind=scene.kind,
        title="A test",
        stem="What comes out?",
        objective="L05.winner",
        passages=("N26",),
        rule="The rule.",
        generator=generator.id,
        params={"scene": scene.id},
    )
