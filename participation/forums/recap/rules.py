"""What the log of an evening says, in a few lines. The same log gives the same lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    OPENED = "opened"
    ITEM = "item"
    BREAK = "break"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the log. `text` is the title of an item, the words of a question, or empty where it is hidden."""

    kind: str
    verb: str
    at: datetime
    text: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`until` is empty for what goes on; what happened in an item is told when it is over."""

    kind: Kind
    at: datetime
    until: datetime | None = None
    title: str = ""
    number: str = ""
    speeches: int = 0
    answered: tuple[str, ...] = ()
    owed: int = 0


def recap(events: Iterable[Happened]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for event in events:
        match event.kind, event.verb:
            case "forum", "opened":
                _opened(lines, event)
            case "forum", "closed":
                _end(lines, event.at)
                lines.append(Line(Kind.CLOSED, event.at))
            case "agenda", "moved":
                _end(lines, event.at)
                if event.text:
                    lines.append(Line(Kind.ITEM, event.at, title=event.text, number=event.number))
            case "agenda", "moved-back":
                _back(lines)
            case "agenda", "break":
                lines.append(Line(Kind.BREAK, event.at))
            case "agenda", "resumed":
                _end(lines, event.at, Kind.BREAK)
            case "speakers" | "question", _:
                _within(lines, event)
    return tuple(lines)


def _opened(lines: list[Line], event: Happened) -> None:
    """Opened again, the evening goes on as if it had not been closed."""
    if lines and lines[-1].kind is Kind.CLOSED:
        lines.pop()
    elif not lines:
        lines.append(Line(Kind.OPENED, event.at, until=event.at))


def _end(lines: list[Line], at: datetime, kind: Kind | None = None) -> None:
    for place, line in enumerate(lines):
        if line.until is None and line.kind in ({kind} if kind else {Kind.ITEM, Kind.BREAK}):
            lines[place] = replace(line, until=at)


def _back(lines: list[Line]) -> None:
    """What ran has not begun; the one before goes on."""
    places = [place for place, line in enumerate(lines) if line.kind is Kind.ITEM]
    running = [place for place in places if lines[place].until is None]
    before = [place for place in places if place not in running]
    if before:
        lines[before[-1]] = replace(lines[before[-1]], until=None)
    for place in reversed(running):
        del lines[place]


def _within(lines: list[Line], event: Happened) -> None:
    """What happens while an item runs belongs to it."""
    place = next((p for p, line in enumerate(lines) if line.kind is Kind.ITEM and line.until is None), None)
    if place is None:
        return
    line = lines[place]
    match event.kind, event.verb:
        case "speakers", "called":
            lines[place] = replace(line, speeches=line.speeches + 1)
        case "speakers", "uncalled":
            lines[place] = replace(line, speeches=max(0, line.speeches - 1))
        case "question", "answered" if event.text:
            lines[place] = replace(line, answered=(*line.answered, event.text))
        case "question", "owed":
            lines[place] = replace(line, owed=line.owed + 1)
