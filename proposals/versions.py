"""Reads for whoever changes a proposal, and for all who want to know what has changed."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from participation.consultations.geography import Point
from participation.core.db import fetch, fetch_one
from participation.core.differences import Row, differences
from participation.core.forms import Form
from participation.core.kinds import Wording as Earlier
from proposals.rules import Status, may_be_changed


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands in the form, as it was typed."""

    author_id: int | None
    values: Form
    version: int
    changeable: bool


_WORDING = """
SELECT p.author, p.title, p.body, COALESCE(k.slug, '') AS category, COALESCE(d.slug, '') AS district, p.place, p.latitude, p.longitude,
       p.version, p.status, EXISTS (SELECT 1 FROM official_answer o WHERE o.proposal = p.id) AS answered
FROM proposal p LEFT JOIN category k ON k.id = p.category LEFT JOIN district d ON d.id = p.district
WHERE p.id = $1 AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL
"""


async def wording(proposal_id: int) -> Wording | None:
    row = await fetch_one(_WORDING, proposal_id)
    if row is None:
        return None
    names = ("title", "body", "category", "district", "place")
    point = "" if row["latitude"] is None else str(Point(row["latitude"], row["longitude"]))
    values = Form(
        {**{name: [row[name]] for name in names}, "point": [point], "version": [str(row["version"])]}
    )
    return Wording(
        row["author"], values, row["version"], may_be_changed(Status(row["status"]), answered=row["answered"])
    )


@dataclass(frozen=True, slots=True)
class Version:
    """One step from a text to the next: when, and word by word; no words where the former is withheld."""

    number: int
    changed_at: datetime
    title: list[Row]
    body: list[Row]
    withheld: bool


_VERSIONS = """
SELECT number, title, body, withheld, replaced_at FROM proposal_version WHERE proposal = $1
UNION ALL SELECT NULL, title, body, false, NULL FROM proposal WHERE id = $1
ORDER BY number NULLS LAST
"""


async def versions(proposal_id: int) -> list[Version]:
    """Newest change first. Only for a proposal that may be read."""
    rows = await fetch(_VERSIONS, proposal_id)
    steps = []
    for old, new in pairwise(rows):
        withheld = old["withheld"] or new["withheld"]
        steps.append(
            Version(
                old["number"] + 1,
                old["replaced_at"],
                [] if withheld or old["title"] == new["title"] else differences(old["title"], new["title"]),
                [] if withheld else differences(old["body"], new["body"]),
                withheld,
            )
        )
    return steps[::-1]


_WORDINGS = """
SELECT title, body, written_at, withheld, number FROM proposal_version WHERE proposal = $1
UNION ALL SELECT title, body, COALESCE(changed_at, published_at), false, NULL FROM proposal WHERE id = $1
ORDER BY number NULLS LAST
"""


async def wordings(proposal_id: int) -> list[Earlier]:
    """For moderation: also what is withheld from all others."""
    return [Earlier(*row[:4]) for row in await fetch(_WORDINGS, proposal_id)]
