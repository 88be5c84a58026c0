"""A drawn plan for each consultation: perimeter blocks, an avenue, a park. It shows no real place.

Only geometry; the colours are classes of the stylesheet, so that the drawing follows light and dark.
"""

import random
from dataclasses import dataclass
from functools import lru_cache

COLUMNS = range(-190, 735, 132)
ROWS = (-90, 8, 106, 244, 342, 440, 538)
AVENUE = (194, 46)
PARK_COLUMNS, PARK_ROWS = (206, 338), (244, 342)


@dataclass(frozen=True, slots=True)
class Plan:
    """Path data by class; `turn` is the transform of the whole drawing."""

    turn: str
    blocks: str
    yards: str
    greens: str
    trees: str
    new: str


@lru_cache(maxsize=64)
def plan(seed: int) -> Plan:
    """The same plan for the same seed, today and tomorrow."""
    chance = random.Random(seed * 7919 + 17)  # noqa: S311  # a drawing, no secret
    blocks, yards, greens, trees = [], [], [_box(206, 244, 248, 182)], _park(chance)
    for y in ROWS:
        for x in COLUMNS:
            if x in PARK_COLUMNS and y in PARK_ROWS:
                continue
            blocks.append(_box(x, y, 116, 84))
            if chance.random() < 0.4:
                greens.append(_box(x + 18, y + 18, 80, 48))
                trees += [_dot(x + 32 + 26 * n, y + 38 + chance.randrange(14), 5) for n in range(3)]
            else:
                yards.append(_box(x + 18, y + 18, 80, 48))
    old, new = _avenue(chance)
    mirror = "translate(640 0) scale(-1 1) " * (seed % 2 == 0)
    turn = f"{mirror}rotate({chance.choice((-11, -8, -5, 6, 9))} 320 260)"
    return Plan(turn, *map("".join, (blocks, yards, greens, trees + old, new)))


def _avenue(chance: random.Random) -> tuple[list[str], list[str]]:
    old: list[str] = []
    new: list[str] = []
    for y in (AVENUE[0] - 2, AVENUE[0] + AVENUE[1] + 1):
        for x in range(-202, 850, 30):
            if chance.random() < 0.4:
                new.append(_dot(x, y, 8))
            elif chance.random() < 0.8:
                old.append(_dot(x, y, 6.5))
    return old, new


def _park(chance: random.Random) -> list[str]:
    return [
        _dot(chance.randrange(218, 442), chance.randrange(256, 414), chance.randrange(5, 9))
        for _ in range(22)
    ]


def _box(x: int, y: int, width: int, height: int) -> str:
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _dot(x: int, y: int, radius: float) -> str:
    return f"M{x - radius:g} {y}a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0-{2 * radius:g} 0"
