"""`teilhabe check` and `teilhabe settings`."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from urllib.parse import urlsplit

from participation.core import audit
from participation.core.db import fetch_value
from participation.core.migrations import pending
from participation.core.paths import STATIC
from participation.settings import PREFIX, Settings, settings
from participation.tools.database import with_database
from polls.keys import ballot_keys

SECRET = ("secret_key", "signing_key", "database_url", "mail_url", "metrics_token")
CLOCK_SECONDS = 5


def show_settings() -> None:
    chosen = settings()
    for setting in fields(Settings):
        value = getattr(chosen, setting.name)
        shown = "(set)" if setting.name in SECRET and value else _plain(value)
        print(f"{PREFIX}{setting.name.upper()}={shown}\n    {setting.metadata['help']}")


def _plain(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def check() -> bool:
    """Prints a line for each part; True when nothing is wrong."""
    results = [
        _step("assets", _assets),
        _step("database", lambda: with_database(_database)),
        _step("ballot keys", lambda: with_database(_ballot_keys)),
        _step("audit log", lambda: with_database(audit_log)),
        _step("mail", _mail),
    ]
    return all(results)


def _step(name: str, work: Callable[[], str]) -> bool:
    try:
        problem = work()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is wrong
        problem = f"{error}"
    print(f"{name}: {problem or 'good'}", file=sys.stderr if problem else sys.stdout)
    return not problem


def _assets() -> str:
    there = (STATIC / "build" / "manifest.json").exists()
    return "" if there else "the built files are missing; run `make install`"


async def _database() -> str:
    missing = await pending()
    if missing:
        return f"{len(missing)} migrations have not run; run `teilhabe migrate`"
    there = await fetch_value("SELECT clock_timestamp()")
    if abs((there - datetime.now(UTC)).total_seconds()) > CLOCK_SECONDS:
        return "the clocks of this machine and of the database differ; set both by NTP"
    return ""


async def _ballot_keys() -> str:
    if await pending():
        return ""
    lost = [str(one.poll) for one in await ballot_keys() if not one.there]
    if lost:
        return (
            f"the key of poll {', '.join(lost)} is missing: its ballots cannot be opened; "
            "a keeper brings it back by `teilhabe polls key-import FILE`"
        )
    return ""


async def audit_log() -> str:
    if await pending():
        return ""
    broken = await audit.verify()
    if broken is None:
        return ""
    return f"its chain is broken at entry {broken}: a row was changed or removed; compare it with a backup"


def _mail() -> str:
    url = settings().mail_url
    if not url:
        return ""
    parts = urlsplit(url)

    async def reach() -> None:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or 25)
            writer.close()

    try:
        asyncio.run(reach())
    except (OSError, TimeoutError):
        return f"{parts.hostname} does not answer; check MAIL_URL and the network"
    return ""
