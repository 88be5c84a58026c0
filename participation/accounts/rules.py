"""Who may be what, and what an address, a name and a password must be, without a database."""

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum

NAME_MIN = 2
NAME_MAX = 60
PASSWORD_MIN = 10
PASSWORD_MAX = 256
EMAIL_MAX = 254
SESSION_LIFETIME = timedelta(days=14)
LINK_LIFETIME = timedelta(hours=24)
RESET_LIFETIME = timedelta(hours=2)
NETWORK_KEPT = timedelta(days=1)
NEWCOMER = timedelta(days=7)
KNOWN = timedelta(days=90)

_EMAIL = re.compile(
    r"[^@\s<>\"(),:;\\\[\]]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE
)

_ADDRESS = re.compile(r"://|www\.|[a-z0-9-]{2,}\.[a-z]{2,}(/|$)", re.IGNORECASE)


class Role(StrEnum):
    MODERATOR = "moderator"
    CLERK = "clerk"
    CHAIR = "chair"
    COUNCIL = "council"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    CAPTIONER = "captioner"


STAFF = frozenset({Role.MODERATOR, Role.CLERK, Role.EDITOR, Role.ADMINISTRATOR})
"""Roles whose words are marked as the city's."""


def looks_like_email(text: str) -> bool:
    """Generous: whether it exists, only the mail that we send can tell."""
    return len(text) <= EMAIL_MAX and bool(_EMAIL.fullmatch(_ascii(text)))


def _ascii(text: str) -> str:
    """Domains with umlauts are written in their ASCII form; local parts may hold any letter."""
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode() if domain else ""
    except UnicodeError:
        return ""
    return f"{local}{at}{domain}"


def looks_like_address(name: str) -> bool:
    """Names stand in mails to people who never asked for them; an address there would be somebody's advertising."""
    return bool(_ADDRESS.search(name))


def growth(age: timedelta, most: int, *, clean: bool) -> int:
    """By how much the limits of an account have grown: it begins at one, doubles after a week, and goes up to `most`.

    Whoever has lately been warned or banned begins anew.
    """
    if not clean or age < NEWCOMER:
        return 1
    return most if age >= KNOWN else min(2, most)


def email_key(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def address_pattern(key: str) -> str:
    """What addresses have in common that differ in their figures alone, as user17@ and user18@; "" for all others."""
    local, _, domain = key.partition("@")
    pattern = re.sub(r"\d+", "9", local)
    return f"{pattern}@{domain}" if pattern != local else ""


def name_key(text: str) -> str:
    """For sorting and comparing names as people here do: ä like a, ß like ss."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def password_is_common(password: str, email: str, name: str) -> bool:
    """No composition rules (they make passwords worse); only what everybody would try first is refused."""
    low = password.casefold()
    own = {email_key(email), email_key(email).partition("@")[0], name.casefold()}
    return low in own or len(set(low)) <= 2 or low in _COMMON


_COMMON = frozenset(
    f"{word}{tail}"
    for word in (
        "passwort",
        "password",
        "qwertzuiop",
        "qwertyuiop",
        "1234567890",
        "hallohallo",
        "iloveyou",
        "geheim",
    )
    for tail in ("", "1", "12", "123", "1234", "12345", "123456", "!", "1!", "2026")
)
