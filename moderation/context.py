"""What stands around a case: what came before it in its place, and how its text read before it was changed.

Each kind of content says how to find both (`core/kinds.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from participation.core import kinds
from participation.core.differences import Row, differences
from participation.core.kinds import Card

LINES = 4
"""So many before the one that was reported."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one wording to the next, word by word; `title` is empty where it stayed. `withheld`: others cannot read it."""

    number: int
    changed_at: datetime
    title: Sequence[Row]
    text: Sequence[Row]
    withheld: bool


async def lines_before(kind: str, content_id: int) -> list[Card]:
    """Oldest first, hidden ones too; what it stands under is shown for itself."""
    known = kinds.get(kind)
    if known is None or known.before is None:
        return []
    numbers = await known.before(content_id, LINES)
    cards = await known.cards(numbers) if numbers else {}
    return [cards[number] for number in numbers if number in cards]


async def steps_to(kind: str, content_id: int) -> list[Step]:
    """The changes of its text, the newest first."""
    known = kinds.get(kind)
    if known is None or known.wordings is None:
        return []
    found = await known.wordings(content_id)
    return [
        Step(
            number,
            new.since,
            differences(old.title, new.title) if old.title != new.title else (),
            differences(old.text, new.text),
            old.withheld or new.withheld,
        )
        for number, (old, new) in enumerate(pairwise(found), start=2)
    ][::-1]
