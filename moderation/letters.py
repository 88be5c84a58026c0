"""What people are told by mail. The first link of each letter is what the letter is about.

Within the transaction only what the letter will say is noted; the worker renders and sends it afterwards.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from moderation.queries import Rule, rule_by_id
from moderation.rules import Action, Reason
from moderation.sentences import REASONS
from moderation.wording import Words
from participation.core import kinds
from participation.core.db import fetch_one, unit_of_work
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.outbox import enqueue, handles
from participation.core.templating import render
from participation.settings import settings


@dataclass(frozen=True, slots=True)
class Subject:
    """The case as a letter names it."""

    number: str
    kind: str
    title: str
    titled: bool
    place: str
    written_at: datetime
    held: bool = False
    """It was never public: it waited for approval."""


@dataclass(frozen=True, slots=True)
class Reader:
    email: str
    name: str
    locale: str


def subject_of(case: Any) -> Subject:
    """From a row of a case."""
    names = ("number", "kind", "title", "titled", "place", "written_at", "held")
    return Subject(**{name: case[name] for name in names})


_READER = "SELECT email, display_name, locale FROM person WHERE id = $1 AND deleted_at IS NULL"


async def reader_of(person: int | None) -> Reader | None:
    row = await fetch_one(_READER, person) if person is not None else None
    return Reader(row["email"], row["display_name"], row["locale"]) if row and row["email"] else None


async def authors_of(case: Any) -> list[Reader]:
    """All who wrote the text of a case and can be written to, by a row of the case."""
    kind = kinds.get(case["kind"])
    others = await kind.co_authors(case["content_id"]) if kind and kind.co_authors else []
    found = [await reader_of(person) for person in (case["author"], *others)]
    return [reader for reader in found if reader is not None]


async def confirm_report(reader: Reader, subject: Subject, reason: Reason, path: str, *, guest: bool) -> None:
    """Without what the person wrote and without the text reported: a stranger's address may have been given."""
    await _send(
        reader,
        N_("Ihre Meldung ist angekommen, Fall %(number)s"),
        "moderation/mail/receipt.txt",
        subject,
        link=settings().link(path),
        reason=translate(reader.locale, REASONS[reason]),
        guest=guest,
    )


async def state_reasons(
    reader: Reader,
    subject: Subject,
    rule: Rule,
    action: str,
    reason: str,
    *,
    law: str,
    reports: int,
    by_system: bool,
    until: datetime,
    ban_until: datetime | None,
    path: str,
) -> None:
    """All that Art. 17(3) DSA lists; the page behind the link says the same and more."""
    titles = {
        Action.MASK.value: N_("Teile Ihres Beitrags sind unkenntlich, Fall %(number)s"),
        Action.LOCK.value: N_("Unter Ihrem Beitrag ist das Gespräch beendet, Fall %(number)s"),
    }
    usual = (
        N_("Ihr Beitrag wird nicht veröffentlicht, Fall %(number)s")
        if subject.held
        else N_("Ihr Beitrag ist nicht mehr zu sehen, Fall %(number)s")
    )
    title = titles.get(action, usual)
    await _send(
        reader,
        title,
        "moderation/mail/statement.txt",
        subject,
        rule,
        link=settings().link(path),
        action=action,
        reason=reason,
        law=law,
        reports=reports,
        by_system=by_system,
        until=until,
        ban_until=ban_until,
    )


async def say_kindly(
    reader: Reader, subject: Subject, rule: Rule, action: str, reason: str, *, office: str, path: str
) -> None:
    """Nothing was restricted: a request to change something, or a pointer to who can help."""
    title = (
        N_("Eine Bitte zu Ihrem Beitrag, Fall %(number)s")
        if action == Action.ASK
        else N_("Wer Ihnen bei Ihrem Beitrag hilft, Fall %(number)s")
    )
    await _send(
        reader,
        title,
        "moderation/mail/kindly.txt",
        subject,
        rule,
        link=settings().link(path),
        action=action,
        reason=reason,
        office=office,
    )


