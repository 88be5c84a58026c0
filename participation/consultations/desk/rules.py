"""What a consultation needs before the city may see it, and what stays as it is once people have relied on it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

PHASES_MOST = 10
CATEGORIES_MOST = 15
TITLE_MAX, LEAD_MAX, BODY_MAX, LINE_MAX = 120, 400, 20_000, 200
RESERVED = frozenset({"desk", "new"})
"""Addresses below /consultations/ that are ours."""

_MARK = re.compile(r"‹[^›]*›")
"""A template leaves such marks where only the city knows the words."""


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Span:
    """A phase as the desk sees it; `id` 0 for a new one."""

    kind: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime | None
    id: int = 0

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether a draft is complete; `texts` are the words of every field by its name."""

    texts: Mapping[str, str]
    phases: Sequence[Span]


WANTED = ("title", "lead", "body", "plain_body", "goals", "open_points", "decides", "audience")
"""Fields that must not be empty, in the order of the forms."""


def lacks(facts: Facts, now: datetime) -> list[str]:
    """Names of what is missing, in the order of the forms; nothing of it may be missing at publication."""
    missing = [name for name in WANTED if not facts.texts[name].strip()]
    if not (facts.texts["contact_name"] or facts.texts["contact_office"]):
        missing.append("contact")
    if not (facts.texts["contact_phone"] or facts.texts["contact_mail"]):
        missing.append("reach")
    if not facts.phases:
        missing.append("phases")
    elif all(phase.is_over(now) for phase in facts.phases):
        missing.append("past")
    if marked([*facts.texts.values(), *(word for p in facts.phases for word in (p.title, p.note))]):
        missing.append("marks")
    return missing


def marked(texts: Iterable[str]) -> list[str]:
    """Places that a template left open, as they stand there."""
    return [found for text in texts for found in _MARK.findall(text)]


def state(published_at: datetime | None, archived_at: datetime | None, now: datetime) -> State:
    if published_at is None or published_at > now:
        return State.DRAFT
    return State.ARCHIVED if archived_at is not None and archived_at <= now else State.PUBLISHED


def keep_what_has_begun(
    before: Sequence[Span], wanted: Sequence[Span], now: datetime, *, published: bool
) -> list[Span]:
    """The phases as they may be stored, by their beginning. People have relied on what has begun.

    In a published consultation a phase that is over keeps its kind and days, one that runs keeps kind and
    beginning, and neither can be left out. Their words may always be mended.
    """
    if not published:
        return _ordered(wanted)
    asked = {phase.id: phase for phase in wanted if phase.id}
    kept = [_kept(phase, asked.get(phase.id), now) for phase in before if phase.has_begun(now)]
    fixed = {phase.id for phase in kept}
    return _ordered([*kept, *(phase for phase in wanted if phase.id not in fixed)])


def _kept(phase: Span, asked: Span | None, now: datetime) -> Span:
    if asked is None:
        return phase
    ends_at = phase.ends_at if phase.is_over(now) else asked.ends_at
    return replace(phase, title=asked.title, note=asked.note, ends_at=ends_at)


def _ordered(phases: Iterable[Span]) -> list[Span]:
    return sorted(phases, key=lambda phase: (phase.starts_at, phase.ends_at is None, phase.ends_at))


def misfits(before: Sequence[Span], after: Sequence[Span], now: datetime, *, published: bool) -> list[int]:
    """Places in `after` whose days cannot be: an end before the beginning, or a past that never was.

    What nobody moved is no misfit.
    """
    stored = {phase.id: phase for phase in before}
    return [
        place
        for place, phase in enumerate(after)
        if phase != stored.get(phase.id) and not _fits(phase, stored.get(phase.id), now, published=published)
    ]


def _fits(phase: Span, stored: Span | None, now: datetime, *, published: bool) -> bool:
    if phase.ends_at is not None and phase.ends_at <= phase.starts_at:
        return False
    moved = stored is None or stored.ends_at != phase.ends_at
    return not (published and moved and phase.is_over(now))


def free_address(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the first number behind it that is free."""
    used = {*taken, *RESERVED}
    start, number, address = wanted or "beteiligung", 2, wanted or "beteiligung"
    while address in used:
        address, number = f"{start}-{number}", number + 1
    return address
