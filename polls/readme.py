"""`LIESMICH.txt` of a bundle."""

from polls.queries import Poll

_FORMS = {
    "full": "ballots-full.csv  jeder Stimmzettel mit seiner Prüfnummer, ohne Namen",
    "ballots": "ballots.csv       jeder Stimmzettel, ohne Prüfnummer und ohne Namen",
    "answers": (
        "answers.csv       die Stimmzettel, zerschnitten in ihre einzelnen Antworten. „~“ steht für\n"
        "                  Antworten, die weniger als 5 gaben: Sie sind zusammengefasst."
    ),
    "none": "(Die Stimmzettel sind nicht veröffentlicht. Warum, steht unten.)",
}
_WHY_NOT = """
Warum keine Stimmzettel dabei sind: Entweder haben weniger als 5 Menschen abgestimmt, oder es ist eine
Rangfolge. Eine lange Rangfolge ist wie eine Unterschrift; an ihr ließe sich eine verkaufte Stimme erkennen.
"""
_TEXT = """{title}
{line}

Dieses Paket enthält das Ergebnis der Abstimmung Nr. {number} und alles, womit Sie es nachzählen können.

  poll.json         die Frage, die Möglichkeiten und die Regeln der Zählung
  result.json       das Ergebnis, wie die Stadt es angibt
  {form}
  receipts.csv      alle Prüfnummern, die gezählt sind
  integrity.json    Beteiligung nach Stunden, neue und nicht geprüfte Konten, viele Stimmen aus einem Netz
  manifest.json     die Prüfsumme jeder Datei und das Ende jeder Kette
  signature.txt     die Unterschrift der Stadt unter manifest.json (Ed25519)

So prüfen Sie es: Laden Sie verify.py von der Seite des Ergebnisses. Legen Sie es neben dieses Paket. Dann:

  python3 -I verify.py {name}

Jede Zeile einer Liste endet mit einer Prüfsumme über sich und die Zeile davor. Wer eine Zeile ändert,
entfernt, einfügt oder umstellt, zerreißt diese Kette.

Schlüssel der Stadt: {key}
{why}
Was das beweist: Die Liste wurde seit der Unterschrift nicht geändert, und aus ihr folgt dieses Ergebnis.
Was es nicht beweist: dass hinter jeder Prüfnummer ein Mensch steht. Dafür gibt es den Prüfbericht
(integrity.json) und die Zahl derer, die abstimmen durften.
"""


def readme(found: Poll, form: str, key: str) -> str:
    line = found.line
    return _TEXT.format(
        title=line.title,
        line="=" * min(len(line.title), 78),
        number=line.id,
        form=_FORMS[form],
        name=f"poll-{line.id}.zip",
        key=key,
        why=_WHY_NOT if form == "none" else "",
    )
