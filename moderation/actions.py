"""Claims, decisions, appeals: what people do to a case."""

from typing import Any

from litestar.exceptions import NotFoundException

from moderation import letters, links
from moderation.effects import take_effect
from moderation.forms import DecisionDraft
from moderation.letters import Reader, Subject, authors_of, subject_of
from moderation.queries import Rule, current_rules, standing_of
from moderation.reports import usual
from moderation.rules import (
    CLAIM_IDLE,
    Action,
    AppealObstacle,
    Obstacle,
    State,
    after_decision,
    appeal_obstacle,
    appeal_until,
    instance_of,
    obstacle,
    offered,
    outcome_of,
    restricts,
)
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused

# --- claims ---------------------------------------------------------------------------------------------------

_CLAIM = """
UPDATE moderation_case c SET claimed_by = $2, claimed_at = $3
WHERE c.id = $1 AND c.state IN ('open', 'appealed') AND c.author IS DISTINCT FROM $2
  AND (c.claimed_by IS NULL OR c.claimed_by = $2 OR c.claimed_at <= $4)
  AND NOT (c.state = 'open' AND c.not_by IS NOT DISTINCT FROM $2)
  AND NOT (c.state = 'appealed'
           AND EXISTS (SELECT 1 FROM decision d WHERE d.case_id = c.id AND d.instance = 1 AND d.decided_by = $2))
RETURNING c.id
"""
_RELEASE = "UPDATE moderation_case SET claimed_by = NULL, claimed_at = NULL WHERE id = $1 AND claimed_by = $2"
_STANDING = """
SELECT c.state, c.author, c.claimed_by, c.claimed_at, COALESCE(d.decided_by, c.not_by) AS first_decider, p.display_name AS claimer,
       l.display_name AS last_decider
FROM moderation_case c
LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN decision e ON e.case_id = c.id AND e.instance = 2
LEFT JOIN person l ON l.id = COALESCE(e.decided_by, d.decided_by)
LEFT JOIN person p ON p.id = c.claimed_by
WHERE c.id = $1
"""


async def claim(case_id: int, person: int) -> None:
    """One statement decides a race. Refused with the name of whoever has it; NotFoundException."""
    moment = clock.now()
    if await fetch_value(_CLAIM, case_id, person, moment, moment - CLAIM_IDLE) is None:
        await _refuse(case_id, person)
        raise Refused(Obstacle.TAKEN, who="…")


async def release(case_id: int, person: int) -> None:
    await execute(_RELEASE, case_id, person)


async def _refuse(case_id: int, person: int) -> None:
    """Says why not, where there is something in the way; within a transaction the case is locked already."""
    row = await fetch_one(_STANDING, case_id)
    if row is None:
        raise NotFoundException
    found = obstacle(standing_of(row), person, clock.now())
    if found is None:
        return
    who = row["last_decider"] if found is Obstacle.CLOSED else row["claimer"]
    own = found in {Obstacle.OWN, Obstacle.SECOND}
    raise Refused(found, status=403 if own else 409, who=who or "")


# --- decisions ------------------------------------------------------------------------------------------------

_LOCK = """
SELECT id, number, kind, content_id, state, author, title, titled, place, written_at, due_at, held
FROM moderation_case WHERE id = $1 FOR UPDATE
"""
_DECIDE = """
INSERT INTO decision (case_id, instance, action, rule, reason, decided_by, decided_at, due_at, token_hash, until, detail,
                      law)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
"""
_SETTLE = "UPDATE moderation_case SET state = $2, claimed_by = $3, claimed_at = $4 WHERE id = $1"
_ANSWER = """
UPDATE appeal SET outcome = $2, answer = $3
WHERE decision = (SELECT id FROM decision WHERE case_id = $1 AND instance = 1)
"""


async def decide(case_id: int, draft: DecisionDraft, *, person: int) -> None:
    """Claims, decides, takes effect and tells everybody concerned, in one transaction.

    Refused 409 with a name where another was first, 403 for one's own content or one's own decision under
    appeal; NotFoundException.
    """
    token, token_hash = links.new_token()
    async with unit_of_work():
        case = await fetch_one(_LOCK, case_id)
        await _refuse(case_id, person)
        assert case is not None
        state, moment = State(case["state"]), clock.now()
        rule = await _rule(draft.rule)
        await _check_choice(case, draft.action)
        decision_id = await fetch_value(
            _DECIDE,
            case_id,
            instance_of(state),
            draft.action.value,
            rule.id,
            draft.reason,
            person,
            moment,
            case["due_at"],
            token_hash,
            draft.until,
            draft.detail,
            draft.law,
        )
        await execute(_SETTLE, case_id, after_decision(state).value, person, moment)
        if state is State.APPEALED:
            await execute(_ANSWER, case_id, outcome_of(draft.action).value, decision_id)
        await _note(person, case, draft, again=state is State.APPEALED)
        await _tell(case, draft, rule, token, again=state is State.APPEALED)
        # Last: in a forum it locks the row that everybody in the hall writes through.
        await take_effect(case, draft, rule, again=state is State.APPEALED)


async def _rule(slug: str) -> Rule:
    for rule in await current_rules():
        if rule.slug == slug:
            return rule
    raise Refused("rule-unknown", status=422)


_FIRST_ACTION = "SELECT action FROM decision WHERE case_id = $1 AND instance = 1"


