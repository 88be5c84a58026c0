"""Texts that moderators write once and use often, bound to a rule and an action."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from moderation.forms import CannedDraft
from participation.core import audit, clock
from participation.core.db import execute, fetch, fetch_value, unit_of_work


@dataclass(frozen=True, slots=True)
class Canned:
    """An empty `rule` fits every rule."""

    id: int
    rule: str
    action: str
    title: str
    body: str


DEFAULTS = (
    (
        "",
        "keep",
        "Kein Verstoß",
        "Wir haben den Beitrag geprüft. Er ist deutlich, aber er verstößt nicht gegen diese Regel.",
    ),
    (
        "thema",
        "hide",
        "Gehört nicht hierher",
        "Ihr Beitrag passt nicht zum Thema dieser Seite. Schreiben Sie ihn gern dort, wo es um diese Sache geht.",
    ),
    (
        "herabsetzung",
        "hide",
        "Gruppe herabgesetzt",
        (
            "Ihr Beitrag setzt Menschen wegen ihrer Zugehörigkeit zu einer Gruppe herab. Was Sie zur Sache sagen "
            "wollen, können Sie gern noch einmal ohne diesen Teil schreiben."
        ),
    ),
    (
        "angriffe",
        "hide",
        "Angriff auf eine Person",
        (
            "Ihr Beitrag greift einen einzelnen Menschen an und nicht das, was er sagt oder tut. Ihre Meinung zur "
            "Sache können Sie gern noch einmal schreiben."
        ),
    ),
    (
        "persoenliches",
        "hide",
        "Persönliche Angaben",
        (
            "In Ihrem Beitrag stehen persönliche Angaben, die hier alle lesen könnten. Schreiben Sie ihn gern noch "
            "einmal ohne diese Angaben."
        ),
    ),
    (
        "werbung",
        "hide",
        "Werbung",
        "Ihr Beitrag wirbt für ein Angebot und hat mit dem Thema hier nichts zu tun.",
    ),
    (
        "einmal",
        "hide",
        "Steht schon da",
        "Dasselbe steht hier schon. Unterstützen Sie bitte den ersten Beitrag, das zählt mehr als ein zweiter.",
    ),
    (
        "recht",
        "hide",
        "Vielleicht verboten",
        "Ihr Beitrag verstößt nach unserer Einschätzung gegen ein Gesetz. Deshalb ist er nicht mehr zu sehen.",
    ),
    (
        "recht",
        "remove",
        "Verboten",
        "Ihr Beitrag ist nach unserer Einschätzung strafbar. Deshalb haben wir ihn entfernt.",
    ),
)

_ALL = "SELECT id, rule_slug, action, title, body FROM canned_text ORDER BY rule_slug, action, title, id"
_BEST = """
SELECT id, rule_slug, action, title, body FROM canned_text
WHERE action = $1 AND rule_slug = ANY(ARRAY[$2::text, '']) ORDER BY rule_slug = '', id LIMIT 1
"""
_ADD = """
INSERT INTO canned_text (rule_slug, action, title, body, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id
"""
_CHANGE = """
UPDATE canned_text SET rule_slug = $2, action = $3, title = $4, body = $5, changed_by = $6, changed_at = $7
WHERE id = $1
"""
_DROP = "DELETE FROM canned_text WHERE id = $1"


async def all_canned() -> list[Canned]:
    return [Canned(*row) for row in await fetch(_ALL)]


async def best_canned(action: str, rule: str) -> Canned | None:
    """The text of this rule, else one that fits every rule."""
    rows = await fetch(_BEST, action, rule)
    return Canned(*rows[0]) if rows else None


async def save_canned(number: int | None, draft: CannedDraft, *, person: int) -> None:
    """A new one without `number`. NotFoundException where another person has deleted it meanwhile."""
    values = (draft.rule, draft.action, draft.title, draft.body, person, clock.now())
    async with unit_of_work():
        if number is None:
            number = await fetch_value(_ADD, *values)
        elif not await execute(_CHANGE, number, *values):
            raise NotFoundException
        await audit.record(person, "canned.saved", "canned", number, digest_of=draft.body)


async def drop_canned(number: int, *, person: int) -> None:
    async with unit_of_work():
        if await execute(_DROP, number):
            await audit.record(person, "canned.dropped", "canned", number)


async def ensure_canned(rules: Sequence[str]) -> None:
    """A city that has none yet gets ours, as far as its rules have the same names."""
    async with unit_of_work():
        if await fetch_value("SELECT 1 FROM canned_text LIMIT 1"):
            return
        for rule, action, title, body in DEFAULTS:
            if not rule or rule in rules:
                await execute(_ADD, rule, action, title, body, None, clock.now())
