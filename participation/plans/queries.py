"""Reads: texts of a consultation, one version with its paragraphs, one paragraph, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from participation.core.db import fetch, fetch_one
from participation.core.differences import Row, differences
from participation.plans.rules.texts import Part, steps


@dataclass(frozen=True, slots=True)
class Text:
    """In its newest published version or in the one that was asked for; `number` is 0 before the first."""

    id: int
    consultation_id: int
    title: str
    lead: str
    version_id: int
    number: int
    reason: str
    published_at: datetime | None
    sha256: str
    latest: int
    drafted: bool
    weighed: bool

    @property
    def url(self) -> str:
        return f"/texts/{self.id}"

    @property
    def current(self) -> bool:
        return self.number == self.latest

    def version_url(self, number: int) -> str:
        return f"{self.url}/versions/{number}"


_TEXT = """
SELECT t.id, t.consultation, t.title, t.lead, COALESCE(v.id, 0), COALESCE(v.number, 0), COALESCE(v.reason, ''),
       v.published_at, COALESCE(v.sha256, ''),
       COALESCE((SELECT max(o.number) FROM plan_version o WHERE o.text = t.id AND o.published_at IS NOT NULL), 0),
       EXISTS (SELECT 1 FROM plan_version o WHERE o.text = t.id AND o.published_at IS NULL),
       EXISTS (SELECT 1 FROM plan_weighing w WHERE w.text = t.id)
FROM plan_text t LEFT JOIN plan_version v ON v.text = t.id AND v.published_at IS NOT NULL
     AND ($2::int IS NULL OR v.number = $2)
WHERE t.id = $1 ORDER BY v.number DESC NULLS LAST LIMIT 1
"""


async def text(number: int, version: int | None = None) -> Text | None:
    row = await fetch_one(_TEXT, number, version)
    return Text(*row) if row else None


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    title: str
    lead: str
    number: int
    published_at: datetime | None
    paragraphs: int
    comments: int

    @property
    def url(self) -> str:
        return f"/texts/{self.id}"


_LIST = """
SELECT t.id, t.title, t.lead, COALESCE(v.number, 0), v.published_at,
       (SELECT count(*) FROM plan_paragraph g WHERE g.version = v.id AND g.level = 0),
       (SELECT COALESCE(sum(h.comments_count), 0)::int FROM plan_paragraph g
        JOIN thread h ON h.subject_kind = 'paragraph' AND h.subject_id = g.passage WHERE g.version = v.id)
FROM plan_text t LEFT JOIN LATERAL (
    SELECT * FROM plan_version o WHERE o.text = t.id AND o.published_at IS NOT NULL ORDER BY o.number DESC LIMIT 1
) v ON true
WHERE t.consultation = $1 AND ($2 OR v.id IS NOT NULL) ORDER BY t.id
"""


async def texts_of(consultation_id: int, *, drafts: bool) -> list[Listed]:
    return [Listed(*row) for row in await fetch(_LIST, consultation_id, drafts)]


_COUNTS = """
SELECT t.consultation, count(*) AS texts FROM plan_text t
WHERE t.consultation = ANY($1::bigint[])
  AND EXISTS (SELECT 1 FROM plan_version v WHERE v.text = t.id AND v.published_at IS NOT NULL)
GROUP BY t.consultation
"""


async def counts(consultations: Sequence[int]) -> dict[int, int]:
    return {row["consultation"]: row["texts"] for row in await fetch(_COUNTS, list(consultations))}


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (`passage` 0) or a paragraph, with what everybody can read about it."""

    passage: int
    level: int
    number: str
    body: str
    html: Markup
    comments: int
    wordings: int

    @property
    def anchor(self) -> str:
        return f"p-{self.passage}" if self.passage else f"s-{self.number}"


_LINES = """
SELECT COALESCE(g.passage, 0), g.level, g.number, g.body, g.body_html, COALESCE(h.comments_count, 0),
       (SELECT count(*) FROM plan_wording w WHERE w.passage = g.passage AND w.hidden_at IS NULL)
FROM plan_paragraph g LEFT JOIN thread h ON h.subject_kind = 'paragraph' AND h.subject_id = g.passage
WHERE g.version = $1 ORDER BY g.position
"""


async def lines(version_id: int) -> list[Line]:
    return [_line(row) for row in await fetch(_LINES, version_id)]


def _line(row: Any) -> Line:
    passage, level, number, body, html, *counts = row
    return Line(passage, level, number, body, Markup(html), *counts)  # noqa: S704  # the stored, sanitised column


# --- one paragraph ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """As it stands in the last version that has it; `gone` where a newer one has it no more."""

    id: int
    text_id: int
    consultation_id: int
    title: str
    version_id: int
    version: int
    number: str
    body: str
    html: Markup
    section: str
    before: int
    after: int
    versions: int
    gone: bool
    sourced: bool
    """Whether it comes from something that people wrote."""

    @property
    def url(self) -> str:
        return f"/paragraphs/{self.id}"

    @property
    def text_url(self) -> str:
        """Where it stands in the text."""
        version = f"/versions/{self.version}" if self.gone else ""
        return f"/texts/{self.text_id}{version}#p-{self.id}"


