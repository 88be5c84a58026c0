"""Single facts that belong to the database and travel with its backup."""

from participation.core.db import execute, fetch_value

_GET = "SELECT value FROM persisted_setting WHERE name = $1"
_PUT = """
INSERT INTO persisted_setting (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
"""


async def recall(name: str) -> str | None:
    value: str | None = await fetch_value(_GET, name)
    return value


async def remember(name: str, value: str) -> None:
    await execute(_PUT, name, value)
