"""`teilhabe polls …`: copies of ballot keys for two keepers, and the way back."""

from collections.abc import Sequence
from pathlib import Path

from participation.tools.database import with_database
from polls import keys


def export_key(poll_id: int, folders: Sequence[Path]) -> None:
    for file in with_database(lambda: keys.export(poll_id, folders)):
        print(file)
    print("Hand one file to each of the two keepers. They destroy it when the poll is counted.")


def import_key(file: Path) -> None:
    number = with_database(lambda: keys.bring_back(file))
    print(f"The key of poll {number} is in its place.")


def list_keys() -> bool:
    """True where none is missing."""
    found = with_database(keys.ballot_keys)
    for one in found:
        print(f"{one.poll}\t{'there' if one.there else 'MISSING'}\t{one.title}")
    return all(one.there for one in found)
