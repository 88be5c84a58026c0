"""The texts of the invented city, with their relative dates made absolute."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from participation.core.clock import ZONE
from participation.core.wording import date_text

FOLDER = Path(__file__).parent / "content"
_DAY = re.compile(r"\{day:(-?\d+)\}")


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    """One file of `content/` as its head comment describes it."""
    return tomllib.loads(_source(name))


@dataclass(frozen=True, slots=True)
class Present:
    """The moment from which the content counts its days; while the past is played, the clock stands elsewhere."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def at(self, day: int, hour: str = "09:00") -> datetime:
        """The local hour on the day so many days from today."""
        return datetime.combine(self.today + timedelta(days=day), time.fromisoformat(hour), ZONE)

    def past(self, day: int, hour: str = "09:00") -> datetime:
        """As `at`, but never later than now: what happened today has happened already."""
        return min(self.at(day, hour), self.now)

    def ago(self, *, hours: int = 0, minutes: int = 0) -> datetime:
        return self.now - timedelta(hours=hours, minutes=minutes)

    def dated(self, text: str, locale: str = "de") -> str:
        """{day:30} becomes the day thirty days from today in words."""
        return _DAY.sub(lambda found: self._words(locale, int(found[1])), text).strip()

    def _words(self, locale: str, day: int) -> str:
        return date_text(locale, self.today + timedelta(days=day))
