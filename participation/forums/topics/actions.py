"""Handing in a topic, and what becomes of it. The forum's row is held, so limits and order hold among many at once."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.premoderation import hold
from participation.core.audit import record
from participation.core.clock import ZONE
from participation.core.db import UnitOfWork, execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered
from participation.core.kinds import HELD, Tombstone
from participation.forums.reading import waits_here
from participation.forums.setup.actions import CANCELLED, require_coming, tell
from participation.forums.setup.queries import Prepared
from participation.forums.topics import plan
from participation.forums.topics import queries as read
from participation.forums.topics import wording as _wording  # noqa: F401  # the sentences of what is refused
from participation.forums.topics.forms import NewTopic, Statement, Verdict
from participation.forums.topics.letters import write
from participation.forums.topics.rules import (
    Limits,
    TopicState,
    Wish,
    had_its_turn,
    may_become,
    name_key,
    person_key,
    swapped,
    why_not,
)

_INSERT = """
INSERT INTO topic (forum, author, author_role, person_key, name, name_shown, contact, association, association_key,
    channel, entered_by, title, body, body_html, renderer, place, new_facts, received_at, created_at, state_at,
    hidden_at, hidden_rule_slug)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19,
    CASE WHEN $20::text IS NOT NULL THEN $19::timestamptz END, $20) RETURNING id
"""
_STATE = """
UPDATE topic SET state = $2, state_at = $3, position = $4, merged_into = $5, refusal = $6, body_in_charge = $7,
    explanation = $8
WHERE id = $1
"""
_LAST = "SELECT COALESCE(max(position), 0) + 1 FROM topic WHERE forum = $1 AND state = 'accepted'"
_FOLLOWERS = "SELECT id FROM topic WHERE merged_into = $1"
_ORDER = "SELECT id FROM topic WHERE forum = $1 AND state = 'accepted' ORDER BY position, id"
_PLACE = "UPDATE topic SET position = $2 WHERE id = $1"
_STATEMENT = """
UPDATE topic SET statement = $2, statement_html = $3, office = $4, statement_at = $5, wish = NULL, wish_at = NULL
WHERE id = $1
"""
_WISH = "UPDATE topic SET wish = $2, wish_at = $3 WHERE id = $1"
_ROOT = "UPDATE topic SET root = $2 WHERE id = $1"
_LIMITS = """
INSERT INTO topic_rules (forum, until, most, per_person, per_association, treated_most) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (forum) DO UPDATE SET until = $2, most = $3, per_person = $4, per_association = $5, treated_most = $6
"""
_HIDE = """
UPDATE topic SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4
WHERE id = $1 AND hidden_at IS NULL RETURNING item
"""
_RESTORE = """
UPDATE topic SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL RETURNING item, title
"""
_RENAME = "UPDATE agenda_item SET title = $2 WHERE id = $1"
_OF_FORUM = (
    "SELECT id FROM topic WHERE forum = $1 AND state IN ('submitted', 'accepted', 'settled', 'merged')"
)


@dataclass(frozen=True, slots=True)
class By:
    """Who hands it in: an account, or a clerk for somebody without one. `may_wait`: the forum may read it first."""

    author: int | None = None
    role: str | None = None
    clerk: int | None = None
    may_wait: bool = False


async def submit(forum_id: int, new: NewTopic, text: Rendered, by: By, now: datetime) -> int:
    """The topic's id. Refused 409 with the rule that stands against it."""
    key = person_key(by.author, new.name, new.channel)
    association = name_key(new.association)
    received = now if new.received_on is None else _received(new, now)
    async with unit_of_work():
        slug = HELD if by.may_wait and await waits_here(forum_id) else None
        forum = await _open(forum_id)
        limits = await read.limits_of(forum_id, forum.starts_at)
        count = await read.count(forum_id, key, association)
        reason = why_not(limits, count, received, association=bool(association))
        if reason is not None:
            raise Refused(reason, status=409)
        topic_id: int = await fetch_value(
            _INSERT, forum_id, by.author, by.role, key, new.name, new.name_shown, new.contact, new.association,
            association, new.channel.value, by.clerk, new.title, new.body, text.html, text.version, new.place,
            new.new_facts, received, now, slug,
        )  # fmt: skip
        if by.clerk is not None:
            await record(by.clerk, "topic.entered", "topic", topic_id, {"channel": new.channel.value})
        if slug is not None:
            await hold("topic", topic_id)
        await write(topic_id, "received")
    return topic_id


