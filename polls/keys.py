"""Copies of ballot keys for two keepers, and the way back after a restore.

A backup of the database never holds a key: restored without it, a secret poll takes no ballots and waits to be
counted. So two people who do not run the server keep a copy each, and destroy it after the count.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from participation.core.audit import record
from participation.core.db import fetch, fetch_one, unit_of_work
from polls import sealing

_UNCOUNTED = "SELECT id, title, key_mark FROM poll WHERE secrecy = 'secret' AND counted_at IS NULL AND part_of IS NULL ORDER BY id"
_COUNTED_OF = "SELECT id FROM poll WHERE id = ANY($1::bigint[]) AND counted_at IS NOT NULL"
_ONE = "SELECT id, title, secrecy, counted_at, key_mark FROM poll WHERE id = $1"
_TEXT = """Teilhabe: Schlüssel einer geheimen Abstimmung
poll: {poll}
mark: {mark}
key: {key}

{title}

Mit diesem Schlüssel und der Datenbank lassen sich die Stimmzettel öffnen, solange die Abstimmung läuft.
Bewahren Sie die Datei verschlossen auf, getrennt von jeder Sicherung der Datenbank.
Zurückbringen: teilhabe polls key-import DATEI
Nach der Auszählung: Vernichten Sie die Datei.
"""

log = structlog.get_logger("polls")


class KeepingError(Exception):
    """One sentence that says why a key is not handed out or taken back."""


@dataclass(frozen=True, slots=True)
class BallotKey:
    poll: int
    title: str
    there: bool


async def ballot_keys() -> list[BallotKey]:
    """Of secret polls that are not counted yet, drafts among them."""
    return [
        BallotKey(row["id"], row["title"], _is_there(row["id"], row["key_mark"]))
        for row in await fetch(_UNCOUNTED)
    ]


def _is_there(poll_id: int, mark: str) -> bool:
    try:
        sealing.read_key(poll_id, mark)
    except sealing.KeyMissingError:
        return False
    return True


async def warn_of_missing() -> None:
    for one in await ballot_keys():
        if not one.there:
            log.error("ballot_key_missing", poll=one.poll)


async def export(poll_id: int, folders: Sequence[Path]) -> list[Path]:
    """One file for each keeper, mode 0600; never over a file that is there."""
    row = await fetch_one(_ONE, poll_id)
    if row is None or row["secrecy"] != "secret":
        raise KeepingError(f"There is no secret poll {poll_id}.")
    if row["counted_at"] is not None:
        raise KeepingError(f"Poll {poll_id} is counted; its key is destroyed.")
    places = [folder.resolve() for folder in folders]
    if len(set(places)) != len(places) or not all(place.is_dir() for place in places):
        raise KeepingError("Name two different folders that are there, one for each keeper.")
    if any(place.is_relative_to(sealing.folder().resolve().parent) for place in places):
        raise KeepingError("A copy in the data directory is no copy: choose a medium of the keeper.")
    try:
        key = sealing.read_key(poll_id, row["key_mark"])
    except sealing.KeyMissingError as error:
        raise KeepingError(f"The key of poll {poll_id} is not here.") from error
    text = _TEXT.format(poll=poll_id, mark=sealing.mark_of(key), key=key.hex(), title=row["title"])
    files = [_written(place / f"ballot-key-{poll_id}.txt", text) for place in places]
    async with unit_of_work():
        await record(None, "poll.key-exported", "poll", poll_id, {"copies": len(files)})
    return files


def _written(path: Path, text: str) -> Path:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise KeepingError(f"{path} cannot be written, or is there already.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path


async def bring_back(file: Path) -> int:
    """The poll whose key it is. Refused where it is not the key with which the poll began."""
    poll_id, key = _read(file)
    row = await fetch_one(_ONE, poll_id)
    if row is None or row["counted_at"] is not None or row["secrecy"] != "secret":
        raise KeepingError(f"No secret poll {poll_id} waits for a key.")
    if row["key_mark"] and sealing.mark_of(key) != row["key_mark"]:
        raise KeepingError(f"This is not the key of poll {poll_id}.")
    sealing.keep_key(poll_id, key)
    async with unit_of_work():
        await record(None, "poll.key-imported", "poll", poll_id)
    return poll_id


def _read(file: Path) -> tuple[int, bytes]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        fields = dict(line.split(": ", 1) for line in lines[1:4])
        key = bytes.fromhex(fields["key"])
        number = int(fields["poll"])
    except (OSError, ValueError, KeyError) as error:
        raise KeepingError(f"{file} holds no ballot key.") from error
    if len(key) != sealing.KEY_BYTES:
        raise KeepingError(f"{file} holds no ballot key.")
    return number, key


async def destroy_spent_keys() -> None:
    """Keys of counted polls: none is left where somebody pulled the plug between count and destruction."""
    left = sealing.kept()
    if left:
        for row in await fetch(_COUNTED_OF, left):
            sealing.destroy_key(row["id"])
