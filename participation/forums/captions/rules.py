"""From lines that were typed to cues of a video. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

BODY_LENGTH = 200
LONGEST, SHORTEST = 8.0, 1.0
"""Seconds that a cue stands, if no other follows."""


@dataclass(frozen=True, slots=True)
class Spoken:
    body: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    body: str


def cues(lines: Sequence[Spoken], opened_at: datetime, opening: int) -> list[Cue]:
    """`lines` in their order; `opening` is the second of the recording at which the forum was opened.

    A cue stands until the next one; what was typed before the recording begins is left out.
    """
    starts = [(line.said_at - opened_at).total_seconds() + opening for line in lines]
    found: list[Cue] = []
    for place, (line, start) in enumerate(zip(lines, starts, strict=True)):
        following = starts[place + 1] if place + 1 < len(starts) else start + LONGEST
        end = max(min(following, start + LONGEST), start + SHORTEST)
        if start >= 0:
            found.append(Cue(start, end, line.body))
    return found


def vtt(found: Sequence[Cue]) -> str:
    """A WebVTT file. A line can end neither its cue nor the file, whatever was typed."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(found, 1):
        blocks.append(f"{number}\n{timestamp(cue.start)} --> {timestamp(cue.end)}\n{escaped(cue.body)}")
    return "\n\n".join(blocks) + "\n"


def timestamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def escaped(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
