"""Records to rows and back, from the types of their fields: enums and JSON become text, the rest stays as it is."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from handoff.storage.tables import TABLES

Codec = tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _codec(hint: Any) -> Codec:
    """How a field is written and read; None where the value passes as it is."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        write, read = _codec(inner)
        return (
            None if write is None else lambda v: None if v is None else write(v),
            None if read is None else lambda v: None if v is None else read(v),
        )
    origin = get_origin(hint) or hint
    if isinstance(origin, type) and issubclass(origin, StrEnum):
        return (lambda v: v.value, origin)
    if origin is tuple:
        return (_dump, lambda v: tuple(json.loads(v)))
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return (_dump, json.loads)
    if origin is bool:
        return (None, bool)
    return (None, None)


class RecordType:
    """One record type: the names of its columns, and how an instance becomes parameters and a row an instance."""

    def __init__(self, record: type) -> None:
        hints = get_type_hints(record)
        self.table = TABLES[record]
        self.key = [column.name for column in self.table.primary_key]
        self.names = [f.name for f in dataclasses.fields(record) if f.name in self.table.c]
        if set(self.names) != set(self.table.c.keys()):
            raise TypeError(f"the columns of {self.table.name} are not the fields of {record.__name__}")
        self.columns = [self.table.c[name] for name in self.names]
        self._record = record
        codecs = {name: _codec(hints[name]) for name in self.names}
        self._writers = {name: write for name, (write, _) in codecs.items() if write}
        self._readers = [(index, codecs[name][1]) for index, name in enumerate(self.names) if codecs[name][1]]

    def parameters(self, instance: object) -> dict[str, Any]:
        """Bound parameters, one a column."""
        values = {name: getattr(instance, name) for name in self.names}
        for name, write in self._writers.items():
            values[name] = write(values[name])
        return values

    def instance(self, row: Sequence[Any]) -> Any:
        """The record of a row whose columns are in the order of `names`."""
        values = list(row)
        for index, read in self._readers:
            values[index] = read(values[index])  # type: ignore[misc]
        return self._record(**dict(zip(self.names, values, strict=True)))


RECORDS: dict[type, RecordType] = {record: RecordType(record) for record in TABLES}
