"""Who may write in the chat, and how a line becomes HTML."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from html import escape

BODY_LENGTH = 1000
SHOWN = 50
NOTICE_LENGTH = 300
SLOW_SECONDS = 20
LEADING = ("chair", "clerk", "moderator")


class Mode(StrEnum):
    OPEN = "open"
    SLOW = "slow"
    READ_ONLY = "read-only"
    PAUSED = "paused"


_ADDRESS = re.compile(r"https?://[^\s<>\"'`]{3,500}")
_TRAILING = ".,;:!?)]}»“”"
STAFF = ("chair", "clerk", "moderator", "editor", "administrator", "council")


def role_shown(roles: frozenset[str]) -> str | None:
    """The role in which somebody speaks, the one closest to the podium first."""
    return next((role for role in STAFF if role in roles), None)


def may_write(mode: Mode, role: str | None) -> bool:
    """In a pause nobody writes; read only, those who lead or answer do."""
    return mode in {Mode.OPEN, Mode.SLOW} or (mode is Mode.READ_ONLY and role is not None)


def seconds_to_wait(mode: Mode, role: str | None, last: datetime | None, now: datetime) -> float:
    """Slow mode holds for everybody but the staff."""
    if mode is not Mode.SLOW or role is not None or last is None:
        return 0.0
    return max(0.0, (last + timedelta(seconds=SLOW_SECONDS) - now).total_seconds())


def as_html(text: str) -> str:
    """Plain text with line breaks and working addresses; nothing else is markup here."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_TRAILING)
        parts += [_plain(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    parts.append(_plain(text[end:]))
    return "".join(parts)


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _link(address: str) -> str:
    shown = address if len(address) <= 60 else address[:57] + "…"
    return f'<a href="{escape(address)}" rel="nofollow ugc noopener noreferrer">{escape(shown)}</a>'
