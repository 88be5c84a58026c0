"""Files beside a statement: read from the form, kept with it, for the office and for whoever holds the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import UploadFile

from moderation.links import hash_of
from participation.core.db import execute, execute_many, fetch, fetch_one
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.images import TYPE, BadImage, draw
from participation.plans.rules.attachments import MEGABYTES, MOST, PDF, File, is_pdf, shown_name

FIELD = "files"
ACCEPT = "application/pdf,image/jpeg,image/png,image/webp"
AGAIN = N_("Bitte wählen Sie Ihre Dateien noch einmal aus. Ihr Text steht noch da.")
_MANY = N_("Das sind zu viele Dateien: höchstens %(most)s.")
_HEAVY = N_("„%(name)s“ ist zu groß: höchstens %(most)s MB.")
_BROKEN = N_("„%(name)s“ ist keine vollständige PDF-Datei. Bitte speichern Sie sie neu.")


@dataclass(frozen=True, slots=True)
class Attachment:
    """`size` in bytes."""

    statement: int
    position: int
    name: str
    media_type: str
    size: int


async def read(form: Form, errors: Errors) -> tuple[File, ...]:
    """Pictures are drawn anew, which takes a while: only when nothing else is wrong. May raise Refused (busy)."""
    sent = [one for one in form.files.get(FIELD, []) if one.filename]
    if not sent:
        return ()
    if len(sent) > MOST:
        errors.add(FIELD, _MANY, most=MOST)
        return ()
    if errors:
        errors.add(FIELD, AGAIN)
        return ()
    found = []
    for upload in sent:
        one = await _read(upload, errors)
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


async def _read(upload: UploadFile, errors: Errors) -> File | None:
    start = await upload.read(5)
    await upload.seek(0)
    if start != b"%PDF-":
        try:
            drawn = await draw(upload)
        except BadImage as bad:
            errors.add(FIELD, bad.msgid, **bad.values)
            return None
        return File(shown_name(upload.filename, TYPE), TYPE, drawn.large)
    most = MEGABYTES * 1_000_000
    body = await upload.read(most + 1)
    name = shown_name(upload.filename, PDF)
    if len(body) > most:
        errors.add(FIELD, _HEAVY, name=name, most=MEGABYTES)
        return None
    if not is_pdf(body):
        errors.add(FIELD, _BROKEN, name=name)
        return None
    return File(name, PDF, body)


_ADD = """
INSERT INTO plan_attachment (statement, position, name, media_type, sha256, body) VALUES ($1, $2, $3, $4, $5, $6)
"""


async def keep(statement: int, files: Sequence[File]) -> None:
    rows = [
        (statement, place, one.name, one.media_type, one.sha256, one.body)
        for place, one in enumerate(files, 1)
    ]
    if rows:
        await execute_many(_ADD, rows)


async def drop(statements: Sequence[int]) -> None:
    """With the data of the person: nobody can say what is in a file."""
    await execute("DELETE FROM plan_attachment WHERE statement = ANY($1::bigint[])", statements)


_OF = """
SELECT statement, position, name, media_type, octet_length(body) AS size
FROM plan_attachment WHERE statement = ANY($1::bigint[]) ORDER BY statement, position
"""


async def of(statements: Sequence[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for row in await fetch(_OF, statements):
        found.setdefault(row["statement"], []).append(Attachment(*row))
    return found


_BY_RECEIPT = """
SELECT a.name, a.media_type, a.body FROM plan_attachment a JOIN plan_statement s ON s.id = a.statement
WHERE s.token_hash = $1 AND a.position = $2
"""
_BY_STATEMENT = "SELECT name, media_type, body FROM plan_attachment WHERE statement = $1 AND position = $2"


async def by_receipt(token: str, position: int) -> File | None:
    return _file(await fetch_one(_BY_RECEIPT, hash_of(token), position))


async def by_statement(statement: int, position: int) -> File | None:
    return _file(await fetch_one(_BY_STATEMENT, statement, position))


def _file(row: Any) -> File | None:
    return None if row is None else File(*row)
