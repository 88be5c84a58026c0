"""The result as a bundle: made once after the count, checked by our own verifier, then kept as it is."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.wording import datetime_text
from participation.settings import settings
from polls import bundling, queries, signing, stating
from polls.ballots.shape import Result
from polls.life import FEWEST, State
from polls.queries import Poll
from polls.readme import readme
from polls.verifying.main import verify
from polls.verifying.reading import files_of_zip

log = structlog.get_logger("polls")

_BALLOTS = "SELECT ballot, receipt, origin FROM poll_ballot WHERE poll = $1"
_KEEP = "INSERT INTO poll_bundle (poll, content, digest) VALUES ($1, $2, $3) ON CONFLICT (poll) DO NOTHING"
_KEPT = "SELECT content FROM poll_bundle WHERE poll = $1"
_ABOUT = "SELECT digest, octet_length(content) AS size FROM poll_bundle WHERE poll = $1"
_REPORT = "SELECT content FROM poll_report WHERE poll = $1"
_TURNOUT = "SELECT hour, votes FROM poll_turnout WHERE poll = $1 ORDER BY hour"
_BALLOT_OF = """
SELECT b.ballot FROM poll_ballot b JOIN poll p ON p.id = b.poll
WHERE b.poll = $1 AND b.receipt = $2 AND p.receipts = 'full' AND p.ballots >= $3
"""
_MISSING = """
SELECT p.id FROM poll p WHERE p.counted_at IS NOT NULL AND p.kind <> 'questionnaire'
AND NOT EXISTS (SELECT 1 FROM poll_bundle b WHERE b.poll = p.id) ORDER BY p.id LIMIT 20
"""


class NotYetError(Exception):
    """Something that belongs to the result is not there yet; the next round tries again."""


@dataclass(frozen=True, slots=True)
class Money:
    """What a budget adds. `rules`: rule, costs, budget, worth, step; `result`: voters, winners, share, spent, rows.

    Rows have option, place, value (the score) and numbers (supporters, cost), as `polls.verifying.money` says.
    """

    rules: Mapping[str, Any]
    result: Mapping[str, Any]


Provider = Callable[[Poll], Awaitable[Money | None]]
_providers: list[Provider] = []


def with_money(provider: Provider) -> Provider:
    """Registers who knows what the money of a poll goes to; it may raise `NotYetError`."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


async def publish_missing() -> None:
    for row in await fetch(_MISSING):
        await publish(row["id"])


async def publish(poll_id: int) -> bool:
    """False where the bundle is there already, or cannot be made yet."""
    found = await queries.poll(poll_id, None)
    if found is None or found.line.state is not State.CLOSED or await about(poll_id) is not None:
        return False
    result = await queries.result(found)
    assert result is not None
    rows = await fetch(_BALLOTS, poll_id)
    receipts = await queries.receipts(poll_id)
    try:
        money = await _money(found)
    except NotYetError:
        return False
    more = {"integrity.json": stating.as_json(await report(poll_id))}
    content = await asyncio.to_thread(_make, found, result, rows, receipts, money, more)
    if content is None:
        return False
    return bool(await execute(_KEEP, poll_id, content, hashlib.sha256(content).hexdigest()))


async def _money(found: Poll) -> Money | None:
    for provider in _providers:
        money = await provider(found)
        if money is not None:
            return money
    return None


def _make(
    found: Poll,
    result: Result,
    rows: list[Any],
    receipts: list[str],
    money: Money | None,
    more: dict[str, bytes],
) -> bytes | None:
    """None where our own verifier finds a fault: better no bundle than one that nobody can follow."""
    full = found.line.full
    published = stating.publish(
        result, full=full, ballots=[(row["ballot"], row["receipt"] or "") for row in rows], receipts=receipts
    )
    description = describe(found, result, published, rows)
    stated = stating.state_result(result, full=full)
    if money is not None:
        description["money"] = dict(money.rules)
        if stated:
            stated["money"] = dict(money.result)
    content = bundling.pack(
        description,
        stated,
        published.lists,
        readme=readme(found, published.form, signing.public_key()),
        public_key=signing.public_key(),
        sign=signing.sign,
        more=more,
    )
    faults = verify(files_of_zip(content), signing.public_key())[0].findings
    if faults:
        log.error("bundle_does_not_fit", poll=found.line.id, faults=sorted({fault.key for fault in faults}))
        return None
    return content


def describe(found: Poll, result: Result, published: stating.Published, rows: list[Any]) -> dict[str, Any]:
    """`poll.json`: what was asked, by which rules, and what of it is published."""
    line = found.line
    return {
        "site": settings().site_name,
        "address": settings().link(line.url),
        "poll": line.id,
        "title": line.title,
        "kind": line.kind,
        "numbers": stating.numbers_of(found.question),
        "options": [[option.key, option.title] for option in found.options],
        "secrecy": line.secrecy.value,
        "receipts": line.receipts.value,
        "part_of": line.part_of,
        "eligible": line.eligible,
        "quorum": line.quorum,
        "needed": line.needed.value,
        "opened": datetime_text("de", line.opens_at),
        "closed": datetime_text("de", line.ended_at),
        "ballots": len(rows),
        "paper": sum(row["origin"] != "online" for row in rows),
        "counted": result.counted,
        "broken": line.broken,
        "form": published.form,
        **published.more,
    }


# --- reading ------------------------------------------------------------------------------------------------


async def about(poll_id: int) -> tuple[str, int] | None:
    """SHA-256 and bytes of the bundle."""
    row = await fetch_one(_ABOUT, poll_id)
    return (row["digest"], row["size"]) if row else None


async def ballot_of(poll_id: int, receipt: str) -> str | None:
    """The ballot beside a receipt, where a poll publishes both together and enough have voted."""
    found: str | None = await fetch_value(_BALLOT_OF, poll_id, receipt, FEWEST)
    return found


async def content(poll_id: int) -> bytes | None:
    found: bytes | None = await fetch_value(_KEPT, poll_id)
    return found


async def report(poll_id: int) -> dict[str, Any]:
    """The integrity report with the turnout by the hour; empty where nothing was noted."""
    text = await fetch_value(_REPORT, poll_id)
    rows = await fetch(_TURNOUT, poll_id)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found | {"turnout": [[row["hour"].isoformat(), row["votes"]] for row in rows]}