async def tell_approved(reader: Reader, subject: Subject, path: str) -> None:
    await _send(
        reader,
        N_("Ihr Beitrag ist jetzt zu sehen, Fall %(number)s"),
        "moderation/mail/approved.txt",
        subject,
        link=settings().link(path),
    )


async def answer_appeal(
    reader: Reader,
    subject: Subject,
    rule: Rule,
    reason: str,
    *,
    restored: bool,
    first: str,
    path: str,
    url: str,
) -> None:
    """`first` is the action that was appealed against."""
    title = N_("Ihr Widerspruch ist geprüft, Fall %(number)s")
    if restored and first in {Action.LOCK, Action.MASK}:
        title = N_("Die Entscheidung ist zurückgenommen, Fall %(number)s")
    elif restored:
        title = N_("Ihr Beitrag ist wieder zu sehen, Fall %(number)s")
    await _send(
        reader,
        title,
        "moderation/mail/answer.txt",
        subject,
        rule,
        link=settings().link(path),
        reason=reason,
        first=first,
        restored=restored,
        url=settings().link(url) if url else "",
    )


async def tell_result(
    reader: Reader,
    subject: Subject,
    rule: Rule,
    action: str,
    *,
    again: bool,
    path: str,
    until: datetime | None,
) -> None:
    """`until`: where a second look can be asked for, the last day for it."""
    await _send(
        reader,
        N_("Ihre Meldung ist geprüft, Fall %(number)s"),
        "moderation/mail/result.txt",
        subject,
        rule,
        link=settings().link(path),
        action=action,
        again=again,
        until=until,
    )


async def tell_undone(
    reader: Reader, subject: Subject, *, visible: bool, again: bool, author: bool, path: str
) -> None:
    if not author:
        title = N_("Ihre Meldung wird neu geprüft, Fall %(number)s")
    elif visible:
        title = N_("Ihr Beitrag ist wieder zu sehen, Fall %(number)s")
    elif not again:
        title = N_("Wir lesen Ihren Beitrag noch einmal, Fall %(number)s")
    else:
        title = N_("Ihr Widerspruch wird neu geprüft, Fall %(number)s")
    await _send(
        reader,
        title,
        "moderation/mail/undone.txt",
        subject,
        link=settings().link(path),
        again=again,
        author=author,
        visible=visible,
    )


TOPIC = "moderation.letter"
Plain = str | int | bool | datetime | None


async def _send(
    reader: Reader, title: str, template: str, subject: Subject, rule: Rule | None = None, **values: Plain
) -> None:
    """Within the caller's unit of work. `values` are plain; a time keeps its zone, a rule its version."""
    letter = {
        "reader": asdict(reader),
        "title": title,
        "template": template,
        "subject": asdict(subject) | {"written_at": subject.written_at.isoformat()},
        "rule": rule.id if rule else None,
        "values": {name: value for name, value in values.items() if not isinstance(value, datetime)},
        "times": {name: value.isoformat() for name, value in values.items() if isinstance(value, datetime)},
    }
    await enqueue(TOPIC, letter)


@handles(TOPIC)
async def write_letter(letter: dict[str, Any]) -> None:
    """A letter written twice would be sent twice only if the worker dies between the two."""
    reader, title = Reader(**letter["reader"]), letter["title"]
    subject = _subject(letter["subject"])
    rule = await rule_by_id(letter["rule"]) if letter["rule"] is not None else None
    times = {name: datetime.fromisoformat(value) for name, value in letter["times"].items()}
    text = render(
        letter["template"],
        reader.locale,
        reader=reader,
        subject=subject,
        words=Words(reader.locale),
        rule=rule,
        **letter["values"],
        **times,
    )
    with suppress(ValueError):  # an address that no mail server takes; the pages tell the same
        async with unit_of_work():
            await send_mail(reader.email, translate(reader.locale, title, number=subject.number), text)


def _subject(sent: Mapping[str, Any]) -> Subject:
    return Subject(**{**sent, "written_at": datetime.fromisoformat(sent["written_at"])})
