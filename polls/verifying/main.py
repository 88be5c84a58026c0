"""The command: `python -I verify.py BUNDLE [--receipt NUMBER] [--key KEY] [--english]`."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from polls.verifying.comparing import check_count
from polls.verifying.reading import Bundle, open_bundle, read_files
from polls.verifying.words import Finding, Note

CITY_KEY = ""
"""The city writes its public key here when it hands this file out; you can also give one with --key."""


def verify(files: dict[str, bytes], city_key: str = "") -> tuple[Bundle, list[Note]]:
    """The bundle with its findings, and what could not be checked."""
    bundle = open_bundle(files, city_key)
    notes: list[Note] = []
    if not any(finding.key == "unreadable" for finding in bundle.findings):
        try:
            notes = check_count(bundle)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, ArithmeticError) as error:
            bundle.wrong("description-wrong", what=f"{type(error).__name__} {error}"[:200])
    if not city_key:
        notes.append(Note("key-unchecked", {"key": bundle.key[:80]}))
    return bundle, notes


def about_receipt(bundle: Bundle, receipt: str, *, english: bool) -> tuple[bool, str]:
    """Whether it is listed, and what the ballot says where ballots are published with their receipts."""
    wanted = receipt.upper().strip()
    listed = any(line[0] == wanted for line in bundle.lines.get("receipts.csv", []))
    ballot = next((line[1] for line in bundle.lines.get("ballots-full.csv", []) if line[0] == wanted), "")
    if not listed:
        return False, (
            "Diese Prüfnummer ist nicht in der Liste.",
            "This receipt is not in the list.",
        )[english]
    found = ("Diese Prüfnummer ist in der Liste.", "This receipt is in the list.")[english]
    return True, f"{found} {ballot}".strip()


def summary(bundle: Bundle, *, english: bool) -> str:
    winners = ", ".join(map(str, bundle.result.get("winners", []))) or "–"
    ballots = bundle.poll.get("ballots")
    return (
        f"Alles passt: {ballots} Stimmzettel, Unterschrift, Kette und Ergebnis. Vorn: {winners}",
        f"All fits: {ballots} ballots, signature, chain and result. First: {winners}",
    )[english]


def run(arguments: Sequence[str] | None = None) -> int:
    """0 where all fits, 1 where something does not, 2 for a wrong call."""
    parser = argparse.ArgumentParser(
        description="Prüft und zählt ein Ergebnis nach. Checks and recounts a result."
    )
    parser.add_argument("bundle", type=Path, help="poll-….zip, or the folder it was unpacked into")
    parser.add_argument("--receipt", default="", help="Prüfnummer: is it counted?")
    parser.add_argument("--key", default=CITY_KEY, help="public key of the city, 64 hexadecimal digits")
    parser.add_argument("--english", action="store_true")
    chosen = parser.parse_args(arguments)
    try:
        files = read_files(chosen.bundle)
    except (OSError, ValueError) as error:
        tell("✗", Finding("unreadable", {"reason": error}).say(english=chosen.english))
        return 1
    bundle, notes = verify(files, chosen.key.lower().strip())
    for finding in bundle.findings:
        tell("✗", finding.say(english=chosen.english))
    for note in notes:
        tell("·", note.say(english=chosen.english))
    good = not bundle.findings
    if chosen.receipt:
        listed, words = about_receipt(bundle, chosen.receipt, english=chosen.english)
        tell("✓" if listed else "✗", words)
        good = good and listed
    if not bundle.findings:
        tell("✓", summary(bundle, english=chosen.english))
    return 0 if good else 1


def tell(mark: str, text: str) -> None:
    sys.stdout.write(f"{mark} {text}\n")


def begin() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run())