def _received(new: NewTopic, now: datetime) -> datetime:
    """A paper counts from the day on which it came, not from the day on which somebody typed it in."""
    assert new.received_on is not None
    return min(datetime.combine(new.received_on, time(12), ZONE), now)


async def accept(topic_id: int, by: int, now: datetime) -> None:
    """Refused `topic-had-its-turn` (409) where the matter was treated often enough and nothing is new."""
    async with unit_of_work() as work:
        forum, row = await _held(topic_id)
        limits = await read.limits_of(forum.id, forum.starts_at)
        if had_its_turn(limits, await read.times_treated(topic_id, row["root"]), row["new_facts"]):
            raise Refused("topic-had-its-turn", status=409)
        await _become(row, TopicState.ACCEPTED, now, position=await fetch_value(_LAST, forum.id))
        await record(by, "topic.accepted", "topic", topic_id)
        await write(topic_id, "accepted")
        await _replan(work, forum, now)


async def refuse(topic_id: int, verdict: Verdict, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum, row = await _held(topic_id)
        await _become(row, TopicState.REFUSED, now, verdict=verdict)
        await record(
            by, "topic.refused", "topic", topic_id, {"reason": verdict.refusal.value, "body": verdict.body}
        )
        await write(topic_id, "refused")
        await _replan(work, forum, now)


async def merge(topic_id: int, into: int, by: int, now: datetime) -> None:
    """What was merged into this one before goes along. Refused `topic-target` (409)."""
    async with unit_of_work() as work:
        forum, row = await _held(topic_id)
        target = await read.locked(into)
        good = target is not None and target["forum"] == forum.id and into != topic_id and not target["held"]
        if (
            not good
            or target is None
            or TopicState(target["state"]) not in {TopicState.SUBMITTED, TopicState.ACCEPTED}
        ):
            raise Refused("topic-target", status=409)
        for follower in await fetch(_FOLLOWERS, topic_id):
            await execute("UPDATE topic SET merged_into = $2 WHERE id = $1", follower["id"], into)
        await _become(row, TopicState.MERGED, now, into=into)
        await record(by, "topic.merged", "topic", topic_id, {"into": into})
        await write(topic_id, "merged")
        await _replan(work, forum, now)


async def reopen(topic_id: int, by: int, now: datetime) -> None:
    """Back to the pile, to be checked again."""
    async with unit_of_work() as work:
        forum, row = await _held(topic_id)
        await _become(row, TopicState.SUBMITTED, now)
        await record(by, "topic.reopened", "topic", topic_id)
        await _replan(work, forum, now)


async def withdraw(topic_id: int, person_id: int, now: datetime) -> None:
    """By the person who handed it in; 404 for everybody else."""
    async with unit_of_work() as work:
        forum, row = await _held(topic_id, waiting=True)
        if row["author"] != person_id:
            raise NotFoundException
        await _become(row, TopicState.WITHDRAWN, now)
        await _replan(work, forum, now)


async def move(topic_id: int, step: int, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum, _row = await _held(topic_id)
        order = swapped([row["id"] for row in await fetch(_ORDER, forum.id)], topic_id, step)
        for place, number in enumerate(order, 1):
            await execute(_PLACE, number, place)
        await record(by, "topic.moved", "topic", topic_id, {"step": step})
        await _replan(work, forum, now)


async def set_statement(topic_id: int, given: Statement, text: Rendered, by: int, now: datetime) -> None:
    """The submitter is asked whether it still needs debate. A new statement asks anew."""
    async with unit_of_work():
        row = await read.locked(topic_id)
        if row is None:
            raise NotFoundException
        await execute(_STATEMENT, topic_id, given.text, text.html, given.office, now)
        await record(by, "topic.answered", "topic", topic_id, digest_of=given.text)
        await write(topic_id, "answered")


async def say_wish(
    topic_id: int, wish: Wish, now: datetime, *, person: int | None = None, by: int | None = None
) -> None:
    """By the submitter, or by a clerk (`by`) who asked them. Refused `topic-no-statement` (409) without a statement."""
    async with unit_of_work() as work:
        forum, row = await _held(topic_id)
        if by is None and row["author"] != person:
            raise NotFoundException
        if not row["answered"]:
            raise Refused("topic-no-statement", status=409)
        await execute(_WISH, topic_id, wish.value, now)
        if wish is Wish.SETTLED:
            await _become(row, TopicState.SETTLED, now)
        elif row["state"] == TopicState.SETTLED:
            await _become(row, TopicState.ACCEPTED, now, position=await fetch_value(_LAST, forum.id))
        elif row["state"] != TopicState.ACCEPTED:
            raise Refused("topic-state", status=409)
        if by is not None:
            await record(by, "topic.wish", "topic", topic_id, {"wish": wish.value})
        await _replan(work, forum, now)


async def set_root(topic_id: int, earlier: int | None, by: int) -> None:
    """Says that it is about the same as an earlier one, so that the turns of both count together."""
    async with unit_of_work():
        row, other = await read.locked(topic_id), await read.locked(earlier) if earlier else None
        if row is None or (earlier and (other is None or earlier == topic_id)):
            raise NotFoundException
        root = (other["root"] or other["id"]) if other else None
        await execute(_ROOT, topic_id, None if root == topic_id else root)
        await record(by, "topic.same-matter", "topic", topic_id, {"root": root})


async def set_limits(forum_id: int, limits: Limits, by: int | None) -> None:
    async with unit_of_work():
        await execute(
            _LIMITS,
            forum_id,
            limits.until,
            limits.most,
            limits.per_person,
            limits.per_association,
            limits.treated_most,
        )
        await record(by, "topic-rules.changed", "forum", forum_id)


async def hide(topic_id: int, tombstone: Tombstone) -> None:
    """Within the caller's unit of work. The agenda carries the title, so it goes there too."""
    async with unit_of_work():
        for row in await fetch(_HIDE, topic_id, tombstone.since, tombstone.rule, tombstone.rule_slug):
            await execute(_RENAME, row["item"], plan.HIDDEN_TITLE)


async def restore(topic_id: int) -> None:
    async with unit_of_work():
        for row in await fetch(_RESTORE, topic_id):
            await execute(_RENAME, row["item"], row["title"])


async def tell_cancelled(forum_id: int, reason: str) -> None:
    for row in await fetch(_OF_FORUM, forum_id):
        await write(row["id"], "cancelled", reason=reason)


CANCELLED.append(tell_cancelled)


async def _open(forum_id: int) -> Prepared:
    try:
        forum = await require_coming(forum_id)
    except Refused:
        raise Refused("topics-closed", status=409) from None
    if forum.published_at is None:
        raise Refused("topics-closed", status=409)
    return forum


async def _held(topic_id: int, *, waiting: bool = False) -> tuple[Prepared, Any]:
    """The forum first, then the topic: everybody takes them in this order. `waiting`: also one nobody has read yet."""
    forum_id = await fetch_value("SELECT forum FROM topic WHERE id = $1", topic_id)
    if forum_id is None:
        raise NotFoundException
    forum = await require_coming(forum_id)
    row = await read.locked(topic_id)
    if row is None or (row["held"] and not waiting):
        raise NotFoundException
    return forum, row


async def _become(
    row: Any,
    state: TopicState,
    now: datetime,
    *,
    position: int | None = None,
    into: int | None = None,
    verdict: Verdict | None = None,
) -> None:
    if not may_become(TopicState(row["state"]), state):
        raise Refused("topic-state", status=409)
    refusal, body, why = (
        (verdict.refusal.value, verdict.body, verdict.explanation) if verdict else (None, None, "")
    )
    await execute(_STATE, row["id"], state.value, now, position, into, refusal, body, why)


async def _replan(work: UnitOfWork, forum: Prepared, now: datetime) -> None:
    await plan.plan(forum.id, now)
    await tell(work, forum, "agenda", "changed", now)
