"""What is different between two texts, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\S+\s*")


class Change(StrEnum):
    SAME = "same"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Run:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the text. Unchanged rows in a long row are told as a number instead."""

    runs: tuple[Run, ...]
    skipped: int = 0

    @property
    def changed(self) -> bool:
        return any(run.change is not Change.SAME for run in self.runs)


def differences(old: str, new: str, *, around: int = 1) -> list[Row]:
    """Changed lines with `around` unchanged ones on each side; between them a row that says how many are left out."""
    rows = list(_rows(old.splitlines(), new.splitlines()))
    shown = {
        place + step for place, row in enumerate(rows) if row.changed for step in range(-around, around + 1)
    }
    return list(_folded(rows, shown))


def _folded(rows: Sequence[Row], shown: set[int]) -> Iterator[Row]:
    skipped = 0
    for place, row in enumerate(rows):
        if place not in shown:
            skipped += 1
            continue
        if skipped:
            yield Row((), skipped)
            skipped = 0
        yield row
    if skipped:
        yield Row((), skipped)


def _rows(old: list[str], new: list[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from (Row((Run(Change.SAME, line),)) for line in old[a:b])
            continue
        pairs = min(b - a, d - c)
        yield from (Row(_words(old[a + step], new[c + step])) for step in range(pairs))
        yield from (Row((Run(Change.OUT, line),)) for line in old[a + pairs : b] if line)
        yield from (Row((Run(Change.IN, line),)) for line in new[c + pairs : d] if line)


def _words(old: str, new: str) -> tuple[Run, ...]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Change.SAME, "".join(left[a:b])))
            continue
        runs += [
            Run(change, text)
            for change, text in ((Change.OUT, "".join(left[a:b])), (Change.IN, "".join(right[c:d])))
            if text
        ]
    return tuple(runs)
