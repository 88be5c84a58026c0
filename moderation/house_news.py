"""A rule that will change is told to everybody with an account, before it holds."""

from typing import Any

from moderation.queries import rule_by_id
from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.outbox import enqueue, handles
from participation.core.wording import date_text
from participation.settings import settings

TOPIC = "moderation.rule-news"
BATCH = 200

_COMING = """
SELECT h.id, h.valid_from, (SELECT o.id FROM house_rule o WHERE o.slug = h.slug AND o.valid_from <= $2
                            ORDER BY o.version DESC LIMIT 1) AS now_id
FROM house_rule h WHERE h.id = $1 AND h.valid_from > $2
  AND NOT EXISTS (SELECT 1 FROM house_rule n WHERE n.slug = h.slug AND n.version > h.version)
"""
_READERS = """
SELECT id, email, locale, display_name FROM person
WHERE id > $1 AND email IS NOT NULL AND confirmed_at IS NOT NULL AND deleted_at IS NULL ORDER BY id LIMIT $2
"""
_SUBJECT = N_("Eine Regel für das Gespräch ändert sich")
_LETTER = N_(
    """Guten Tag %(name)s,

ab %(day)s gilt eine Regel für das Gespräch in neuen Worten.

Bis dahin: %(old_title)s
%(old)s

Ab dann: %(title)s
%(body)s

Alle Regeln, und Wort für Wort, was sich ändert:
%(link)s

Sie müssen nichts tun. Ab diesem Tag fragen wir Sie, ob Sie sich daran halten.
"""
)


async def tell_everybody(version: int) -> None:
    """Within the caller's unit of work; the mails leave in portions."""
    await enqueue(TOPIC, {"rule": version, "after": 0})


@handles(TOPIC, atomic=True)
async def tell_portion(payload: dict[str, Any]) -> None:
    """Once it holds, or once newer words have taken its place, nobody is told any more."""
    row: Any = await fetch_one(_COMING, payload["rule"], clock.now())
    if row is None or row["now_id"] is None:
        return
    new, old = await rule_by_id(row["id"]), await rule_by_id(row["now_id"])
    readers = await fetch(_READERS, payload["after"], BATCH)
    for reader in readers:
        locale, name = reader["locale"], reader["display_name"]
        text = translate(
            locale,
            _LETTER,
            name=name,
            day=date_text(locale, row["valid_from"]),
            old_title=old.title_in(locale),
            old=old.body_in(locale),
            title=new.title_in(locale),
            body=new.body_in(locale),
            link=settings().link("/rules"),
        )
        await send_mail(reader["email"], translate(locale, _SUBJECT), text)
    if len(readers) == BATCH:
        await enqueue(TOPIC, {"rule": row["id"], "after": readers[-1]["id"]})
