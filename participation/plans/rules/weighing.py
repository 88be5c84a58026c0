"""Weighing: every statement in points, each examined, answered and told, without saying whose it was."""

import re
from dataclasses import dataclass
from enum import StrEnum

TOPIC_MAX = 80
OFFICE_MAX = 120
POINT_MAX = 2_000
VIEW_MAX = 5_000
SHORTEST = 4
"""Shorter parts of a name or an address occur in any text."""

_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    {"straße", "strasse", "allee", "platz", "gasse", "ring", "damm", "ufer", "stadt", "dorf", "weg"}
    | {"herr", "frau", "familie", "verein", "eingetragener", "gesellschaft", "bürgerinitiative", "unbekannt"}
)
"""In names and addresses, and telling nobody apart."""


class Outcome(StrEnum):
    FOLLOWED = "followed"
    PARTLY = "partly"
    REFUSED = "refused"
    NOTED = "noted"


class Stage(StrEnum):
    """How far a point has come."""

    OPEN = "open"
    ASSIGNED = "assigned"
    EXAMINED = "examined"
    WEIGHED = "weighed"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is written about a point. `change` is what becomes different in the plan."""

    point: str
    topic: str
    office: str = ""
    view: str = ""
    answer: str = ""
    change: str = ""
    outcome: Outcome | None = None

    @property
    def stage(self) -> Stage:
        if self.outcome is not None:
            return Stage.WEIGHED
        if self.view:
            return Stage.EXAMINED
        return Stage.ASSIGNED if self.office else Stage.OPEN


def named_in(text: str, name: str, address: str) -> str:
    """The first part of the person's name or street that stands in a text for all, else nothing.

    Towns are let through: they stand behind the postcode.
    """
    street = re.split(r"\b\d{5}\b", address)[0]
    words = {word.casefold() for word in _WORD.findall(text)}
    parts: list[str] = _WORD.findall(f"{name} {street}")
    for part in parts:
        folded = part.casefold()
        if len(part) >= SHORTEST and not part.isdigit() and folded not in _COMMON and folded in words:
            return part
    return ""
