"""What was chosen and is being built, beside the proposals that the council has decided on: /accountability."""

from typing import Any

from participation.budgeting import sql
from participation.core.clock import now
from participation.core.db import fetch
from proposals.outcomes.queries import Line, Source
from proposals.outcomes.rules import Progress


async def lines(slug: str, most: int) -> list[Line]:
    return [_line(row) for row in await fetch(sql.UNDER_WAY, now(), slug, most)]


def _line(row: Any) -> Line:
    """Nobody says of these steps how much of them is done."""
    return Line(
        milestone=row["id"],
        proposal_id=row["proposal"],
        proposal=row["proposal_title"],
        consultation=row["consultation"],
        title=row["title"],
        owner=row["owner"],
        due_on=row["due_on"],
        first_due_on=row["first_due_on"],
        progress=Progress(row["progress"]),
        share=None,
        note=row["note"],
        done_on=row["done_on"],
        place=f"/budgets/{row['budget']}/projects/{row['proposal']}",
    )


async def places() -> list[tuple[str, str]]:
    return [(row["slug"], row["title"]) for row in await fetch(sql.UNDER_WAY_IN, now())]


SOURCE = Source(lines, places)
