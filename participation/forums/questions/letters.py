"""Mails to the person who asked: what becomes of the question, and the answer."""

from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.forums.questions.queries import reader_of
from participation.settings import settings

_OWED = N_(
    """Guten Tag %(name)s,

Ihre Frage im %(forum)s blieb am Abend offen:

„%(question)s“

Sie wird schriftlich beantwortet, spätestens am %(due)s. Zuständig: %(office)s.
Alle sehen, ob die Antwort rechtzeitig kommt:
%(link)s
"""
)
_ANSWERED = N_(
    """Guten Tag %(name)s,

Sie haben im %(forum)s gefragt:

„%(question)s“

Die Antwort:

%(answer)s

Sie steht auch hier:
%(link)s
"""
)
_UNKNOWN_OFFICE = N_("wird noch geklärt")


async def tell_owed(question_id: int) -> None:
    await _send(question_id, N_("Ihre Frage wird schriftlich beantwortet"), _OWED)


async def tell_answered(question_id: int) -> None:
    await _send(question_id, N_("Ihre Frage ist beantwortet"), _ANSWERED)


async def _send(question_id: int, subject: str, text: str) -> None:
    """Within the caller's unit of work."""
    reader = await reader_of(question_id)
    if reader is None:
        return
    locale = reader["locale"]
    values = {
        "name": reader["name"],
        "forum": reader["title"],
        "question": reader["body"],
        "office": reader["office"] or translate(locale, _UNKNOWN_OFFICE),
        "due": reader["due_on"].strftime("%d.%m.%Y") if reader["due_on"] else "",
        "answer": reader["answer"],
        "link": settings().link(f"/forums/{reader['slug']}/questions#question-{question_id}"),
    }
    body = translate(locale, text, **values)
    await send_mail(reader["email"], translate(locale, subject), body)
