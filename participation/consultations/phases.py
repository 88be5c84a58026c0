"""What a phase opens. Each package says so itself: `open_in("collect", "proposals.create")`.

A new format of participation registers its features here and edits nothing.
"""

from dataclasses import dataclass, replace

from participation.consultations.rules import Opens
from participation.core.i18n import N_


@dataclass(frozen=True, slots=True)
class PhaseKind:
    name: str
    label: str
    """msgid"""
    opens: frozenset[str] = frozenset()
    inviting: bool = False
    """People are asked to take part: the consultation stands among the open ones."""


_kinds: dict[str, PhaseKind] = {}
_words: dict[str, str] = {}


def register(kind: PhaseKind) -> PhaseKind:
    _kinds[kind.name] = kind
    return kind


def open_in(kind: str, *features: str) -> None:
    """While a phase of this kind runs, the features are open. An unknown kind raises KeyError at import."""
    known = _kinds[kind]
    _kinds[kind] = replace(known, opens=known.opens | frozenset(features))


def describe(feature: str, msgid: str) -> None:
    """What people can do while the feature is open, for those who choose the phases."""
    _words[feature] = msgid


def in_words(kind: str) -> list[str]:
    """Msgids of what a phase of this kind opens."""
    known = _kinds.get(kind)
    return [msgid for feature, msgid in _words.items() if known and feature in known.opens]


def get(name: str) -> PhaseKind | None:
    return _kinds.get(name)


def every() -> list[PhaseKind]:
    return list(_kinds.values())


def opens() -> Opens:
    return {name: kind.opens for name, kind in _kinds.items()}


def inviting() -> frozenset[str]:
    return frozenset(name for name, kind in _kinds.items() if kind.inviting)


INFORM = register(PhaseKind("inform", N_("Informieren")))
COLLECT = register(PhaseKind("collect", N_("Vorschläge sammeln"), inviting=True))
ASK = register(PhaseKind("ask", N_("Fragen"), inviting=True))
"""For a survey: a poll keeps its own hours, and nobody makes proposals."""
EXAMINE = register(PhaseKind("examine", N_("Prüfen")))
DECIDE = register(PhaseKind("decide", N_("Beschließen")))
IMPLEMENT = register(PhaseKind("implement", N_("Umsetzen")))
CLOSED = register(PhaseKind("closed", N_("Abgeschlossen")))
