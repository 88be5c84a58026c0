"""A decision in one grip: the rule follows from the reports, the reason from a canned text."""

from litestar.exceptions import NotFoundException

from moderation.canned import best_canned
from moderation.forms import DecisionDraft
from moderation.queries import current_rules
from moderation.rules import RULE_FOR, Action, Reason, State
from participation.core.db import fetch_one
from participation.core.errors import Refused

_REASON = """
SELECT c.state, (SELECT mode() WITHIN GROUP (ORDER BY r.reason) FROM report r WHERE r.case_id = c.id) AS reason
FROM moderation_case c WHERE c.id = $1
"""


async def quick_draft(case_id: int, action: Action) -> DecisionDraft:
    """Refused quick-no-text where no text fits, quick-appeal for an appeal; NotFoundException."""
    row = await fetch_one(_REASON, case_id)
    if row is None:
        raise NotFoundException
    if row["state"] == State.APPEALED:
        raise Refused("quick-appeal", status=409)
    slugs = [rule.slug for rule in await current_rules()]
    wanted = RULE_FOR[Reason(row["reason"] or Reason.OTHER)]
    rule = wanted if wanted in slugs else slugs[0]
    text = await best_canned(action.value, rule)
    if text is None:
        raise Refused("quick-no-text", status=409)
    return DecisionDraft(action, rule, text.body)
