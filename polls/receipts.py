"""Receipts: a number that is in the published list after the count, and says nothing about the content."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that look alike on paper: 0 and O, 1 and I and L, U and V."""
GROUPS, GROUP = 4, 4


def draw() -> str:
    """16 characters of 30, about 78 bits: nobody hits another's by trying."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def tidy(text: str) -> str:
    """As `draw` writes it, from what somebody typed; empty where it cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter in LETTERS)
    if len(letters) != GROUPS * GROUP:
        return ""
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def marked(receipt: str, mark: str) -> str:
    """`mark` is the one of `polls.networks`."""
    return f"{receipt} {mark}" if mark else receipt


def together(receipt: str, ballot: str, mark: str = "") -> str:
    """What is sealed."""
    return f"{marked(receipt, mark)}\n{ballot}"


def apart(text: str) -> tuple[str, str]:
    """Receipt and ballot."""
    head, _, ballot = text.partition("\n")
    return head.partition(" ")[0], ballot


def mark_in(text: str) -> str:
    return text.partition("\n")[0].partition(" ")[2]
