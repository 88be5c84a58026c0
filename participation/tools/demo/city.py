"""What the parts of the loader know of each other: the ids of what is there, and the diary of what happened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from participation.accounts.actor import Actor
from participation.core import clock
from participation.core.html import Rendered, render_text
from participation.tools.demo.content import Present

Act = Callable[[], Awaitable[object]]


@dataclass
class Diary:
    """Acts with their moment. They are played oldest first; at the same moment in the order of writing."""

    entries: list[tuple[datetime, Act]] = field(default_factory=list)

    def note(self, moment: datetime, act: Act) -> None:
        self.entries.append((moment, act))

    async def play(self) -> None:
        for moment, act in sorted(self.entries, key=lambda entry: entry[0]):
            with clock.frozen(moment):
                await act()


@dataclass
class City:
    """Ids by the keys and slugs of the content. Texts are rendered before the transaction begins."""

    present: Present
    diary: Diary = field(default_factory=Diary)
    people: dict[str, Actor] = field(default_factory=dict)
    crowd: list[int] = field(default_factory=list)
    """People who never write and never sign in; they support."""
    districts: dict[str, int] = field(default_factory=dict)
    consultations: dict[str, int] = field(default_factory=dict)
    categories: dict[tuple[str, str], int] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    forums: dict[str, int] = field(default_factory=dict)
    _texts: dict[str, Rendered] = field(default_factory=dict)

    async def prepare(self, text: str) -> None:
        if text not in self._texts:
            self._texts[text] = await render_text(text)

    def rendered(self, text: str) -> Rendered:
        """Only what was prepared."""
        return self._texts[text]
