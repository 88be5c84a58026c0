"""`teilhabe backup FILE` and `teilhabe restore FILE`: the database and what lies beside it, in one file."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from participation.core import clock
from participation.core.db import DB, fetch, fetch_value
from participation.core.embedded import EmbeddedError
from participation.core.migrations import known, migrate
from participation.settings import settings
from participation.tools import archive, pg_programs
from participation.tools.archive import DUMP, FILES, Archive, ArchiveError
from participation.tools.database import database
from polls.sealing import folder as key_folder
from polls.sealing import key_path

NEVER = ("ballot-keys",)
"""Whoever has a key and the database of the same day can read the ballots of a secret poll while it is open."""
_MADE_ANEW = ("postgres", "templates", "mail")
"""The database comes by its dump; the others are caches, and letters that have left."""
_KEY = "secret-key"

T = TypeVar("T")

_VERSION = "SELECT current_setting('server_version_num')::int / 10000"
_RUN = "SELECT app_name, name FROM migration"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM person) AND NOT EXISTS (SELECT 1 FROM consultation)"
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'teilhabe doorbell'
"""
_SEALED = """
SELECT id, title FROM poll WHERE secrecy = 'secret' AND counted_at IS NULL AND published_at IS NOT NULL ORDER BY id
"""


def back_up(path: Path) -> None:
    """Beside a running `serve`, too. One sentence on standard error where it cannot be done."""
    try:
        with database(), archive.writing(path.absolute()) as file:
            _say("Reading the database …")
            facts = _pooled(_facts)
            with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".backup-") as folder:
                dump = Path(folder) / DUMP
                pg_programs.dump(DB.config["dsn"], facts["postgres"], dump)
                file.add(DUMP, dump)
            # After the dump: whatever a row speaks of was on the disk before the row was written.
            for name, found in _files(settings().data_dir):
                _say(f"Adding {name} …")
                with contextlib.suppress(FileNotFoundError):  # somebody's draft, gone by now
                    file.add(FILES + name, found)
            file.manifest |= facts
    except ArchiveError as error:
        raise EmbeddedError(str(error)) from error
    size = path.stat().st_size / 1e6
    _say(f"{path}: {size:.1f} MB. It holds everything but the keys of secret ballots: keep it closed.")


async def _facts() -> dict[str, Any]:
    try:
        rows = await fetch(_RUN)
    except asyncpg.UndefinedTableError as error:
        raise EmbeddedError("There is nothing to back up: the database is empty.") from error
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "postgres": await fetch_value(_VERSION),
        "migrations": sorted(f"{row['app_name']}/{row['name']}" for row in rows),
        "sealed_polls": [row["id"] for row in await fetch(_SEALED)],
    }


def _files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """What somebody has brought here or what was made once; links are not followed."""
    for path in sorted(data_dir.rglob("*")):
        name = path.relative_to(data_dir).as_posix()
        left_out = name.startswith((*NEVER, *_MADE_ANEW)) or path.is_relative_to(key_folder())
        if path.is_file() and not path.is_symlink() and not left_out:
            yield name, path


# --- back again -----------------------------------------------------------------------------------------------


def bring_back(path: Path) -> None:
    """Into an empty database alone; the file is read whole and found whole before anything is written."""
    _say("Checking the file …")
    try:
        found = archive.opened(path)
    except ArchiveError as error:
        raise EmbeddedError(str(error)) from error
    later = set(found.manifest["migrations"]) - {f"{app}/{name}" for app, name in known()}
    if later:
        raise EmbeddedError(f"{path} was made by a later release ({min(later)}): restore it with that one.")
    with database():
        version, used = _pooled(_target)
        _say("Writing the database …")
        with found.member(DUMP) as dump:
            pg_programs.restore(DB.config["dsn"], version, dump, clean=used)
        _write_files(found, settings().data_dir)
        sealed = _pooled(_after)
    for line in _without_key(sealed):
        print(line, file=sys.stderr)
    _say(f"Restored: the state of {found.manifest['made_at']}.")


async def _target() -> tuple[int, bool]:
    """Version of the server, and whether tables are there already; refuses where anything is in them."""
    if await fetch_value(_OTHERS):
        raise EmbeddedError("`teilhabe serve` uses this database: stop it first.")
    used = bool(await fetch_value(_TABLES))
    if used and not await _is_empty():
        raise EmbeddedError("The database is not empty. A backup is restored into an empty one only.")
    return await fetch_value(_VERSION), used


async def _is_empty() -> bool:
    try:
        return bool(await fetch_value(_EMPTY))
    except asyncpg.UndefinedTableError:
        return False  # tables of somebody else


async def _after() -> list[Any]:
    await migrate()
    return await fetch(_SEALED)


def _write_files(found: Archive, data_dir: Path) -> None:
    for name in (name for name in found.names if name.startswith(FILES)):
        target = data_dir / name.removeprefix(FILES)
        if target.is_symlink():
            raise EmbeddedError(f"{target} is a link: move it away, then restore again.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.name == _KEY and target.exists():
            target.rename(target.with_name(f"{_KEY}.before-restore"))
        draft = target.with_name(f"{target.name}.part")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with found.member(name) as source, os.fdopen(handle, "wb") as file:
            while data := source.read(archive.CHUNK):
                file.write(data)
        draft.replace(target)


def _without_key(sealed: list[Any]) -> Iterator[str]:
    for row in sealed:
        path = key_path(row["id"])
        if not path.exists():
            yield (
                f"Poll {row['id']} ({row['title']}): its ballot key is missing, for no backup holds one. Bring "
                f"{path} from the old machine, or a keeper's copy by `teilhabe polls key-import FILE`; otherwise "
                "its sealed ballots can never be counted."
            )


def _pooled(work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        await DB.start(size=2)
        try:
            return await work()
        finally:
            await DB.stop()

    try:
        return asyncio.run(run())
    except (
        asyncpg.PostgresConnectionError,
        asyncpg.InvalidAuthorizationSpecificationError,
        OSError,
    ) as error:
        raise EmbeddedError(f"The database cannot be reached: {error}") from error


def _say(text: str) -> None:
    if sys.stdout.isatty():
        print(text, flush=True)
