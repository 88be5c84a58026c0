"""Puts bursts of supports before people, each at most once a day. It never decides and takes no support away."""

import json

from moderation.coordination import WINDOW, bursts
from moderation.reports import raise_case
from moderation.rules import Finding, Reason
from participation.core import clock, kinds
from participation.core.db import fetch_value
from participation.core.kinds import Kind
from participation.settings import settings

MOST = 20_000
"""Supports of an hour that are looked at; beyond that a whole town is moved."""
_TOLD = """
SELECT 1 FROM report r JOIN moderation_case c ON c.id = r.case_id
WHERE c.kind = $1 AND c.content_id = $2 AND r.finding = 'burst' AND r.created_at > $3::timestamptz - interval '1 day'
LIMIT 1
"""


async def watch_supports() -> int:
    """The number of cases raised."""
    least = settings().burst
    if not least:
        return 0
    return sum([await _watch(kind, least) for kind in kinds.every() if kind.supports is not None])


async def _watch(kind: Kind, least: int) -> int:
    assert kind.supports is not None
    moment, raised = clock.now(), 0
    found = bursts(await kind.supports(moment - WINDOW, MOST), moment, least)
    cards = await kind.cards([burst.content_id for burst in found]) if found else {}
    for burst in found:
        card = cards.get(burst.content_id)
        if card is None or card.hidden or await fetch_value(_TOLD, kind.name, burst.content_id, moment):
            continue
        await raise_case(card, Reason.OTHER, json.dumps(burst.told()), Finding.BURST)
        raised += 1
    return raised
