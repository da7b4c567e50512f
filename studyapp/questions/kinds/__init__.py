"""The kinds of questions, written out: each says how it is shuffled, shown, read, marked and checked."""

from studyapp.questions.kinds.base import Kind
from studyapp.questions.kinds.multiple import MULTIPLE
from studyapp.questions.kinds.single import SINGLE

ALL: tuple[Kind, ...] = (SINGLE, MULTIPLE)
KINDS = {kind.id: kind for kind in ALL}
