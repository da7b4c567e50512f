"""The kinds of questions, written out: each says how it is shuffled, shown, read, marked and checked."""

from studyapp.questions.kinds.base import Kind
from studyapp.questions.kinds.fix import FIX
from studyapp.questions.kinds.hotspot import HOTSPOT
from studyapp.questions.kinds.match import MATCH
from studyapp.questions.kinds.multiple import MULTIPLE
from studyapp.questions.kinds.numeric import NUMERIC
from studyapp.questions.kinds.order import ORDER
from studyapp.questions.kinds.single import SINGLE
from studyapp.questions.kinds.spot import SPOT
from studyapp.questions.kinds.trace import TRACE

ALL: tuple[Kind, ...] = (SINGLE, MULTIPLE, ORDER, NUMERIC, MATCH, SPOT, TRACE, HOTSPOT, FIX)
KINDS = {kind.id: kind for kind in ALL}
