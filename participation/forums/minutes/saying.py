"""A sentence before it is in a language: its msgid, its values, and how many there are where that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, date, datetime, "Said", "tuple[Said, ...]"]


@dataclass(frozen=True, slots=True)
class Said:
    """`many` is the msgid of the plural; then `values` has `num`. What somebody wrote is `own`, and in no catalogue."""

    one: str
    values: Mapping[str, Value] = field(default_factory=dict)
    many: str = ""
    own: bool = False


def phrase(one: str, **values: Value) -> Said:
    return Said(one, values)


def phrase_many(one: str, many: str, num: int, **values: Value) -> Said:
    return Said(one, {"num": num, **values}, many)


def quote(text: str) -> Said:
    return Said(text, own=True)
