"""What a decision does to the content and the account, and how that is put back."""

from typing import Any

from moderation.forms import DecisionDraft
from moderation.queries import Rule
from moderation.rules import AGAINST_A_PERSON, Action, hides, restricts
from participation.accounts.sanctions import Measure, impose, lift
from participation.core import clock, kinds
from participation.core.db import execute, fetch_one, fetch_value
from participation.core.errors import Refused
from participation.core.kinds import HELD, Kind, Tombstone

MEASURES = {
    Action.WARN: Measure.WARNING,
    Action.READ_ONLY: Measure.READ_ONLY,
    Action.SUSPEND: Measure.SUSPENSION,
}
CAUSE = "case"
_REMEMBER = "INSERT INTO masked_original (case_id, memory, since) VALUES ($1, $2, $3)"
_RECALL = "DELETE FROM masked_original WHERE case_id = $1 RETURNING memory"
_FIRST = """
SELECT d.action, d.detail, d.until, d.reason, d.law, d.decided_at, h.title, h.slug
FROM decision d JOIN house_rule h ON h.id = d.rule WHERE d.case_id = $1 AND d.instance = 1
"""


_IN_FORCE = """
SELECT 1 FROM moderation_case c JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
WHERE c.kind = $1 AND c.content_id = $2 AND c.id <> $3 AND c.state <> 'open' AND d.action = ANY($4::text[])
  AND a.outcome IS DISTINCT FROM 'reversed'
LIMIT 1
"""
_HIDING = [action.value for action in Action if hides(action)]


async def take_effect(case: Any, draft: DecisionDraft, rule: Rule, *, again: bool) -> None:
    """`case`: a row with id, kind, content_id, author and held. In the second instance only a reversal changes anything."""
    if again:
        if not restricts(draft.action):
            first: Any = await fetch_one(_FIRST, case["id"])
            await put_back(case, Action(first["action"]))
        return
    if case["held"]:
        await _restore(case)  # it is public now, or gets the tombstone of a rule in place of "held"
    await _restrict(case, draft, Tombstone(rule.title, rule.slug, clock.now()))


async def _restore(case: Any) -> None:
    kind = kinds.get(case["kind"])
    if kind is not None and kind.restore is not None:
        await kind.restore(case["content_id"])


async def hold_again(case: Any, action: Action) -> None:
    """The decision about a held text is taken back: it waits for approval as before."""
    kind = kinds.get(case["kind"])
    await lift((CAUSE, case["id"]))
    if hides(action):
        await _restore(case)
    if kind is not None and kind.hide is not None:
        await kind.hide(case["content_id"], Tombstone("", HELD, clock.now()))


async def impose_again(case: Any) -> None:
    """The first decision holds once more, because the answer to the appeal was taken back."""
    first: Any = await fetch_one(_FIRST, case["id"])
    draft = DecisionDraft(
        Action(first["action"]), first["slug"], first["reason"], first["until"], first["detail"], first["law"]
    )
    await _restrict(case, draft, Tombstone(first["title"], first["slug"], first["decided_at"]))


async def put_back(case: Any, action: Action) -> None:
    kind = kinds.get(case["kind"])
    await lift((CAUSE, case["id"]))
    if hides(action) and not await _hidden_by_another(case):
        await _restore(case)
    if action is Action.LOCK and kind is not None and kind.unlock is not None:
        await kind.unlock(case["content_id"], case["id"])
    if action is Action.MASK and kind is not None and kind.unmask is not None:
        memory = await fetch_value(_RECALL, case["id"])
        if memory is not None:
            await kind.unmask(case["content_id"], memory)


async def _hidden_by_another(case: Any) -> bool:
    found = await fetch_value(_IN_FORCE, case["kind"], case["content_id"], case["id"], _HIDING)
    return found is not None


async def _restrict(case: Any, draft: DecisionDraft, tombstone: Tombstone) -> None:
    kind = kinds.get(case["kind"])
    if hides(draft.action):
        if kind is None or kind.hide is None:
            raise Refused("content-gone", status=409)
        await kind.hide(case["content_id"], tombstone)
    if draft.action is Action.LOCK:
        if kind is None or kind.lock is None:
            raise Refused("action-not-offered", status=422)
        await kind.lock(case["content_id"], tombstone, case["id"])
    if draft.action is Action.MASK:
        await _mask(kind, case, draft)
    if draft.action in AGAINST_A_PERSON and case["author"] is not None:
        await impose(case["author"], MEASURES[draft.action], draft.until, cause=(CAUSE, case["id"]))


_MASKED_BEFORE = """
SELECT 1 FROM masked_original m JOIN moderation_case c ON c.id = m.case_id WHERE c.kind = $1 AND c.content_id = $2
"""


async def _mask(kind: Kind | None, case: Any, draft: DecisionDraft) -> None:
    if kind is None or kind.mask is None:
        raise Refused("action-not-offered", status=422)
    if await fetch_value(_MASKED_BEFORE, case["kind"], case["content_id"]):
        raise Refused("masked-before", status=409)
    memory = await kind.mask(case["content_id"], draft.passages)
    if not memory:
        raise Refused("passage-not-found", status=422)
    await execute(_REMEMBER, case["id"], memory, clock.now())
