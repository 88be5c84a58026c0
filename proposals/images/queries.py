"""Reads: what a page shows of the pictures, one picture by its address, and cards for moderation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import pairwise
from typing import Any

from participation.core.clock import now
from participation.core.db import fetch, fetch_one
from participation.core.differences import Row, differences
from participation.core.kinds import HELD, Card, Tombstone, Wording
from proposals.images.rules import address_of

KIND = "image"
SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Image:
    """What a page may know of one; of a hidden picture neither address nor description."""

    id: int
    name: str
    alt: str
    width: int
    height: int
    tomb: Tombstone | None = None

    @property
    def held(self) -> bool:
        """It waits for approval and was never public."""
        return self.tomb is not None and self.tomb.rule_slug == HELD

    @property
    def url(self) -> str:
        return address_of(self.name)

    @property
    def small(self) -> str:
        return address_of(self.name, small=True)


def images(entries: Iterable[Sequence[Any]]) -> tuple[Image, ...]:
    """From what a statement gives: id, name, alt, width, height, hidden_at, hidden_rule, hidden_rule_slug.

    What its author took away is on no page, also while moderation still has to look at it.
    """
    return tuple(_image(*entry) for entry in entries if entry[-1] != SET_ASIDE)


def _image(  # one column each
    number: int,
    name: str,
    alt: str,
    width: int,
    height: int,
    since: datetime | None,
    rule: str | None,
    slug: str | None,
) -> Image:
    if since is None:
        return Image(number, name, alt, width, height)
    return Image(number, "", "", width, height, Tombstone(rule or "", slug or "", since))


_OF_DRAFT = """
SELECT i.id, i.name, i.alt, i.width, i.height, i.hidden_at, i.hidden_rule, i.hidden_rule_slug
FROM proposal_image i JOIN proposal_draft d ON d.id = i.draft
WHERE d.person = $1 AND d.consultation = $2 ORDER BY i.id
"""


async def of_draft(person_id: int, consultation_id: int) -> tuple[Image, ...]:
    return images([tuple(row) for row in await fetch(_OF_DRAFT, person_id, consultation_id)])


# --- one picture --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """`writer` is set while it belongs to a draft, which that person alone may see."""

    body: bytes
    public: bool
    writer: int | None
    consultation_id: int | None
    district_id: int | None


_SEEN = """
, i.hidden_at IS NULL AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND COALESCE(c.published_at <= $2, false)
  AS public, d.person, p.consultation, p.district
FROM proposal_image i LEFT JOIN proposal p ON p.id = i.proposal LEFT JOIN consultation c ON c.id = p.consultation
LEFT JOIN proposal_draft d ON d.id = i.draft WHERE i.name = $1
"""
_LARGE = "SELECT i.large" + _SEEN
_SMALL = "SELECT i.small" + _SEEN


async def shown(name: str, *, small: bool) -> Shown | None:
    row = await fetch_one(_SMALL if small else _LARGE, name, now())
    return Shown(*row) if row else None


# --- for the registry of kinds ------------------------------------------------------------------------------

_CARDS = """
SELECT i.id, i.name, i.alt, i.person, a.display_name, i.created_at, p.id AS proposal, p.title, p.consultation, p.district,
       c.title AS place, i.hidden_at IS NOT NULL OR p.hidden_at IS NOT NULL OR p.withdrawn_at IS NOT NULL
       OR c.published_at IS NULL OR c.published_at > $2 AS hidden
FROM proposal_image i JOIN proposal p ON p.id = i.proposal JOIN consultation c ON c.id = p.consultation
JOIN person a ON a.id = i.person WHERE i.id = ANY($1::bigint[])
"""


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    """Those of drafts are nobody's business."""
    return {row["id"]: _card(row) for row in await fetch(_CARDS, list(numbers), now())}


def _card(row: Any) -> Card:
    return Card(
        kind=KIND,
        id=row["id"],
        title=row["title"],
        text=row["alt"],
        html=f"<p>{escape(row['alt'])}</p>",
        url=f"/proposals/{row['proposal']}#image-{row['id']}",
        author_id=row["person"],
        author_name=row["display_name"],
        created_at=row["created_at"],
        place=row["place"],
        hidden=row["hidden"],
        parent=("proposal", row["proposal"]),
        consultation_id=row["consultation"],
        district_id=row["district"],
        picture=address_of(row["name"], small=True),
    )


_RECENT = "SELECT id FROM proposal_image WHERE id > $1 AND proposal IS NOT NULL ORDER BY id LIMIT $2"
_OF_PERSON = "SELECT id FROM proposal_image WHERE person = $1 AND proposal IS NOT NULL ORDER BY id"
_WORDINGS = """
SELECT p.title, x.alt, x.written_at, x.withheld, x.id FROM proposal_image_text x
JOIN proposal_image i ON i.id = x.image JOIN proposal p ON p.id = i.proposal WHERE i.id = $1
UNION ALL SELECT p.title, i.alt, COALESCE(i.described_at, i.created_at), false, NULL
FROM proposal_image i JOIN proposal p ON p.id = i.proposal WHERE i.id = $1 ORDER BY 5 NULLS LAST
"""


async def recent_ids(after: int, limit: int) -> list[int]:
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


async def ids_of_person(person: int) -> list[int]:
    return [row["id"] for row in await fetch(_OF_PERSON, person)]


async def wordings(number: int) -> list[Wording]:
    """All descriptions, also what is withheld from all others."""
    return [Wording(*row[:4]) for row in await fetch(_WORDINGS, number)]


@dataclass(frozen=True, slots=True)
class Described:
    """One step from a description to the next; no words where the former is withheld."""

    image: int
    small: str
    changed_at: datetime
    rows: list[Row]
    withheld: bool


_DESCRIBED = """
SELECT i.id, i.name, x.alt, x.withheld, x.replaced_at, x.id AS place FROM proposal_image_text x
JOIN proposal_image i ON i.id = x.image WHERE i.proposal = $1 AND i.hidden_at IS NULL
UNION ALL SELECT i.id, i.name, i.alt, false, NULL, NULL FROM proposal_image i
WHERE i.proposal = $1 AND i.hidden_at IS NULL
ORDER BY 1, 6 NULLS LAST
"""


async def described(proposal_id: int) -> list[Described]:
    """By pictures, the oldest change first. Only for a proposal that may be read."""
    return [
        Described(
            old["id"],
            address_of(old["name"], small=True),
            old["replaced_at"],
            [] if old["withheld"] or new["withheld"] else differences(old["alt"], new["alt"]),
            old["withheld"] or new["withheld"],
        )
        for old, new in pairwise(await fetch(_DESCRIBED, proposal_id))
        if old["id"] == new["id"]
    ]


# --- for the person's own copy ------------------------------------------------------------------------------

_MINE = """
SELECT name, alt, width, height, created_at, proposal, hidden_at IS NOT NULL AS hidden,
       ARRAY(SELECT x.alt FROM proposal_image_text x WHERE x.image = i.id ORDER BY x.id) AS earlier
FROM proposal_image i WHERE person = $1 ORDER BY id
"""


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            "proposal": row["proposal"],
            "url": address_of(row["name"]),
            "description": row["alt"],
            "earlier_descriptions": row["earlier"],
            "width": row["width"],
            "height": row["height"],
            "created_at": row["created_at"].isoformat(),
            "hidden": row["hidden"],
        }
        for row in await fetch(_MINE, person_id)
    ]
