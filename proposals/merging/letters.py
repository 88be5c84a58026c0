"""Mails to those who wrote the two proposals."""

from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.settings import settings
from proposals.merging.queries import writers

_GONE_INTO = N_(
    """Guten Tag %(name)s,

Ihr Vorschlag „%(title)s“ und ein anderer wollen fast dasselbe. Die Moderation hat sie zusammengelegt. Gemeinsam haben sie mehr Gewicht:
%(other_link)s

Wer Ihren unterstützt hat, unterstützt jetzt den anderen. Niemand zählt doppelt. Ihr Text und alle Kommentare bleiben lesbar:
%(link)s

Sie sehen das anders? Schreiben Sie uns in den nächsten 14 Tagen, dann können wir es rückgängig machen:
%(contact)s
"""
)
_TAKEN_IN = N_(
    """Guten Tag %(name)s,

jemand anderes hat fast dasselbe vorgeschlagen wie Sie: „%(other)s“. Die Moderation hat die beiden zusammengelegt. Es geht mit Ihrem Vorschlag weiter:
%(link)s

Wer den anderen unterstützt hat, unterstützt jetzt Ihren. Niemand zählt doppelt.
"""
)
_PARTED = N_(
    """Guten Tag %(name)s,

die Moderation hatte Ihren Vorschlag „%(title)s“ mit einem anderen zusammengelegt und hat das jetzt rückgängig gemacht. Beide stehen wieder für sich, jeder mit seiner eigenen Unterstützung:
%(link)s
"""
)


async def merged(source: int, target: int) -> None:
    await _send(source, target, N_("Ihr Vorschlag ist mit einem anderen zusammengelegt"), _GONE_INTO)
    await _send(target, source, N_("Ein anderer Vorschlag ist in Ihrem aufgegangen"), _TAKEN_IN)


async def undone(source: int, target: int) -> None:
    for one, other in ((source, target), (target, source)):
        await _send(one, other, N_("Ihr Vorschlag steht wieder für sich"), _PARTED)


async def _send(proposal_id: int, other: int, subject: str, text: str) -> None:
    """Within the caller's unit of work. What is hidden by now is not quoted."""
    link = settings().link
    for row in await writers(proposal_id, other):
        values = {
            "name": row["display_name"],
            "title": row["title"],
            "other": row["other"],
            "link": link(f"/proposals/{proposal_id}"),
            "other_link": link(f"/proposals/{other}"),
            "contact": link("/contact"),
        }
        locale = row["locale"]
        await send_mail(row["email"], translate(locale, subject), translate(locale, text, **values))
