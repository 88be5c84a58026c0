"""What the sockets show of each kind of event. Every noun says it of its own kinds; `live.py` knows none of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.forums.log.queries import Event

Read = Callable[[Sequence[int]], Awaitable[Mapping[int, Any]]]
Draw = Callable[[str, Event, Any], str]


@dataclass(frozen=True, slots=True)
class Each:
    """`read` gets the things by id, as they are today; `draw` makes the fragment for a language, an event, a thing."""

    read: Read
    draw: Draw


WHOLE: dict[str, str] = {}
EACH: dict[str, Each] = {}


def whole(kind: str, template: str) -> None:
    """Shown whole as it is today, so of several changes in a frame the last one tells them all.

    The template gets `seq`, `kind`, `verb`, `forum`, `agenda` and the parts of the stage by their names. Exactly one
    element of it carries `data-seq`.
    """
    WHOLE[kind] = template


def each(kind: str, read: Read, draw: Draw) -> None:
    """Every event is one thing, found by its id; where it is gone its number comes alone."""
    EACH[kind] = Each(read, draw)


whole("forum", "forums/moved.swap.html")
whole("agenda", "forums/moved.swap.html")