_PARAGRAPH = """
SELECT g.passage, t.id, t.consultation, t.title, v.id, v.number, g.number, g.body, g.body_html,
       COALESCE((SELECT s.number || ' ' || s.body FROM plan_paragraph s WHERE s.version = v.id AND s.level > 0
                 AND s.position < g.position ORDER BY s.position DESC LIMIT 1), ''),
       COALESCE((SELECT s.passage FROM plan_paragraph s WHERE s.version = v.id AND s.level = 0
                 AND s.position < g.position ORDER BY s.position DESC LIMIT 1), 0),
       COALESCE((SELECT s.passage FROM plan_paragraph s WHERE s.version = v.id AND s.level = 0
                 AND s.position > g.position ORDER BY s.position LIMIT 1), 0),
       (SELECT count(DISTINCT s.body) FROM plan_paragraph s JOIN plan_version o
        ON o.id = s.version AND o.published_at IS NOT NULL WHERE s.passage = g.passage),
       EXISTS (SELECT 1 FROM plan_version o WHERE o.text = t.id AND o.published_at IS NOT NULL
               AND o.number > v.number),
       EXISTS (SELECT 1 FROM taken_up u WHERE u.target_kind = 'paragraph' AND u.target_id = g.passage)
FROM plan_paragraph g JOIN plan_version v ON v.id = g.version AND v.published_at IS NOT NULL
JOIN plan_text t ON t.id = v.text
WHERE g.passage = $1 ORDER BY v.number DESC LIMIT 1
"""


async def paragraph(passage: int) -> Paragraph | None:
    row = await fetch_one(_PARAGRAPH, passage)
    if row is None:
        return None
    values = list(row)
    values[8] = Markup(values[8])  # noqa: S704  # the stored, sanitised column
    return Paragraph(*values)


@dataclass(frozen=True, slots=True)
class LastChange:
    """How the words of a paragraph came to be as they are: since `version`; no rows where they are the first ones."""

    version: int
    published_at: datetime
    rows: list[Row]


_BODIES = """
SELECT v.number, v.published_at, g.body FROM plan_paragraph g
JOIN plan_version v ON v.id = g.version AND v.published_at IS NOT NULL WHERE g.passage = $1 ORDER BY v.number
"""


async def last_change(passage: int) -> LastChange | None:
    rows = await fetch(_BODIES, passage)
    for former, row in reversed(list(pairwise(rows))):
        if former["body"] != row["body"]:
            return LastChange(row["number"], row["published_at"], differences(former["body"], row["body"]))
    return LastChange(rows[0]["number"], rows[0]["published_at"], []) if rows else None


# --- what changed -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """One part, word by word; a part that is new or gone is one whole run."""

    number: str
    passage: int
    new: bool
    gone: bool
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    published_at: datetime
    reason: str
    sha256: str
    changes: list[Changed]
    paragraphs: int


_VERSIONS = """
SELECT v.number, v.published_at, v.reason, v.sha256,
       ARRAY(SELECT (COALESCE(g.passage, 0), g.level, g.number, g.body) FROM plan_paragraph g
             WHERE g.version = v.id ORDER BY g.position) AS parts
FROM plan_version v WHERE v.text = $1 AND v.published_at IS NOT NULL ORDER BY v.number
"""


async def versions(text_id: int) -> list[Version]:
    """Newest first, each with what it changed."""
    rows = await fetch(_VERSIONS, text_id)
    texts = [[Part(*part) for part in row["parts"]] for row in rows]
    found = []
    for row, (old, new) in zip(rows, pairwise([[], *texts]), strict=True):
        changed = changes(old, new) if old else []
        paragraphs = sum(part.level == 0 for part in new)
        found.append(
            Version(row["number"], row["published_at"], row["reason"], row["sha256"], changed, paragraphs)
        )
    return found[::-1]


def changes(old: Sequence[Part], new: Sequence[Part]) -> list[Changed]:
    found = []
    for step in steps(old, new):
        part = step.new or step.old
        assert part is not None, "a step has a side"
        words = differences(step.old.body if step.old else "", step.new.body if step.new else "")
        found.append(Changed(part.number, part.passage, step.old is None, step.new is None, words))
    return found


_CANONICAL = """
SELECT v.canonical, v.sha256 FROM plan_version v WHERE v.text = $1 AND v.number = $2 AND v.published_at IS NOT NULL
"""


async def canonical_of(text_id: int, version: int) -> Any | None:
    """(canonical, sha256)"""
    return await fetch_one(_CANONICAL, text_id, version)


# --- for the desk -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands in the form: the draft, else the published text. `saved` tells drafts of two people apart."""

    source: str
    reason: str
    saved: str
    version: int
    drafted: bool


_DRAFT = """
SELECT v.source, v.reason, v.saved_at, v.number, v.published_at FROM plan_version v
WHERE v.text = $1 ORDER BY v.number DESC LIMIT 1
"""


async def desk(text_id: int) -> Desk:
    row: Any = await fetch_one(_DRAFT, text_id)
    if row["published_at"] is None:
        return Desk(row["source"], row["reason"], row["saved_at"].isoformat(), row["number"], drafted=True)
    return Desk(row["source"], "", "", row["number"] + 1, drafted=False)


_PARTS = """
SELECT COALESCE(g.passage, 0), g.level, g.number, g.body FROM plan_paragraph g WHERE g.version = $1 ORDER BY g.position
"""


async def parts(version_id: int) -> list[Part]:
    return [Part(*row) for row in await fetch(_PARTS, version_id)]
