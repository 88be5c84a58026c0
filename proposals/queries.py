"""Reads: one proposal with all that its page needs, cards, search."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from participation.core.clock import now, today
from participation.core.db import fetch, fetch_one, fetch_value
from participation.core.forms import Form
from participation.core.html import plain
from participation.core.kinds import HELD, Card, Search
from participation.core.searching import bounded
from participation.discussion.rules import Office
from proposals.images.queries import Image, images
from proposals.outcomes.export import COLUMNS as OUTCOME
from proposals.paper.rules import Channel
from proposals.paper.wording import MARKS
from proposals.rules import Status
from proposals.wording import MERGED, STATUS, Look


@dataclass(frozen=True, slots=True)
class Tomb:
    rule: str
    rule_slug: str
    since: datetime

    @property
    def held(self) -> bool:
        """It waits for approval and was never public."""
        return self.rule_slug == HELD


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    title: str
    html: Markup
    office: str
    person: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """`author` is "" where nobody is named; `mine` whether the asking person supports it."""

    id: int
    consultation_id: int
    title: str
    html: Markup
    author: str
    office: Office | None
    """In which the person proposed; it stays when they leave it."""
    author_id: int | None
    category: str
    district: str
    place: str
    status: Look
    supports: int
    mine: bool
    published_at: datetime
    source_url: str | None
    answer: AnswerGiven | None
    tomb: Tomb | None
    withdrawn: bool
    changed_at: datetime | None
    versions: int
    """How many former texts, and descriptions of pictures, are kept."""
    state: Status
    threshold: int | None
    """So many supports oblige the city to answer."""
    due_on: date | None
    """The last day for an answer that is owed."""
    images: tuple[Image, ...]
    placed: bool
    """Whether it has a point on the map."""
    mark: str
    """Msgid of how it came, where a clerk entered it."""
    merged_into: int | None
    twin_title: str
    """Of the proposal that this one went into; "" where nobody may read it any more."""
    others: dict[int, str]
    council_pen: bool
    """One of the others sits in the council."""
    """Who writes along with the author: names by person."""
    joined: list[tuple[int, str]]
    """Numbers and titles of those that went into this one."""
    taken: bool
    """Into a text of the city."""

    @property
    def names(self) -> str:
        return ", ".join(name for name in (self.author, *self.others.values()) if name)

    @property
    def alone(self) -> bool:
        return self.names == self.author

    @property
    def offices(self) -> list[Office]:
        """Those among all who have written it."""
        found = {self.office, Office.COUNCIL if self.council_pen else None} if self.names else set()
        return sorted(office for office in found if office)

    def written_by(self, person_id: int | None) -> bool:
        return person_id is not None and (person_id == self.author_id or person_id in self.others)

    @property
    def changeable(self) -> bool:
        return self.answer is None and self.state is Status.RECEIVED and self.merged_into is None

    @property
    def may_be_taken_back(self) -> bool:
        """By whoever wrote it; what the city has answered stays for all to read."""
        return self.answer is None

    @property
    def late(self) -> bool:
        """Whether an answer that is owed should be there by now."""
        return self.answer is None and self.due_on is not None and today() > self.due_on

    @property
    def has_outcome(self) -> bool:
        """Whether there is more to tell than the answer."""
        return self.answer is not None or self.state in {Status.ACCEPTED, Status.BUILDING, Status.DONE}

    @property
    def url(self) -> str:
        return f"/proposals/{self.id}"

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.district) if part)


_ONE = """
SELECT p.id, p.consultation, p.title, p.body_html, p.author, p.author_role, COALESCE(a.display_name, p.author_name, '') AS author_name,
       COALESCE(k.title, '') AS category, COALESCE(d.name, '') AS district, p.place, p.status, p.supports_count,
       p.published_at, p.hidden_at, p.hidden_rule, p.hidden_rule_slug, p.withdrawn_at, p.source_url,
       (SELECT json_agg(json_build_array(x.id, x.display_name) ORDER BY w.id) FROM proposal_pen w
        JOIN person x ON x.id = w.person WHERE w.proposal = p.id) AS others,
       EXISTS (SELECT 1 FROM proposal_pen w JOIN role_grant g ON g.person = w.person AND g.role = 'council'
               WHERE w.proposal = p.id) AS council_pen,
       p.merged_into, CASE WHEN twin.hidden_at IS NULL AND twin.withdrawn_at IS NULL THEN twin.title END AS twin_title,
       (SELECT json_agg(json_build_array(x.id, x.title) ORDER BY x.id) FROM proposal x
        WHERE x.merged_into = p.id AND x.hidden_at IS NULL AND x.withdrawn_at IS NULL) AS joined,
       p.latitude IS NOT NULL AS placed,
       p.changed_at, (SELECT count(*) FROM proposal_version v WHERE v.proposal = p.id)
         + (SELECT count(*) FROM proposal_image i JOIN proposal_image_text x ON x.image = i.id
            WHERE i.proposal = p.id AND i.hidden_at IS NULL) AS versions,
       c.answer_threshold, b.due_on, e.channel,
       EXISTS (SELECT 1 FROM taken_up u WHERE u.source_kind = 'proposal' AND u.source_id = p.id) AS taken,
       EXISTS (SELECT 1 FROM support s WHERE s.proposal = p.id AND s.person = $2) AS mine,
       ARRAY(SELECT (i.id, i.name, i.alt, i.width, i.height, i.hidden_at, i.hidden_rule, i.hidden_rule_slug)
             FROM proposal_image i WHERE i.proposal = p.id ORDER BY i.id) AS images,
       o.title AS answer_title, o.body_html AS answer_html, o.office, o.person_name, o.answered_at
