"""Whoever reported something and does not agree that it stays gets a second look by another person (Art. 20 DSA).

It comes as a report about a new case that the first person cannot decide. So everything else holds by itself: who is
told, the reasons and the appeal of the author if the second person sees it otherwise, the time to take it back.
"""

from typing import Any

from litestar.exceptions import NotFoundException

from moderation.forms import ReportDraft
from moderation.reports import Filed, Objection, object_again
from moderation.rules import Action, Reason, objection_obstacle
from participation.core import clock, kinds
from participation.core.db import fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused

# The case itself: whoever takes its decision back at this moment is before or after us, never beside us.
_LOCK = """
SELECT c.id FROM moderation_case c JOIN report r ON r.case_id = c.id WHERE r.id = $1 FOR UPDATE OF c
"""
_REPORT = """
SELECT r.id, r.case_id, r.reason, r.reporter, r.reporter_email, r.reporter_name, r.locale, r.objects_to,
       c.kind, c.content_id, d.action, d.decided_by, d.decided_at, a.id IS NOT NULL AS appealed,
       EXISTS (SELECT 1 FROM report o WHERE o.objects_to = r.id) AS before
FROM report r JOIN moderation_case c ON c.id = r.case_id
LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
WHERE r.id = $1
"""


async def object_to(report_id: int, text: str) -> Filed:
    """The caller has shown the link of the receipt. Refused 409 (ObjectionObstacle); NotFoundException."""
    async with unit_of_work():
        if await fetch_value(_LOCK, report_id) is None:
            raise NotFoundException
        row: Any = await fetch_one(_REPORT, report_id)
        found = objection_obstacle(
            Action(row["action"]) if row["action"] else None,
            row["decided_at"],
            second=row["objects_to"] is not None or row["appealed"],
            before=row["before"],
            now=clock.now(),
        )
        if found is not None:
            raise Refused(found, status=409)
        card = await kinds.card(row["kind"], row["content_id"])
        if card is None or card.hidden:
            raise Refused("content-gone-already", status=409)
        draft = ReportDraft(Reason(row["reason"]), text, row["reporter_email"], row["reporter_name"])
        objection = Objection(report_id, row["case_id"], row["decided_by"])
        return await object_again(card, draft, objection, person=row["reporter"], locale=row["locale"])
