"""What colleagues tell each other about a case."""

from litestar.exceptions import NotFoundException

from participation.core import clock
from participation.core.db import execute, unit_of_work

_ADD = """
INSERT INTO case_note (case_id, author, text, written_at) SELECT id, $2, $3, $4 FROM moderation_case WHERE id = $1
"""

_AT_WORK = """
UPDATE moderation_case SET claimed_at = $3 WHERE id = $1 AND claimed_by = $2 AND state IN ('open', 'appealed')
"""


async def add_note(case_id: int, text: str, *, person: int) -> None:
    """Whoever writes one about a case of their own is at work on it: the claim begins anew."""
    async with unit_of_work():
        if not await execute(_ADD, case_id, person, text, clock.now()):
            raise NotFoundException
        await execute(_AT_WORK, case_id, person, clock.now())
