"""Queries of the ORM that are compiled once: on the busiest pages compiling costs ten times what the database does.

The rows come back as the model's own objects, with the fields not asked for left to be loaded when they are used.
"""

import uuid
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
_UUID = models.UUIDField()


class Prepared(Generic[M]):
    """`make` builds the query from its parameters; `examples` are values of theirs that differ from one another."""

    def __init__(self, make: Callable[..., models.QuerySet[M]], *examples: Any, fields: tuple[str, ...]) -> None:
        self._make, self._examples, self._names = make, examples, fields
        self._compiled: dict[str, tuple[type[M], str, list[Any], list[Any]]] = {}

    def __call__(self, *values: Any) -> list[M]:
        """What the query finds for these values."""
        model, sql, order, converters = self._compiled.get(connection.vendor) or self._compile()
        given = [_adapted(values[place]) if taken else constant for taken, place, constant in order]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return [model.from_db("default", self._names, self._read(row, converters)) for row in rows]

    def _read(self, row: tuple[Any, ...], converters: list[Any]) -> list[Any]:
        values = list(row)
        for place, column, found in converters:
            for convert in found:
                values[place] = convert(values[place], column, connection)
        return values

    def _compile(self) -> tuple[type[M], str, list[Any], list[Any]]:
        query = self._make(*self._examples)
        sql, constants = query.values_list(*self._names).query.sql_with_params()
        examples = [_adapted(example) for example in self._examples]
        order = [(True, examples.index(one), None) if one in examples else (False, 0, one) for one in constants]
        if {place for taken, place, _ in order if taken} != set(range(len(examples))):
            raise ValueError("every parameter of a prepared query must reach the database")
        converters = []
        for place, name in enumerate(self._names):
            field = query.model._meta.get_field(name)
            column = field.get_col(query.model._meta.db_table)  # type: ignore[union-attr]
            found = connection.ops.get_db_converters(column) + field.get_db_converters(connection)  # type: ignore[union-attr]
            if found:
                converters.append((place, column, found))
        made = (query.model, sql, order, converters)
        self._compiled[connection.vendor] = made
        return made


def _adapted(value: Any) -> Any:
    return _UUID.get_db_prep_value(value, connection) if isinstance(value, uuid.UUID) else value
