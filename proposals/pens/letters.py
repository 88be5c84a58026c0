"""Mails about writing together: to whoever is asked, and to the author when somebody said yes."""

from participation.core.db import fetch_one
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.settings import settings

_INVITED = N_(
    """Guten Tag %(name)s,

%(author)s möchte einen Vorschlag mit Ihnen zusammen machen: „%(title)s“. Hier lesen Sie ihn und sagen Ja oder Nein:
%(link)s

Sagen Sie Ja, steht Ihr Name dabei. Tun Sie nichts, geschieht nichts. Die Einladung gilt 14 Tage.
"""
)
_JOINED = N_(
    """Guten Tag %(name)s,

%(who)s schreibt jetzt an Ihrem Vorschlag „%(title)s“ mit. Beide Namen stehen dabei:
%(link)s
"""
)
_READER = """
SELECT r.email, r.locale, r.display_name, p.title, COALESCE(a.display_name, '') AS author
FROM proposal_invitation i JOIN proposal p ON p.id = i.proposal
JOIN person r ON r.id = i.person AND r.email IS NOT NULL AND r.deleted_at IS NULL
LEFT JOIN person a ON a.id = p.author WHERE i.id = $1
"""
_AUTHOR = """
SELECT a.email, a.locale, a.display_name, p.title
FROM proposal p JOIN person a ON a.id = p.author AND a.email IS NOT NULL AND a.deleted_at IS NULL WHERE p.id = $1
"""


async def invited(invitation_id: int) -> None:
    """Within the caller's unit of work."""
    row = await fetch_one(_READER, invitation_id)
    if row is None:
        return
    locale = row["locale"]
    values = {
        "name": row["display_name"],
        "author": row["author"],
        "title": row["title"],
        "link": settings().link(f"/account/invitations/{invitation_id}"),
    }
    await send_mail(
        row["email"],
        translate(locale, N_("Möchten Sie einen Vorschlag mittragen?")),
        translate(locale, _INVITED, **values),
    )


async def joined(proposal_id: int, who: str) -> None:
    row = await fetch_one(_AUTHOR, proposal_id)
    if row is None:
        return
    locale = row["locale"]
    values = {
        "name": row["display_name"],
        "who": who,
        "title": row["title"],
        "link": settings().link(f"/proposals/{proposal_id}"),
    }
    await send_mail(
        row["email"],
        translate(locale, N_("Ihr Vorschlag hat jetzt mehr Verfasserinnen und Verfasser")),
        translate(locale, _JOINED, **values),
    )