FROM proposal p JOIN consultation c ON c.id = p.consultation
LEFT JOIN proposal twin ON twin.id = p.merged_into
LEFT JOIN answer_obligation b ON b.proposal = p.id
LEFT JOIN paper_entry e ON e.proposal = p.id
LEFT JOIN person a ON a.id = p.author
LEFT JOIN category k ON k.id = p.category
LEFT JOIN district d ON d.id = p.district
LEFT JOIN official_answer o ON o.proposal = p.id
WHERE p.id = $1
"""


async def proposal(number: int, person_id: int | None) -> Proposal | None:
    """Also a hidden one: its page shows the tombstone and must not touch title or text."""
    row = await fetch_one(_ONE, number, person_id)
    return _proposal(row) if row else None


def _proposal(row: Any) -> Proposal:
    hidden = row["hidden_at"] is not None
    return Proposal(
        id=row["id"],
        consultation_id=row["consultation"],
        title="" if hidden else row["title"],
        html=Markup() if hidden else Markup(row["body_html"]),  # noqa: S704  # the stored, sanitised column
        author=row["author_name"],
        office=Office(row["author_role"]) if row["author_role"] else None,
        author_id=row["author"],
        category=row["category"],
        district=row["district"],
        place=row["place"],
        status=MERGED if row["merged_into"] else STATUS[Status(row["status"])],
        supports=row["supports_count"],
        mine=row["mine"],
        published_at=row["published_at"],
        source_url=row["source_url"],
        answer=_answer(row),
        tomb=Tomb(row["hidden_rule"], row["hidden_rule_slug"], row["hidden_at"]) if hidden else None,
        withdrawn=row["withdrawn_at"] is not None,
        changed_at=row["changed_at"],
        versions=row["versions"],
        state=Status(row["status"]),
        threshold=row["answer_threshold"],
        due_on=row["due_on"],
        placed=row["placed"],
        images=() if hidden else images(row["images"]),
        mark=MARKS[Channel(row["channel"])] if row["channel"] else "",
        merged_into=row["merged_into"],
        twin_title=row["twin_title"] or "",
        others=dict(json.loads(row["others"] or "[]")),
        council_pen=row["council_pen"],
        taken=row["taken"],
        joined=[(number, title) for number, title in json.loads(row["joined"] or "[]")],
    )


_TYPED = """
SELECT o.title, o.body, o.office, o.person_name AS person, p.status
FROM official_answer o JOIN proposal p ON p.id = o.proposal WHERE o.proposal = $1
"""


async def answer_as_typed(number: int) -> Form | None:
    """For the form that changes it."""
    row = await fetch_one(_TYPED, number)
    return Form({name: [value] for name, value in row.items()}) if row else None


def _answer(row: Any) -> AnswerGiven | None:
    if row["answered_at"] is None:
        return None
    html = Markup(row["answer_html"])  # noqa: S704  # the stored, sanitised column
    return AnswerGiven(row["answer_title"], html, row["office"], row["person_name"], row["answered_at"])


# --- for the registry of kinds ------------------------------------------------------------------------------

_CARDS = """
SELECT p.id, p.title, p.body_html, p.author, COALESCE(a.display_name, p.author_name, '') AS author_name,
       p.created_at, p.consultation, p.district, c.title AS place,
       (p.hidden_at IS NOT NULL OR p.withdrawn_at IS NOT NULL OR c.published_at IS NULL
        OR c.published_at > now()) AS hidden
