"""What colleagues tell each other about a case."""

from litestar.exceptions import NotFoundException

from participation.core import clock
from participation.core.db import execute

_ADD = """
INSERT INTO case_note (case_id, author, text, written_at) SELECT id, $2, $3, $4 FROM moderation_case WHERE id = $1
"""


async def add_note(case_id: int, text: str, *, person: int) -> None:
    if not await execute(_ADD, case_id, person, text, clock.now()):
        raise NotFoundException
