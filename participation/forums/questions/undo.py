"""How the chair's acts with the question on the wall are taken back."""

from datetime import datetime

from participation.core.db import execute, fetch_value
from participation.core.i18n import N_
from participation.forums.agenda.undo import undoes
from participation.forums.log.queries import LASTING

_BEFORE = """
SELECT verb FROM forum_event e WHERE forum = $1 AND kind = 'question' AND subject_id = $2 AND created_at < $3
    AND verb IN ('submitted', 'shortlisted', 'stage', 'answered') AND <lasting>
    ORDER BY seq DESC LIMIT 1
""".replace("<lasting>", LASTING)
_SET = """
UPDATE question SET state = $3, changed_at = $4, answered_at = NULL, answered_by = NULL
WHERE id = $1 AND changed_at = $2 AND answer = ''
"""
_OFF = "UPDATE question SET state = 'shortlisted' WHERE forum = $1 AND state = 'stage'"
_BACK = """
UPDATE question SET state = 'stage' WHERE forum = $1 AND id <> $2 AND state = 'shortlisted' AND changed_at = $3
"""


async def _set_back(forum_id: int, question: int, at: datetime, now: datetime) -> bool:
    """As it was before; what it had pushed off the wall is there again."""
    before = await fetch_value(_BEFORE, forum_id, question, at) or "submitted"
    if before == "stage":
        await execute(_OFF, forum_id)
    if not await execute(_SET, question, at, before, now):
        return False
    await execute(_BACK, forum_id, question, at)
    return True


undoes("question", "stage", N_("Frage an die Wand gebracht"), _set_back)
undoes("question", "shortlisted", N_("Frage von der Wand genommen"), _set_back)
undoes("question", "answered", N_("Frage als beantwortet vermerkt"), _set_back)
