"""Questions without end: each generator draws variants by seed, and the engine computes their keys."""

from collections.abc import Mapping

from studyapp.questions.generators.contract import Drawn, Generator, NothingDrawn, Scene
from studyapp.questions.generators.g01_chain_winner import G01
from studyapp.questions.generators.g02_chain_trace import G02
from studyapp.questions.generators.g03_chain_repair import G03
from studyapp.questions.generators.g04_chain_inverse import G04
from studyapp.questions.generators.g05_files import G05
from studyapp.questions.generators.g06_imds import G06
from studyapp.questions.generators.g07_mfa import G07
from studyapp.questions.generators.g08_policy import G08
from studyapp.questions.generators.g09_backoff import G09
from studyapp.questions.generators.g10_retryable import G10
from studyapp.questions.generators.g11_buckets import G11
from studyapp.questions.generators.g12_sigv4 import G12

ALL: tuple[Generator, ...] = (G01, G02, G03, G04, G05, G06, G07, G08, G09, G10, G11, G12)
GENERATORS: Mapping[str, Generator] = {one.id: one for one in ALL}

__all__ = ["ALL", "GENERATORS", "Drawn", "Generator", "NothingDrawn", "Scene"]
