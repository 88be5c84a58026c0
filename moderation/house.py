"""The house rules: those that stand before a city has written its own, and how a city's own come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from moderation.canned import ensure_canned
from moderation.queries import Rule, current_rules
from participation.core import clock
from participation.core.db import execute, unit_of_work


@dataclass(frozen=True, slots=True)
class RuleText:
    number: int
    slug: str
    title: str
    body: str
    title_en: str
    body_en: str


ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""Our own rules hold from the first day, also for a past that is brought in later."""

DEFAULTS = (
    RuleText(
        1,
        "thema",
        "Beim Thema bleiben",
        "Jeder Vorschlag und jeder Punkt der Tagesordnung hat ein Thema. Bleiben Sie dabei. Für alles andere "
        "gibt es einen anderen Platz, und das Bürgerbüro sagt Ihnen gern, welchen.",
        "Stay on the subject",
        "Every proposal and every item of an agenda has a subject. Keep to it. There is another place for "
        "everything else, and the citizens’ office will gladly tell you which.",
    ),
    RuleText(
        2,
        "herabsetzung",
        "Niemanden herabsetzen",
        "Setzen Sie keine Menschen herab, weil sie irgendwo herkommen, wohnen, glauben, lieben, alt oder jung "
        "sind oder eine Behinderung haben. Über Sachen darf gestritten werden, auch hart.",
        "Put nobody down",
        "Do not put people down for where they come from or live, what they believe, whom they love, their age "
        "or a disability. Arguing about the matter is welcome, even hard.",
    ),
    RuleText(
        3,
        "angriffe",
        "Keine Angriffe auf Personen",
        "Kritisieren Sie, was jemand sagt oder entscheidet, nicht, wer jemand ist. Beleidigungen, Drohungen und "
        "Spott über einzelne Menschen blenden wir aus.",
        "No attacks on people",
        "Criticise what somebody says or decides, not who they are. We hide insults, threats and mockery of "
        "individuals.",
    ),
    RuleText(
        4,
        "persoenliches",
        "Keine persönlichen Angaben",
        "Schreiben Sie keine Adressen, Telefonnummern, Kennzeichen oder Krankheiten anderer Menschen. Auch mit "
        "Ihren eigenen Angaben sollten Sie sparsam sein: Alle können hier mitlesen.",
        "No personal details",
        "Do not post addresses, phone numbers, number plates or illnesses of other people. Be sparing with your "
        "own details too: everybody can read along.",
    ),
    RuleText(
        5,
        "werbung",
        "Keine Werbung",
        "Hier wird nichts verkauft und nicht um Kundschaft geworben. Ein Hinweis auf das Nachbarschaftsfest oder "
        "einen Verein ist willkommen, wenn er zum Thema passt.",
        "No advertising",
        "Nothing is sold here and nobody canvasses for customers. A word about the street party or a club is "
        "welcome where it fits the subject.",
    ),
    RuleText(
        6,
        "einmal",
        "Einmal genügt",
        "Gibt es Ihren Vorschlag schon? Dann unterstützen Sie ihn, das zählt mehr als ein zweiter. Steht "
        "dasselbe zweimal da, blenden wir das zweite aus und verweisen auf das erste.",
        "Once is enough",
        "Has somebody made your proposal already? Support it, that counts for more than a second one. If the "
        "same thing is there twice, we hide the second and point to the first.",
    ),
    RuleText(
        7,
        "recht",
        "Nichts Verbotenes",
        "Strafbares hat hier keinen Platz. Wir entfernen es, sichern es, wo wir müssen, und geben es an die "
        "Polizei weiter, wenn Menschen in Gefahr sind.",
        "Nothing illegal",
        "Criminal content has no place here. We remove it, keep it as evidence where we must, and pass it to "
        "the police when people are in danger.",
    ),
)

_ADD_RULE = """
INSERT INTO house_rule (slug, number, version, title, body, title_en, body_en, valid_from)
SELECT $1, $2, COALESCE(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM house_rule WHERE slug = $1
ON CONFLICT (slug, version) DO NOTHING
"""


async def seed_rules(rules: Sequence[RuleText], *, since: datetime | None = None) -> None:
    """What says something new becomes a new version, valid from now or `since`; what stands is left alone."""
    async with unit_of_work():
        known = {rule.slug: rule for rule in await current_rules()}
        for text in rules:
            old = known.get(text.slug)
            if old is None or _text_of(old) != text:
                await execute(
                    _ADD_RULE,
                    text.slug,
                    text.number,
                    text.title,
                    text.body,
                    text.title_en,
                    text.body_en,
                    since or clock.now(),
                )


def _text_of(rule: Rule) -> RuleText:
    return RuleText(rule.number, rule.slug, rule.title, rule.body, rule.title_en, rule.body_en)


async def ensure_rules() -> None:
    """A city without rules of its own gets ours: no decision can be made without one."""
    if not await current_rules():
        await seed_rules(DEFAULTS, since=ALWAYS)
    await ensure_canned([rule.slug for rule in await current_rules()])
