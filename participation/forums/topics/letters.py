"""Mails to the person who handed in a topic. Who has no account is rung up or written to by the city."""

from typing import Any

from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.wording import date_text
from participation.forums.topics.queries import reader_of
from participation.settings import settings

_HELLO = N_(
    """Guten Tag %(name)s,

%(text)s

Ihr Thema für das %(forum)s am %(day)s: „%(title)s“
%(link)s
"""
)
SUBJECTS = {
    "received": N_("Ihr Thema ist angekommen"),
    "accepted": N_("Ihr Thema steht auf der Tagesordnung"),
    "refused": N_("Ihr Thema wurde nicht aufgenommen"),
    "merged": N_("Ihr Thema wurde mit einem anderen zusammengelegt"),
    "answered": N_("Die Stadt hat zu Ihrem Thema Stellung genommen"),
    "carried": N_("Ihr Thema kommt beim nächsten Bürgerforum dran"),
    "cancelled": N_("Das Bürgerforum fällt aus"),
}
TEXTS = {
    "received": N_(
        "vielen Dank. Wir prüfen Ihr Thema und schreiben Ihnen, ob es auf die Tagesordnung kommt."
    ),
    "accepted": N_(
        "Ihr Thema ist angenommen. Vor dem Abend nimmt die Stadt schriftlich Stellung. Dann fragen wir Sie, "
        "ob noch darüber gesprochen werden soll."
    ),
    "refused": N_(
        "Ihr Thema kommt leider nicht auf die Tagesordnung. Warum, und wer Ihnen weiterhilft, steht hier:"
    ),
    "merged": N_("jemand anderes hat fast dasselbe angemeldet. Beide Themen werden zusammen besprochen."),
    "answered": N_(
        "die Stadt hat zu Ihrem Thema schriftlich Stellung genommen. Soll im Forum noch darüber gesprochen werden, "
        "oder genügt Ihnen die Antwort? Bitte sagen Sie es uns auf der Seite Ihres Themas."
    ),
    "carried": N_(
        "für Ihr Thema war an dem Abend leider keine Zeit mehr. Es steht jetzt auf der Tagesordnung des nächsten "
        "Bürgerforums. Sie müssen nichts tun."
    ),
    "cancelled": N_("das Bürgerforum fällt leider aus. Der Grund: %(reason)s"),
}


async def write(topic_id: int, what: str, **values: Any) -> None:
    """Within the caller's unit of work."""
    reader = await reader_of(topic_id)
    if reader is None:
        return
    locale = reader["locale"]
    parts = {
        "name": reader["name"],
        "text": translate(locale, TEXTS[what], **values),
        "forum": reader["forum"],
        "day": date_text(locale, reader["starts_at"]),
        "title": reader["title"],
        "link": settings().link(f"/topics/{topic_id}"),
    }
    await send_mail(reader["email"], translate(locale, SUBJECTS[what]), translate(locale, _HELLO, **parts))