async def _check_choice(case: Any, action: Action) -> None:
    kind = kinds.get(case["kind"])
    first = await fetch_value(_FIRST_ACTION, case["id"]) if case["state"] == State.APPEALED else None
    allowed = offered(
        State(case["state"]),
        Action(first) if first else None,
        by_account=case["author"] is not None,
        maskable=kind is not None and kind.mask is not None,
        lockable=kind is not None and kind.lock is not None,
        held=case["held"],
    )
    if action not in allowed:
        raise Refused("action-not-offered", status=422)


async def _note(person: int, case: Any, draft: DecisionDraft, *, again: bool) -> None:
    await audit.record(
        person,
        "appeal.decided" if again else "decision.made",
        "case",
        case["id"],
        details={
            "action": draft.action.value,
            "rule": draft.rule,
            "content": f"{case['kind']}/{case['content_id']}",
        },
        digest_of=draft.reason,
    )


# --- telling people -------------------------------------------------------------------------------------------

_REPORTERS = """
SELECT r.id, r.objects_to, COALESCE(p.email, r.reporter_email) AS email, COALESCE(p.display_name, r.reporter_name, '') AS name,
       COALESCE(p.locale, r.locale) AS locale
FROM report r LEFT JOIN person p ON p.id = r.reporter AND p.deleted_at IS NULL
WHERE r.case_id = $1 AND r.source <> 'system' ORDER BY r.id
"""
_OCCASION = """
SELECT count(*) FILTER (WHERE source <> 'system') AS people, count(*) FILTER (WHERE source = 'system') AS programs
FROM report WHERE case_id = $1
"""


async def _tell(case: Any, draft: DecisionDraft, rule: Rule, token: str, *, again: bool) -> None:
    subject = subject_of(case)
    for author in await authors_of(case):
        await _tell_author(author, subject, case, draft, rule, token, again=again)
    if not again or not restricts(draft.action):
        await _tell_reporters(case, subject, draft, rule, again=again)


async def _tell_author(
    author: Reader, subject: Subject, case: Any, draft: DecisionDraft, rule: Rule, token: str, *, again: bool
) -> None:
    if again:
        await _tell_answer(author, subject, case, draft, rule, links.decision_path(token))
    elif restricts(draft.action):
        occasion: Any = await fetch_one(_OCCASION, case["id"])
        await letters.state_reasons(
            author,
            subject,
            rule,
            draft.action.value,
            draft.reason,
            law=draft.law,
            reports=occasion["people"],
            by_system=occasion["programs"] > 0,
            until=appeal_until(clock.now()),
            ban_until=draft.until,
            path=links.decision_path(token),
        )
    elif case["held"]:
        card = await kinds.card(case["kind"], case["content_id"])
        await letters.tell_approved(author, subject, card.url if card else "/account")
    elif draft.action is not Action.KEEP:
        card = await kinds.card(case["kind"], case["content_id"])
        path = card.url if card and card.url else links.decision_path(token)
        await letters.say_kindly(
            author, subject, rule, draft.action.value, draft.reason, office=draft.detail, path=path
        )


async def _tell_answer(
    author: Reader, subject: Subject, case: Any, draft: DecisionDraft, rule: Rule, path: str
) -> None:
    restored = not restricts(draft.action)
    card = await kinds.card(case["kind"], case["content_id"]) if restored else None
    await letters.answer_appeal(
        author,
        subject,
        rule,
        draft.reason,
        restored=restored,
        first=await fetch_value(_FIRST_ACTION, case["id"]),
        path=path,
        url=card.url if card else "",
    )


async def _tell_reporters(
    case: Any, subject: Subject, draft: DecisionDraft, rule: Rule, *, again: bool
) -> None:
    for row in await fetch(_REPORTERS, case["id"]):
        if row["email"]:
            reader = Reader(row["email"], row["name"], row["locale"])
            path = links.receipt_path(row["id"])
            more = not again and not restricts(draft.action) and row["objects_to"] is None
            until = appeal_until(clock.now()) if more else None
            await letters.tell_result(
                reader, subject, rule, draft.action.value, again=again, path=path, until=until
            )


# --- appeals --------------------------------------------------------------------------------------------------

_LOCK_FOR_APPEAL = "SELECT id FROM moderation_case WHERE id = $1 FOR UPDATE"
_APPEALED = """
SELECT d.id, d.action, d.decided_at, a.id IS NOT NULL AS appealed
FROM decision d LEFT JOIN appeal a ON a.decision = d.id WHERE d.case_id = $1 AND d.instance = 1
"""
_APPEAL = "INSERT INTO appeal (decision, text, created_at) VALUES ($1, $2, $3)"
_BACK_IN_QUEUE = """
UPDATE moderation_case SET state = 'appealed', queued_at = $2, turn_at = $2, due_at = $3, claimed_by = NULL, claimed_at = NULL
WHERE id = $1
"""


async def appeal(case_id: int, text: str) -> None:
    """The caller has shown the link or is the author. Refused 409: too late, a second time, nothing to appeal."""
    async with unit_of_work():
        await fetch_one(_LOCK_FOR_APPEAL, case_id)
        row = await fetch_one(_APPEALED, case_id)
        if row is None:
            raise NotFoundException
        moment = clock.now()
        found: AppealObstacle | None = appeal_obstacle(
            Action(row["action"]), 1, row["decided_at"], appealed=row["appealed"], now=moment
        )
        if found is not None:
            raise Refused(found, status=409)
        await execute(_APPEAL, row["id"], text, moment)
        await execute(_BACK_IN_QUEUE, case_id, moment, moment + usual().appeal)
