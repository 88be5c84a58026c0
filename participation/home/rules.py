"""What stands first on the front page, and where a visitor may be sent back to."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

Thing = TypeVar("Thing")


class Slug(StrEnum):
    """The pages that editors write; their addresses are these words."""

    IMPRINT = "imprint"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    CONTACT = "contact"
    HELP = "help"
    PLAIN_LANGUAGE = "plain-language"
    SIGN_LANGUAGE = "sign-language"


SHORT_ADDRESSES = {
    "impressum": "/imprint",
    "datenschutz": "/privacy",
    "barrierefreiheit": "/accessibility",
    "kontakt": "/contact",
    "hilfe": "/help",
    "regeln": "/rules",
    "leichte-sprache": "/plain-language",
    "gebaerdensprache": "/sign-language",
    "beteiligungen": "/consultations",
    "vorschlaege": "/proposals",
    "ergebnisse": "/results",
    "suche": "/search",
    "buergerforum": "/forums",
    "zusagen": "/promises",
}
"""German addresses for posters and for those who type them."""


def one_of_each(things: Sequence[Thing], kind: Callable[[Thing], str], limit: int) -> list[Thing]:
    """At most `limit`, in their order, but each kind is there before one comes twice."""
    first: list[Thing] = []
    seen: set[str] = set()
    for thing in things:
        if kind(thing) not in seen:
            seen.add(kind(thing))
            first.append(thing)
    chosen = first[:limit]
    chosen += [thing for thing in things if thing not in chosen][: limit - len(chosen)]
    return [thing for thing in things if thing in chosen]


def local_path(target: str) -> str:
    """`target` where it is a path of this site, else the front page: nobody is sent elsewhere from here."""
    bad = not target.startswith("/") or target.startswith(("//", "/\\")) or len(target) > 500
    return "/" if bad or any(character <= " " or character in "\\\x7f" for character in target) else target
