"""Reads of a discussion: a page of a thread, cards, where a comment stands, search."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from participation.core import kinds
from participation.core.clock import now
from participation.core.db import fetch, fetch_one
from participation.core.html import plain
from participation.core.kinds import HELD, Card, Search, Wording
from participation.core.searching import bounded
from participation.discussion.rules import TOPS_ON_A_PAGE, may_change


@dataclass(frozen=True, slots=True)
class Comment:
    """`author` is "" where the account is gone; with `hidden_at` there is neither author nor text, but a rule."""

    id: int
    author: str
    office: str | None
    html: Markup
    stance: str | None
    created_at: datetime
    hidden_at: datetime | None = None
    rule: str = ""
    rule_slug: str = ""
    author_id: int | None = None
    changed_at: datetime | None = None
    replies: list["Comment"] = field(default_factory=list)

    @property
    def changeable(self) -> bool:
        """By whoever wrote it."""
        return may_change(self.created_at, now(), replied=bool(self.replies))

    @property
    def held(self) -> bool:
        """It waits for approval; only whoever wrote it gets such a line at all."""
        return self.hidden_at is not None and self.rule_slug == HELD


@dataclass(frozen=True, slots=True)
class Lock:
    """Moderation has ended the thread by a rule."""

    rule: str
    rule_slug: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """`more_after` is what the next page is asked with; `after` what this one was."""

    count: int = 0
    in_favour: int = 0
    against: int = 0
    neutral: int = 0
    comments: list[Comment] = field(default_factory=list)
    after: int = 0
    more_after: int | None = None
    lock: Lock | None = None
    newest: bool = False
    """First-level comments stand the newest first; their replies always in order."""

    def shows(self, number: int | None) -> bool:
        """Whether the comment can be read, and answered, on this page."""
        if number is None:
            return False
        lines = [line for top in self.comments for line in (top, *top.replies)]
        return any(line.id == number and line.hidden_at is None for line in lines)


_TEXT = """
WITH t AS (SELECT * FROM thread WHERE subject_kind = $1 AND subject_id = $2 AND hidden_at IS NULL),
tops AS (
    SELECT c.* FROM comment c
    WHERE c.thread = (SELECT id FROM t) AND c.parent IS NULL AND <behind> AND (c.hidden_rule_slug IS DISTINCT FROM 'held' OR c.author = $5)
    ORDER BY <order> LIMIT $4
),
lines AS (
    SELECT * FROM tops
    UNION ALL
    SELECT r.* FROM comment r JOIN tops ON tops.id = r.parent
    WHERE tops.hidden_at IS NULL AND (r.hidden_rule_slug IS DISTINCT FROM 'held' OR r.author = $5)
)
SELECT t.comments_count, t.for_count, t.against_count, t.neutral_count,
       l.id, l.parent, l.author, l.author_role, l.body_html, l.stance, l.created_at,
       l.hidden_at, l.hidden_rule, l.hidden_rule_slug, p.display_name, l.changed_at,
       (SELECT (k.rule, k.rule_slug, k.since) FROM thread_lock k WHERE k.thread = t.id ORDER BY k.id LIMIT 1) AS lock
FROM t LEFT JOIN lines l ON true LEFT JOIN person p ON p.id = l.author
ORDER BY l.id
"""
_PAGE = _TEXT.replace("<behind>", "c.id > $3").replace("<order>", "c.id")
_NEWEST = _TEXT.replace("<behind>", "($3 = 0 OR c.id < $3)").replace("<order>", "c.id DESC")


async def page_of(
    kind: str, number: int, after: int = 0, viewer: int | None = None, *, newest: bool = False
) -> Thread:
    """Oldest or newest first, at most 50 first-level comments behind the id `after`. One statement.

    The `viewer` also finds what they wrote themselves and nobody has approved yet.
    """
    text = _NEWEST if newest else _PAGE
    rows = await fetch(text, kind, number, after, TOPS_ON_A_PAGE + 1, viewer)
    if not rows:
        return Thread(after=after, newest=newest)
    comments: dict[int, Comment] = {}
    for row in rows:
        if row["id"] is None:
            continue
        comment = _comment(row)
        if row["parent"] is None:
            comments[comment.id] = comment
        else:
            comments[row["parent"]].replies.append(comment)
    shown = list(comments.values())[:: -1 if newest else 1]
    more = shown[TOPS_ON_A_PAGE - 1].id if len(shown) > TOPS_ON_A_PAGE else None
    head = rows[0]
    return Thread(
        head["comments_count"],
        head["for_count"],
        head["against_count"],
        head["neutral_count"],
        shown[:TOPS_ON_A_PAGE],
        after,
        more,
        Lock(*head["lock"]) if head["lock"] else None,
        newest,
    )


def _comment(row: Any) -> Comment:
    """By place, in the order of `_PAGE`: a page makes fifty."""
    (
        _,
        _,
        _,
        _,
        number,
        _,
        author,
        role,
        html,
        stance,
        created_at,
        hidden_at,
        rule,
        rule_slug,
        name,
        changed_at,
        _,
    ) = row
    if hidden_at is not None:
        return Comment(
            number, "", None, Markup(), None, created_at, hidden_at, rule or "", rule_slug or "", author
        )
    return Comment(
        number,
        name or "",
        role,
        Markup(html),  # noqa: S704  # the stored, sanitised column
        stance,
        created_at,
        author_id=author,
        changed_at=changed_at,
    )


_STANDS = """
SELECT t.subject_kind, t.subject_id,
       (SELECT r.id FROM (
            SELECT x.id, row_number() OVER (ORDER BY x.id) AS n FROM comment x
            WHERE x.thread = c.thread AND x.parent IS NULL AND x.id < COALESCE(c.parent, c.id)
        ) r WHERE r.n % $2 = 0 ORDER BY r.n DESC LIMIT 1) AS after
