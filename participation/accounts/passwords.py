"""Argon2id in a few threads of its own: inline, eight sign-ins would stop every page for seconds."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from participation.core.errors import Refused, sentence
from participation.core.i18n import N_

T = TypeVar("T")

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's second choice: 19 MiB, two passes, one lane; about 27 ms of one core."""

QUEUE = 400
"""How many may wait: about ten seconds on two cores; beyond that an honest "please wait" is better."""

BUSY = sentence(
    "busy",
    N_("Gerade melden sich sehr viele Menschen an. Bitte versuchen Sie es in einer Minute noch einmal."),
)

_threads = ThreadPoolExecutor(max_workers=max(1, (os.cpu_count() or 2) - 1), thread_name_prefix="argon2")
_waiting = 0
_DUMMY = HASHER.hash("nobody has this password")


async def hash_password(password: str) -> str:
    return await _in_thread(HASHER.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """For an unknown name the same work is done on a dummy, so that time tells nothing."""
    matches = await _in_thread(_matches, stored or _DUMMY, password)
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    return HASHER.check_needs_rehash(stored)


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


async def _in_thread(work: Callable[..., T], *args: str) -> T:
    global _waiting  # noqa: PLW0603  # one queue for the whole process
    if _waiting >= QUEUE:
        raise Refused(BUSY, status=429, retry_after=30)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *args)
    finally:
        _waiting -= 1
