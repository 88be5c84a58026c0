"""What can be wrong, in two languages."""

from dataclasses import dataclass, field
from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    "unreadable": ("Das Paket lässt sich nicht lesen: {reason}", "The bundle cannot be read: {reason}"),
    "file-missing": ("Die Datei {name} fehlt.", "The file {name} is missing."),
    "file-foreign": ("Die Datei {name} gehört nicht dazu.", "The file {name} does not belong here."),
    "file-changed": ("Die Datei {name} wurde verändert.", "The file {name} has been changed."),
    "signature-wrong": (
        "Die Unterschrift der Stadt passt nicht zu diesem Paket.",
        "The signature of the city does not fit this bundle.",
    ),
    "key-other": (
        "Unterschrieben ist mit einem anderen Schlüssel als dem der Stadt: {key}",
        "It is signed with another key than that of the city: {key}",
    ),
    "line-broken": (
        "{name}, Zeile {line}: Sie passt nicht in die Kette. Hier wurde etwas geändert, entfernt, eingefügt oder umgestellt.",
        "{name}, line {line}: it does not fit the chain. Something was changed, removed, added or moved here.",
    ),
    "chain-end": (
        "{name}: Das Ende der Kette stimmt nicht. Zeilen fehlen oder sind zu viel.",
        "{name}: the end of the chain is wrong. Lines are missing or too many.",
    ),
    "not-sorted": (
        "{name}, Zeile {line}: Die Zeilen stehen nicht in der Ordnung ihres Textes.",
        "{name}, line {line}: the lines are not in the order of their text.",
    ),
    "ballot-invalid": (
        "{name}, Zeile {line}: Das ist kein gültiger Stimmzettel.",
        "{name}, line {line}: this is no valid ballot.",
    ),
    "receipt-twice": (
        "Die Prüfnummer {receipt} steht zweimal in der Liste.",
        "The receipt {receipt} is listed twice.",
    ),
    "receipts-number": (
        "Es gibt {receipts} Prüfnummern, aber {ballots} Stimmzettel.",
        "There are {receipts} receipts, but {ballots} ballots.",
    ),
    "ballots-number": (
        "Angegeben sind {stated} Stimmzettel, in der Liste stehen {found}.",
        "{stated} ballots are stated, {found} are listed.",
    ),
    "ballots-missing": (
        "Die Stimmzettel fehlen, obwohl eine solche Abstimmung sie veröffentlicht.",
        "The ballots are missing, although such a poll publishes them.",
    ),
    "result-missing": (
        "Es ist kein Ergebnis angegeben, obwohl {counted} ausgefüllte Stimmzettel gezählt sind.",
        "No result is stated, although {counted} filled ballots are counted.",
    ),
    "kind-unknown": (
        "Diese Art zu zählen kennt das Programm nicht: {kind}",
        "This program does not know this kind of count: {kind}",
    ),
    "result-differs": (
        "Das Ergebnis stimmt nicht: {what}. Angegeben ist {stated}, gezählt sind {found}.",
        "The result is wrong: {what}. Stated is {stated}, counted is {found}.",
    ),
    "description-wrong": (
        "Die Beschreibung der Abstimmung ist unvollständig oder falsch: {what}",
        "The description of the poll is incomplete or wrong: {what}",
    ),
}
NOTES: dict[str, tuple[str, str]] = {
    "no-ballots": (
        "Diese Stimmzettel sind nicht veröffentlicht: Eine lange Rangfolge wäre wie eine Unterschrift. Nachgezählt werden kann deshalb nur, was an den angegebenen Runden nachzurechnen ist.",
        "These ballots are not published: a long ranking would be like a signature. So only the stated rounds can be checked.",
    ),
    "no-money": (
        "Wofür das Geld reicht, lässt sich nur mit ganzen Stimmzetteln nachzählen. Sie sind hier nicht veröffentlicht.",
        "What the money goes to can only be recounted with whole ballots. They are not published here.",
    ),
    "too-few": (
        "Weniger als {fewest} ausgefüllte Stimmzettel: Es gibt kein Ergebnis.",
        "Fewer than {fewest} filled ballots: there is no result.",
    ),
    "held-back": (
        "Nicht veröffentlicht und deshalb nicht nachzählbar, weil es um weniger als {fewest} Menschen geht: {what}",
        "Not published and so not to be recounted, because fewer than {fewest} people are concerned: {what}",
    ),
    "key-unchecked": (
        "Unterschrieben mit dem Schlüssel {key}. Vergleichen Sie ihn mit dem, den die Stadt anderswo veröffentlicht.",
        "Signed with the key {key}. Compare it with the one that the city publishes elsewhere.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something that does not fit."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def say(self, *, english: bool) -> str:
        return SENTENCES[self.key][english].format(**self.values)


@dataclass(frozen=True)
class Note:
    """Something to know that is no fault."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def say(self, *, english: bool) -> str:
        return NOTES[self.key][english].format(**self.values)
