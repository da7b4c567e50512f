"""Questions without end: each generator draws variants by seed, and the engine computes their keys."""

from collections.abc import Mapping

from studyapp.questions.generators.contract import Drawn, Generator, NothingDrawn, Scene
from studyapp.questions.generators.g01_chain_winner import G01

GENERATORS: tuple[Generator, ...] = (G01,)
BY_ID: Mapping[str, Generator] = {one.id: one for one in GENERATORS}

__all__ = ["BY_ID", "GENERATORS", "Drawn", "Generator", "NothingDrawn", "Scene"]
