"""What the log tells of an evening: when which item ran, and which entries stand behind it. Pure, and blind to texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    seq: int
    kind: str
    verb: str
    subject: int
    at: datetime


@dataclass(slots=True)
class Visit:
    """One time that an item ran. The break that ended it is not part of it."""

    item: int
    began: Entry
    ended: Entry | None = None

    def holds(self, entry: Entry) -> bool:
        return self.began.seq < entry.seq and (self.ended is None or entry.seq < self.ended.seq)


@dataclass(slots=True)
class Pause:
    began: Entry
    ended: Entry | None = None


@dataclass(slots=True)
class Story:
    opened: Entry | None = None
    closed: Entry | None = None
    visits: list[Visit] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)

    def visit_at(self, entry: Entry) -> Visit | None:
        return next((visit for visit in reversed(self.visits) if visit.holds(entry)), None)

    def end_of(self, visit: Visit) -> datetime | None:
        """Where the item ran out into a break, it ended with the beginning of the break."""
        if visit.ended is None:
            return None
        for pause in self.pauses:
            if visit.began.seq < pause.began.seq < visit.ended.seq and _ends_with(pause, visit.ended):
                return pause.began.at
        return visit.ended.at


def _ends_with(pause: Pause, entry: Entry) -> bool:
    return pause.ended is None or pause.ended.seq == entry.seq


UNDONE = "undone"
"""The verb of an entry whose subject is the number of the entry it takes back."""


def lasting(log: Iterable[Entry]) -> list[Entry]:
    """Without what the chair took back, and without the taking back: neither has been."""
    entries = list(log)
    undone = {entry.subject for entry in entries if entry.verb == UNDONE}
    return [entry for entry in entries if entry.verb != UNDONE and entry.seq not in undone]


def told(log: Iterable[Entry]) -> Story:
    """Replays the acts of the chair; what was taken back has not been."""
    story = Story()
    for entry in log:
        if entry.kind == "forum":
            _forum(story, entry)
        elif entry.kind == "agenda":
            _agenda(story, entry)
    return story


def _forum(story: Story, entry: Entry) -> None:
    if entry.verb == "opened":
        story.opened = story.opened or entry
        story.closed = None
    elif entry.verb == "closed":
        story.closed = entry
        _leave(story, entry)


def _agenda(story: Story, entry: Entry) -> None:
    if entry.verb == "moved":
        _leave(story, entry)
        if entry.subject:
            story.visits.append(Visit(entry.subject, entry))
    elif entry.verb == "moved-back":
        _back(story, entry)
    elif entry.verb == "break":
        story.pauses.append(Pause(entry))
    elif entry.verb == "resumed":
        _resume(story, entry)


def _leave(story: Story, entry: Entry) -> None:
    _resume(story, entry)
    if story.visits and story.visits[-1].ended is None:
        story.visits[-1].ended = entry


def _back(story: Story, entry: Entry) -> None:
    _resume(story, entry)
    if story.visits and story.visits[-1].ended is None:
        story.visits.pop()
    if story.visits and story.visits[-1].item == entry.subject:
        story.visits[-1].ended = None


def _resume(story: Story, entry: Entry) -> None:
    if story.pauses and story.pauses[-1].ended is None:
        story.pauses[-1].ended = entry


def last_of(log: Sequence[Entry], kind: str, verbs: Sequence[str]) -> dict[int, Entry]:
    """By subject the latest entry with one of the verbs."""
    return {entry.subject: entry for entry in log if entry.kind == kind and entry.verb in verbs}


def standing(log: Sequence[Entry], kind: str, verb: str, undone_by: str) -> list[Entry]:
    """The entries that were not taken back by a later one."""
    found: dict[int, Entry] = {}
    for entry in log:
        if entry.kind == kind and entry.verb == verb:
            found[entry.subject] = entry
        elif entry.kind == kind and entry.verb == undone_by:
            found.pop(entry.subject, None)
    return sorted(found.values(), key=lambda entry: entry.seq)
