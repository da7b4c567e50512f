"""Drawing a question: every scene, warm, against the time one may take."""

from collections.abc import Iterator

from studyapp.questions.generators import ALL
from studyapp.questions.generators.contract import Generator, Scene
from tests.bench.measure import Row, median_seconds

ENOUGH = 0.020
SEEDS = 20


def rows() -> Iterator[Row]:
    """The slowest scene of each generator: one draw, after a first round over the same seeds."""
    for generator in ALL:
        timed = [(_draw(generator, scene), scene.id) for scene in generator.scenes]
        slowest, name = max(timed)
        yield Row(name=f"{generator.id} draws “{name}”", ours=slowest, target=ENOUGH)


def _draw(generator: Generator, scene: Scene) -> float:
    def every() -> None:
        for seed in range(SEEDS):
            generator.draw(scene.id, seed)

    return median_seconds(every, rounds=3)[0] / SEEDS
