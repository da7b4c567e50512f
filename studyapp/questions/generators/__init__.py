"""Generators: a seed to an item. Each is one module, written out here in order."""

from studyapp.questions.generators.base import Generator

ALL: tuple[Generator, ...] = ()
GENERATORS = {one.id: one for one in ALL}
