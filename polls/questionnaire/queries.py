"""The questions of a questionnaire."""

from collections.abc import Sequence

from participation.core import clock
from participation.core.db import fetch
from polls import sql
from polls.editor.rules import QUESTIONNAIRE
from polls.queries import Poll, poll_of
from polls.questionnaire.rules import Part


async def questions_of(found: Poll, person_id: int | None = None) -> list[Poll]:
    """In their order; none for a poll of one question."""
    if found.line.kind != QUESTIONNAIRE:
        return []
    return [poll_of(row) for row in await fetch(sql.PARTS, found.line.id, person_id, clock.now())]


def parts_of(questions: Sequence[Poll]) -> list[Part]:
    return [
        Part(
            one.line.id,
            one.kind,
            one.question,
            one.line.required,
            one.line.only_if,
            one.line.only_option,
        )
        for one in questions
    ]
