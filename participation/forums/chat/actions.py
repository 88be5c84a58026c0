"""Writing a line, hiding it, bringing it back."""

from datetime import datetime

from moderation.premoderation import hold, nobody_switches
from participation.accounts.sanctions import require_person_may_write
from participation.core import clock
from participation.core.audit import record
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.kinds import HELD, Tombstone
from participation.forums.chat.rules import Mode, as_html, may_write, seconds_to_wait
from participation.forums.log.actions import append
from participation.forums.reading import READS_FIRST

sentence("chat-read-only", N_("Im Chat schreibt gerade nur das Podium."))
sentence("chat-paused", N_("Der Chat macht gerade Pause."))
sentence("chat-slow", N_("Langsamer Chat: Bitte warten Sie kurz, bevor Sie die nächste Zeile senden."))

_RULE = (
    """
SELECT COALESCE(r.mode, 'open') AS mode, CASE WHEN r.mode = 'slow' THEN
    (SELECT max(m.created_at) FROM message m WHERE m.forum = $1 AND m.author = $2) END AS last, """  # noqa: S608  # constants of our own
    + READS_FIRST
    + """ AS reads_first FROM forum f LEFT JOIN chat_rule r ON r.forum = f.id WHERE f.id = $1
"""
)
_STILL_LIVE = "SELECT 1 FROM forum WHERE id = $1 AND opened_at IS NOT NULL AND closed_at IS NULL FOR SHARE"
_SET_RULE = """
INSERT INTO chat_rule (forum, mode, notice, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (forum) DO UPDATE SET mode = $2, notice = $3, changed_at = $4, changed_by = $5
"""
_INSERT = """
INSERT INTO message (forum, author, author_role, body, body_html, created_at, hidden_at, hidden_rule_slug)
VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7::text IS NOT NULL THEN $6::timestamptz END, $7) RETURNING id
"""
_HIDE = """
UPDATE message SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4
WHERE id = $1 AND hidden_at IS NULL RETURNING forum
"""
_RESTORE = """
UPDATE message SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL
RETURNING forum, EXISTS (SELECT 1 FROM forum_event e WHERE e.forum = message.forum AND e.kind = 'message'
                         AND e.subject_id = message.id AND e.verb = 'posted') AS was_public
"""


async def post(
    forum_id: int, author_id: int, role: str | None, body: str, now: datetime, *, only_live: bool = True
) -> int:
    """The id of the line. Refused `forum-closed`, `chat-read-only`, `chat-paused` (409) or `chat-slow` (429).

    Importers pass `only_live=False`: then the forum need not be live, nor its chat open, and nothing waits.
    """
    await require_person_may_write(author_id)
    html = as_html(body)
    async with unit_of_work() as work:
        held = only_live and await _waits(forum_id, author_id, role, now)
        if held and await fetch_value(_STILL_LIVE, forum_id) is None:
            raise Refused("forum-closed", status=409)
        slug = HELD if held else None
        message_id: int = await fetch_value(_INSERT, forum_id, author_id, role, body, html, now, slug)
        if held:  # its number in the log comes when others may read it
            await hold("message", message_id)
        else:
            await append(work, forum_id, "message", message_id, "posted", now, only_live=only_live)
    return message_id


async def _waits(forum_id: int, author_id: int, role: str | None, now: datetime) -> bool:
    """Whether the moderation reads this line first. Refused where the chat is not open for it."""
    if role is None:
        await nobody_switches()
    row = await fetch_one(_RULE, forum_id, author_id)
    if row is None:
        return False
    mode = Mode(row["mode"])
    if not may_write(mode, role):
        raise Refused("chat-paused" if mode is Mode.PAUSED else "chat-read-only", status=409)
    wait = seconds_to_wait(mode, role, row["last"], now)
    if wait:
        raise Refused("chat-slow", status=429, retry_after=wait)
    return bool(row["reads_first"]) and role is None


async def set_rule(forum_id: int, mode: Mode, notice: str, by: int, now: datetime) -> None:
    """How the chat runs from now on, and what stands above it. Both tell every socket at once."""
    async with unit_of_work() as work:
        await execute(_SET_RULE, forum_id, mode.value, notice, now, by)
        await record(by, "chat.ruled", "forum", forum_id, {"mode": mode.value}, digest_of=notice)
        await append(work, forum_id, "chat", forum_id, mode.value, now, urgent=True)


async def hide(message_id: int, tombstone: Tombstone) -> None:
    """Within the caller's unit of work, for everybody at once."""
    async with unit_of_work() as work:
        forum_id = await fetch_value(_HIDE, message_id, tombstone.since, tombstone.rule, tombstone.rule_slug)
        if forum_id is not None:
            await append(work, forum_id, "message", message_id, "hidden", clock.now(), urgent=True)


async def restore(message_id: int) -> None:
    """A line that had waited from the start comes to its place in the log now."""
    async with unit_of_work() as work:
        row = await fetch_one(_RESTORE, message_id)
        if row is not None:
            verb = "restored" if row["was_public"] else "posted"
            await append(work, row["forum"], "message", message_id, verb, clock.now(), urgent=True)
