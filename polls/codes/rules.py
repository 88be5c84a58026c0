"""What a code is. 16 characters of 30, about 78 bits: a stolen hash is not worth trying, whatever the computer."""

import hashlib
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that look alike on paper: 0 and O, 1 and I and L, U and V."""
GROUPS, GROUP = 4, 4
SALT_BYTES = 16
MOST_AT_ONCE = 500
"""Sheets of one printing: what a browser still prints without complaint."""


def draw() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def draw_many(number: int) -> list[str]:
    """Different ones, in no order that means anything."""
    found: set[str] = set()
    while len(found) < number:
        found.add(draw())
    codes = sorted(found)
    secrets.SystemRandom().shuffle(codes)
    return codes


def tidy(text: str) -> str:
    """As `draw` writes it, from what somebody typed or scanned; empty where it cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) != GROUPS * GROUP or set(letters) - set(LETTERS):
        return ""
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def digest(salt: bytes, poll_id: int, code: str) -> bytes:
    """What is stored. Bound to the poll: a hash that somebody copies into another poll fits no code."""
    return hashlib.sha256(salt + f"teilhabe code {poll_id} {code}".encode()).digest()
