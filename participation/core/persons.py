"""What packages keep about a person besides what the person published: drafts, marks, entries on a roll.

Each package registers what it has; the account gives a person their copy and lets it go with the account, and
knows none of them by name (Art. 15, 17 and 20 GDPR). What was published is told by the registry of kinds.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    export: Callable[[int], Awaitable[list[dict[str, Any]]]]
    """By the person's id: rows in plain values, for their copy."""
    erase: Callable[[int], Awaitable[None]]
    """Within the caller's unit of work; idempotent."""


_kept: dict[str, Kept] = {}


def keeps(kept: Kept) -> Kept:
    if kept.name in _kept and _kept[kept.name] is not kept:
        raise ValueError(f"{kept.name} is registered twice")
    _kept[kept.name] = kept
    return kept


async def export(person_id: int) -> dict[str, list[dict[str, Any]]]:
    return {kept.name: await kept.export(person_id) for kept in _kept.values()}


async def erase(person_id: int) -> None:
    for kept in _kept.values():
        await kept.erase(person_id)
