"""A kind of content of the tests' own, so that moderation is shown to know none by name."""

from dataclasses import dataclass, field, replace

import pytest

from moderation.house import ensure_rules
from participation.core import kinds
from participation.core.clock import now
from participation.core.kinds import Card, Kind, Tombstone


@dataclass
class Wall:
    """Notes on a wall; `acts` remembers what moderation asked for."""

    notes: dict[int, Card] = field(default_factory=dict)
    acts: list[tuple[str, int]] = field(default_factory=list)
    tombstones: dict[int, Tombstone] = field(default_factory=dict)

    def add(
        self, text: str, author: int | None = None, *, live: bool = False, parent: int | None = None
    ) -> Card:
        number = len(self.notes) + 1
        self.notes[number] = Card(
            kind="note",
            id=number,
            title="",
            text=text,
            html=f"<p>{text}</p>",
            url=f"/notes/{number}",
            author_id=author,
            author_name="Wer schrieb",
            created_at=now(),
            place="Die Wand",
            live=live,
            parent=("note", parent) if parent else None,
        )
        return self.notes[number]

    async def cards(self, numbers):
        return {n: self.notes[n] for n in numbers if n in self.notes}

    async def hide(self, number, tombstone):
        self.acts.append(("hide", number))
        self.tombstones[number] = tombstone
        self.notes[number] = replace(self.notes[number], hidden=True)

    async def restore(self, number):
        self.acts.append(("restore", number))
        self.notes[number] = replace(self.notes[number], hidden=False)


@pytest.fixture
def wall(monkeypatch):
    made = Wall()
    monkeypatch.setitem(
        kinds._kinds,
        "note",
        Kind(name="note", label="Zettel", cards=made.cards, hide=made.hide, restore=made.restore),
    )
    return made


@pytest.fixture
async def rules(db):
    await ensure_rules()
