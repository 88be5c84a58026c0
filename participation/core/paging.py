"""Pages of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

FAR = 100_000
"""No list is turned further: an absurd number is the last page, not an absurd OFFSET."""


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1 and is kept within what exists."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def steps(self) -> list[int | None]:
        """Numbers to offer, None where some are left out: 1 … 4 5 6 … 29."""
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.last):
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown

    def link(self, path: str, query: Mapping[str, str], number: int) -> str:
        kept = {key: value for key, value in query.items() if value and key != "page"}
        if number > 1:
            kept["page"] = str(number)
        return path + ("?" + urlencode(kept) if kept else "")


def wanted(raw: str | None) -> int:
    """The page number asked for; nonsense is the first page."""
    return min(max(int(raw), 1), FAR) if raw and raw.isascii() and raw.isdigit() and len(raw) < 7 else 1