FROM comment c JOIN thread t ON t.id = c.thread WHERE c.id = $1 AND c.hidden_rule_slug IS DISTINCT FROM 'held'
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the comment `id` stands: its subject, and the page of the thread as `after`."""

    subject: tuple[str, int]
    id: int
    after: int
    held: bool = False

    @property
    def tail(self) -> str:
        """What follows the subject's address."""
        return (f"?after={self.after}" if self.after else "") + f"#comment-{self.id}"


async def stand_of(comment: int) -> Stand | None:
    row = await fetch_one(_STANDS, comment, TOPS_ON_A_PAGE)
    return Stand((row["subject_kind"], row["subject_id"]), comment, row["after"] or 0) if row else None


_CARDS = """
SELECT c.id, c.body_html, c.created_at, c.author, COALESCE(p.display_name, '') AS author_name,
       (c.hidden_at IS NOT NULL OR top.hidden_at IS NOT NULL OR t.hidden_at IS NOT NULL) AS hidden,
       t.subject_kind, t.subject_id
FROM comment c JOIN thread t ON t.id = c.thread
LEFT JOIN comment top ON top.id = c.parent
LEFT JOIN person p ON p.id = c.author
WHERE c.id = ANY($1::bigint[])
"""


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    """`title` is that of the thing the comment is about."""
    rows = await fetch(_CARDS, list(numbers))
    subjects = await kinds.cards([(row["subject_kind"], row["subject_id"]) for row in rows])
    return {row["id"]: _card(row, subjects.get((row["subject_kind"], row["subject_id"]))) for row in rows}


async def ids_of_person(person: int) -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM comment WHERE author = $1 ORDER BY id", person)]


def _card(row: Any, subject: Card | None) -> Card:
    return Card(
        kind="comment",
        id=row["id"],
        title=subject.title if subject else "",
        text=plain(row["body_html"]),
        html=row["body_html"],
        url=f"/comments/{row['id']}",
        author_id=row["author"],
        author_name=row["author_name"],
        created_at=row["created_at"],
        place=subject.place if subject else "",
        hidden=row["hidden"] or subject is None or subject.hidden,
        parent=(row["subject_kind"], row["subject_id"]),
        consultation_id=subject.consultation_id if subject else None,
        district_id=subject.district_id if subject else None,
    )


_HIT = """
SELECT n.id, ts_rank_cd(n.search, to_tsquery('german', $1)) AS rank FROM /*from*/ n
WHERE n.search @@ to_tsquery('german', $1) AND /*shown*/
    AND (SELECT t.hidden_at FROM thread t WHERE t.id = n.thread) IS NULL
    AND (SELECT o.hidden_at FROM comment o WHERE o.id = n.parent) IS NULL
"""
_SEARCH = """
SELECT c.id, best.rank, '' AS title, '/comments/' || c.id AS url, '' AS place, c.created_at,
       ts_headline('german', regexp_replace(c.body_html, '<[^>]+>', ' ', 'g'), to_tsquery('german', $1),
                   'StartSel="",StopSel="",MinWords=12,MaxWords=30') AS teaser,
       t.subject_kind AS about_kind, t.subject_id AS about_id, best.looked_at
FROM (/*best*/) best JOIN comment c ON c.id = best.id JOIN thread t ON t.id = c.thread
ORDER BY best.rank DESC, c.id DESC
"""
SEARCH = Search(_SEARCH.replace("/*best*/", bounded("comment", "n.hidden_at IS NULL", _HIT)), escaped=True)


_RECENT = "SELECT id FROM comment WHERE id > $1 ORDER BY id LIMIT $2"


async def recent_ids(after: int, limit: int) -> list[int]:
    """For the checks of moderation, which look at every new text once."""
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


_BEFORE = """
SELECT b.id FROM comment c JOIN comment b ON b.thread = c.thread AND b.id < c.id
  AND (b.id = c.parent OR b.parent IS NOT DISTINCT FROM c.parent)
WHERE c.id = $1 ORDER BY b.id DESC LIMIT $2
"""


async def before(comment_id: int, most: int) -> list[int]:
    """What stood just before it: the comment it answers, and the answers there before this one."""
    return [row["id"] for row in reversed(await fetch(_BEFORE, comment_id, most))]


_WORDINGS = """
SELECT body, written_at, true AS withheld, id FROM comment_version WHERE comment = $1
UNION ALL SELECT body, COALESCE(changed_at, created_at), false, NULL FROM comment WHERE id = $1
ORDER BY id NULLS LAST
"""


async def wordings(comment_id: int) -> list[Wording]:
    """For moderators alone: others read what it says now."""
    return [
        Wording("", row["body"], row["written_at"], row["withheld"])
        for row in await fetch(_WORDINGS, comment_id)
    ]


_REPLIES = "SELECT count(*) AS comments FROM comment WHERE parent = ANY($1::bigint[]) AND hidden_at IS NULL"


async def weighs(comments: Sequence[int]) -> dict[str, int]:
    """The replies that go with them when they are hidden."""
    return dict(await fetch_one(_REPLIES, list(comments)) or {})
