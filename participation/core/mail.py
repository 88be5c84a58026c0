"""Mail: written within the transaction it tells about, sent after it by the worker.

Without MAIL_URL each mail becomes an `.eml` file in the data directory, the newest name last.
"""

import asyncio
import os
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from participation.core.clock import now
from participation.core.html import clean_text
from participation.core.outbox import GiveUp, enqueue, handles
from participation.settings import settings

TOPIC = "core.mail"
SECONDS = 20.0
"""For one conversation with the mail server."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}")


def mailbox(address: str) -> str:
    """One bare address, its domain in ASCII. Raises ValueError for lists, names, comments and line breaks."""
    local, at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("no mail address") from error
    if (
        not at
        or len(local) > 64
        or "=?" in local
        or not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(domain)
    ):
        raise ValueError("no mail address")
    return f"{local}@{domain}"


async def send_mail(to: str, subject: str, text: str, html: str | None = None) -> None:
    """Within the caller's unit of work; leaves after its commit. ValueError for a bad address or subject.

    The first link in `text` is what the mail is about; `settings().link("/path")` makes it absolute.
    """
    payload = {
        "to": mailbox(to),
        "subject": _words(subject),
        "text": clean_text(text),
        "html": None if html is None else clean_text(html),
        "token": secrets.token_hex(8),
        "at": now().isoformat(),
    }
    await enqueue(TOPIC, payload)


def _words(subject: str) -> str:
    """`=?` begins an encoded word, in which line breaks could hide; the email package would unpack it."""
    if "\n" in subject or "\r" in subject:
        raise ValueError("a subject is one line")
    return " ".join(clean_text(subject).replace("=?", "= ?").split())


def build(payload: Mapping[str, Any], *, cte: str = "quoted-printable") -> EmailMessage:
    """The same payload gives the same message, with the same id: sent twice, a mailbox shows it once."""
    sender = Address(settings().site_name, addr_spec=settings().mail_from)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message["Date"] = format_datetime(datetime.fromisoformat(payload["at"]))
    message["Message-ID"] = f"<{payload['token']}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["text"].rstrip("\n") + "\n", cte=cte)
    if payload["html"]:
        message.add_alternative(payload["html"], subtype="html", cte=cte)
    return message


@handles(TOPIC, seconds=SECONDS + 10)
async def deliver(payload: dict[str, Any]) -> None:
    if settings().mail_url:
        await _send(build(payload), payload["to"])
    else:
        await asyncio.to_thread(_write, payload)


# --- to a file ----------------------------------------------------------------------------------------------


def mail_folder() -> Path:
    return settings().data_dir / "mail"


def _write(payload: Mapping[str, Any]) -> None:
    """Whole or not at all; done a second time it is the same file again. 8 bit, so that a person can read it."""
    folder = mail_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    moment = datetime.fromisoformat(payload["at"])
    path = folder / f"{moment:%Y%m%dT%H%M%S.%f}-{payload['token']}.eml"
    draft = path.with_suffix(f".{secrets.token_hex(4)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(build(payload, cte="8bit").as_bytes(policy=SMTP.clone(linesep="\n")))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


# --- to a server --------------------------------------------------------------------------------------------


async def _send(message: EmailMessage, to: str) -> None:
    parts = urlsplit(settings().mail_url)
    user = unquote(parts.username) if parts.username else None
    secret = unquote(parts.password) if parts.password else None
    try:
        await aiosmtplib.send(
            message,
            sender=message["From"].addresses[0].addr_spec,
            recipients=[to],
            hostname=parts.hostname,
            port=parts.port,
            username=user,
            password=secret,
            use_tls=parts.scheme == "smtps",
            timeout=SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        codes = [refusal.code for refusal in error.recipients]
        if codes and all(code >= 500 for code in codes):
            raise GiveUp(f"the server refused the recipient: {codes[0]}") from None
        raise
