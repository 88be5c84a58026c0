"""Phases as plain data: which one runs, what it opens, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """Where a consultation stands, seen by somebody who wants to take part."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    WORKING = "working"
    FINISHED = "finished"


class OutcomeState(StrEnum):
    DONE = "done"
    BUILDING = "building"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Phase:
    """From `starts_at` on and before `ends_at`; without an end it runs until somebody ends it."""

    kind: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime | None = None
    id: int = 0

    def runs(self, now: datetime) -> bool:
        return self.starts_at <= now and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    @property
    def last_moment(self) -> datetime | None:
        """A phase that ends at midnight has the day before as its last: that day is shown."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or next, as the stepper wants it."""

    phase: Phase
    state: str


Opens = Mapping[str, frozenset[str]]
"""Kind of phase → the features that it opens."""


def current(phases: Sequence[Phase], now: datetime) -> Phase | None:
    """The phase that runs; where two overlap, the one that began last."""
    running = [phase for phase in phases if phase.runs(now)]
    return max(running, key=lambda phase: phase.starts_at, default=None)


def is_open(phases: Sequence[Phase], feature: str, now: datetime, opens: Opens) -> bool:
    return any(feature in opens.get(phase.kind, frozenset()) for phase in phases if phase.runs(now))


def phase_for(phases: Sequence[Phase], feature: str, now: datetime, opens: Opens) -> Phase | None:
    """The phase to name when somebody asks for `feature`: the running one, else the next, else the last."""
    fitting = sorted(
        (phase for phase in phases if feature in opens.get(phase.kind, frozenset())),
        key=lambda p: p.starts_at,
    )
    ahead = [phase for phase in fitting if not phase.is_over(now)]
    return ahead[0] if ahead else (fitting[-1] if fitting else None)


def upcoming(phases: Sequence[Phase], now: datetime) -> Phase | None:
    return min((p for p in phases if p.starts_at > now), key=lambda p: p.starts_at, default=None)


def days_left(until: date, today: date) -> int:
    """Calendar days, 0 on the last one, never negative."""
    return max(0, (until - today).days)


def steps(phases: Sequence[Phase], now: datetime) -> list[Step]:
    running = current(phases, now)
    return [Step(phase, _state(phase, running, now)) for phase in phases]


def _state(phase: Phase, running: Phase | None, now: datetime) -> str:
    if phase is running:
        return "now"
    return "next" if phase.starts_at > now else "done"


def standing(
    phases: Sequence[Phase],
    now: datetime,
    inviting: frozenset[str],
    *,
    published_at: datetime | None,
    archived_at: datetime | None,
) -> Standing:
    """`inviting` names the kinds of phase in which people are asked to take part."""
    if published_at is None or published_at > now:
        return Standing.DRAFT
    if archived_at is not None and archived_at <= now:
        return Standing.FINISHED
    running = [phase for phase in phases if phase.runs(now)]
    if any(phase.kind in inviting for phase in running):
        return Standing.OPEN
    if any(phase.kind != "closed" for phase in running):
        return Standing.WORKING
    if running or not phases:
        return Standing.FINISHED
    return _between(phases, now)


def _between(phases: Sequence[Phase], now: datetime) -> Standing:
    """No phase runs: before the first, in a gap, or after the last."""
    if all(phase.starts_at > now for phase in phases):
        return Standing.COMING
    return Standing.WORKING if upcoming(phases, now) else Standing.FINISHED


def sort_key(name: str) -> str:
    """German order without a collation in the database: ä as a, ß as ss."""
    folded = name.casefold()
    return folded.translate(str.maketrans("äöüáàâéèêíìîóòôúùûçñ", "aouaaaeeeiiiooouuucn"))


def raise_headings(html: str, steps: int) -> str:
    """Sanitised HTML begins its headings at h3; where it stands directly below a higher one, they move up.

    Only for our own stored HTML, whose heading tags carry no attributes.
    """
    for level in range(3, 7):
        to = max(2, level - steps)
        html = html.replace(f"<h{level}>", f"<h{to}>").replace(f"</h{level}>", f"</h{to}>")
    return html
