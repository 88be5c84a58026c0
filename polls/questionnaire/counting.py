"""Taking the answers of a questionnaire apart: each question gets its ballots, sorted, without the others."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from participation.core.db import execute
from polls import sealing
from polls.ballots import shape
from polls.questionnaire.rules import Part, from_text, is_whole

_BALLOTS = """
INSERT INTO poll_ballot (poll, ballot)
SELECT $1, ballot FROM unnest($2::text[]) WITH ORDINALITY AS b (ballot, place) ORDER BY place
"""
_COUNTED = "UPDATE poll SET counted_at = $2, ballots = $3, digest = $4 WHERE id = $1"


def makes_sense(parts: Sequence[Part], text: str) -> bool:
    """ValueError for what is no text of a questionnaire."""
    return is_whole(parts, from_text(text))


def room(parts: Sequence[Part]) -> int:
    """Bytes that the longest answers take: all rows of a poll are as long, whatever was asked of whom."""
    return sum(sealing.room(part.question) for part in parts) + sealing.STEP


def apart(parts: Sequence[Part], texts: Sequence[str]) -> dict[int, list[str]]:
    """Question → its ballots in the order of their text."""
    found: dict[int, list[str]] = {part.id: [] for part in parts}
    for text in texts:
        for number, ballot in from_text(text).items():
            found[number].append(shape.to_text(ballot))
    return {number: sorted(ballots) for number, ballots in found.items()}


async def write(ballots: dict[int, list[str]], moment: datetime) -> str:
    """Within the transaction of the count; the digest of all together."""
    digests = []
    for number, texts in sorted(ballots.items()):
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
        await execute(_BALLOTS, number, texts)
        await execute(_COUNTED, number, moment, len(texts), digest)
        digests.append(digest)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
