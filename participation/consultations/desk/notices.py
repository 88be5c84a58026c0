"""What is overdue in the packages above, told at the head of the desk: each of them registers how to count it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """`text` is a msgid that takes the count as `num`."""

    count: int
    text: str
    url: str


_sources: list[Callable[[], Awaitable[Notice]]] = []


def tells(source: Callable[[], Awaitable[Notice]]) -> None:
    if source not in _sources:
        _sources.append(source)


async def notices() -> list[Notice]:
    """Those with something to tell."""
    return [found for source in _sources if (found := await source()).count]
