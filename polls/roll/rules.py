"""Reading an uploaded list, and what of a line is kept."""

import csv
import hmac
import io
import re
from dataclasses import dataclass

from participation.accounts.rules import email_key, looks_like_email
from participation.settings import secret_key

_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")


@dataclass(frozen=True, slots=True)
class Read:
    """Lines that are addresses or numbers, each once, and the places (from 1) of those that are neither."""

    lines: tuple[str, ...]
    wrong: tuple[int, ...]


def normal(text: str) -> str:
    """An address or a member number as it is compared; empty for anything else."""
    if looks_like_email(text.strip()):
        return email_key(text)
    number = "".join(text.split()).upper()
    return number if _NUMBER.fullmatch(number) else ""


def mark_of(poll_id: int, text: str) -> bytes:
    """Keyed with the secret of this installation: a stolen table tells nobody who stands in it."""
    return hmac.digest(secret_key(), f"teilhabe roll {poll_id} {normal(text)}".encode(), "sha256")


def read(content: bytes) -> Read:
    """The first column of a CSV file; a heading in the first line is passed over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    found: dict[str, None] = {}
    wrong = []
    for place, line in enumerate(io.StringIO(text), 1):
        cell = _first_cell(line)
        one = normal(cell)
        if one:
            found[one] = None
        elif cell and place > 1:
            wrong.append(place)
    return Read(tuple(found), tuple(wrong))


def _first_cell(line: str) -> str:
    mark = next((mark for mark in ";\t," if mark in line), ";")
    try:
        return next(csv.reader([line], delimiter=mark), [""])[0].strip()
    except (csv.Error, StopIteration, IndexError):
        return line.strip()