FROM proposal p JOIN consultation c ON c.id = p.consultation LEFT JOIN person a ON a.id = p.author
WHERE p.id = ANY($1::bigint[])
"""


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    return {row["id"]: _card(row) for row in await fetch(_CARDS, list(numbers))}


async def ids_of_person(person: int) -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM proposal WHERE author = $1 ORDER BY id", person)]


def _card(row: Any) -> Card:
    return Card(
        kind="proposal",
        id=row["id"],
        title=row["title"],
        text=plain(row["body_html"]),
        html=row["body_html"],
        url=f"/proposals/{row['id']}",
        author_id=row["author"],
        author_name=row["author_name"],
        created_at=row["created_at"],
        place=row["place"],
        hidden=row["hidden"],
        consultation_id=row["consultation"],
        district_id=row["district"],
    )


_SEEN = "n.hidden_at IS NULL AND n.withdrawn_at IS NULL AND n.merged_into IS NULL"
_HIT = """
SELECT n.id, ts_rank_cd(n.search, to_tsquery('german', $1)) AS rank FROM /*from*/ n
WHERE n.search @@ to_tsquery('german', $1) AND /*shown*/
    AND n.consultation = ANY(ARRAY(SELECT o.id FROM consultation o WHERE o.published_at <= $3))
"""
_SEARCH = """
SELECT p.id, best.rank, p.title, '/proposals/' || p.id AS url, c.title AS place, p.published_at AS created_at,
       ts_headline('german', regexp_replace(p.body_html, '<[^>]+>', ' ', 'g'), to_tsquery('german', $1),
                   'StartSel="",StopSel="",MinWords=12,MaxWords=30') AS teaser,
       NULL::text AS about_kind, NULL::bigint AS about_id, best.looked_at
FROM (/*best*/) best JOIN proposal p ON p.id = best.id JOIN consultation c ON c.id = p.consultation
ORDER BY best.rank DESC, p.id DESC
"""
SEARCH = Search(_SEARCH.replace("/*best*/", bounded("proposal", _SEEN, _HIT)), escaped=True)


# --- for programs -------------------------------------------------------------------------------------------

_API = """
SELECT p.id, c.slug, p.title, p.body, p.body_html, COALESCE(a.display_name, p.author_name) AS author_name,
       ARRAY(SELECT x.display_name FROM proposal_pen w JOIN person x ON x.id = w.person
             WHERE w.proposal = p.id ORDER BY w.id) AS others,
       k.slug AS category, d.slug AS district, p.place, p.status, p.supports_count,
       p.latitude, p.longitude,
       COALESCE(t.comments_count, 0) AS comments, p.published_at, p.source_url, p.hidden_at,
       p.hidden_rule_slug, p.withdrawn_at, p.merged_into,
       ARRAY(SELECT (i.id, i.name, i.alt, i.width, i.height, i.hidden_at, i.hidden_rule, i.hidden_rule_slug)
             FROM proposal_image i WHERE i.proposal = p.id AND i.hidden_at IS NULL ORDER BY i.id) AS images,"""
_API_FROM = """
FROM proposal p JOIN consultation c ON c.id = p.consultation AND c.published_at <= $1
LEFT JOIN person a ON a.id = p.author
LEFT JOIN category k ON k.id = p.category
LEFT JOIN district d ON d.id = p.district
LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id
"""
_API_BOTH = _API + OUTCOME + _API_FROM
_API_ONE = _API_BOTH + "WHERE p.id = $2"
_API_LIST = (
    _API_BOTH
    + """WHERE p.id > $2 AND ($3::bigint IS NULL OR p.consultation = $3)
         AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
         ORDER BY p.id LIMIT $4"""
)
_PUBLIC = "SELECT id FROM consultation WHERE slug = $1 AND published_at <= $2"


async def api_one(number: int) -> Any | None:
    """A row, also of a hidden one; nothing from a consultation that is a draft."""
    return await fetch_one(_API_ONE, now(), number)


async def api_list(slug: str | None, after: int, most: int) -> list[Any] | None:
    """None where there is no such public consultation."""
    consultation = await fetch_value(_PUBLIC, slug, now()) if slug is not None else None
    if slug is not None and consultation is None:
        return None
    return await fetch(_API_LIST, now(), after, consultation, most)


_RECENT = "SELECT id FROM proposal WHERE id > $1 ORDER BY id LIMIT $2"


async def recent_ids(after: int, limit: int) -> list[int]:
    """For the checks of moderation, which look at every new text once."""
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


_WEIGHS = """
SELECT COALESCE(sum(p.supports_count), 0)::bigint AS supports, COALESCE(sum(t.comments_count), 0)::bigint AS comments
FROM proposal p LEFT JOIN thread t ON t.subject_kind = 'proposal' AND t.subject_id = p.id WHERE p.id = ANY($1::bigint[])
"""


async def weighs(proposals: Sequence[int]) -> dict[str, int]:
    """What goes with them when they are hidden."""
    return dict(await fetch_one(_WEIGHS, list(proposals)) or {})
