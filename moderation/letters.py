"""What people are told by mail. The first link of each letter is what the letter is about."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from moderation.queries import Rule
from moderation.rules import Action, Reason
from moderation.wording import REASONS, Words
from participation.core.db import fetch_one
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
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


@dataclass(frozen=True, slots=True)
class Reader:
    email: str
    name: str
    locale: str


_READER = "SELECT email, display_name, locale FROM person WHERE id = $1 AND deleted_at IS NULL"


async def reader_of(person: int | None) -> Reader | None:
    row = await fetch_one(_READER, person) if person is not None else None
    return Reader(row["email"], row["display_name"], row["locale"]) if row and row["email"] else None


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
    reports: int,
    until: datetime,
    ban_until: datetime | None,
    path: str,
) -> None:
    title = (
        N_("Teile Ihres Beitrags sind unkenntlich, Fall %(number)s")
        if action == Action.MASK
        else N_("Ihr Beitrag ist nicht mehr zu sehen, Fall %(number)s")
    )
    await _send(
        reader,
        title,
        "moderation/mail/statement.txt",
        subject,
        link=settings().link(path),
        rule=rule,
        action=action,
        reason=reason,
        reports=reports,
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
        link=settings().link(path),
        rule=rule,
        action=action,
        reason=reason,
        office=office,
    )


async def answer_appeal(
    reader: Reader, subject: Subject, rule: Rule, reason: str, *, restored: bool, path: str, url: str
) -> None:
    title = (
        N_("Ihr Beitrag ist wieder zu sehen, Fall %(number)s")
        if restored
        else N_("Ihr Widerspruch ist geprüft, Fall %(number)s")
    )
    await _send(
        reader,
        title,
        "moderation/mail/answer.txt",
        subject,
        link=settings().link(path),
        rule=rule,
        reason=reason,
        restored=restored,
        url=settings().link(url) if url else "",
    )


async def tell_result(
    reader: Reader, subject: Subject, rule: Rule, action: str, *, again: bool, path: str
) -> None:
    await _send(
        reader,
        N_("Ihre Meldung ist geprüft, Fall %(number)s"),
        "moderation/mail/result.txt",
        subject,
        link=settings().link(path),
        rule=rule,
        action=action,
        again=again,
        contact=settings().link("/contact"),
    )


async def tell_undone(
    reader: Reader, subject: Subject, *, visible: bool, again: bool, author: bool, path: str
) -> None:
    if not author:
        title = N_("Ihre Meldung wird neu geprüft, Fall %(number)s")
    elif visible:
        title = N_("Ihr Beitrag ist wieder zu sehen, Fall %(number)s")
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
    )


async def _send(reader: Reader, title: str, template: str, subject: Subject, **values: object) -> None:
    text = render(
        template,
        reader.locale,
        reader=reader,
        subject=subject,
        words=Words(reader.locale),
        **values,
    )
    with suppress(ValueError):  # an address that no mail server takes; the pages tell the same
        await send_mail(reader.email, translate(reader.locale, title, number=subject.number), text)
