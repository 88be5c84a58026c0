"""What each screen of a forum shows."""

from typing import Any

from participation.forums.screen.rules import MOST_SCREENS, Show, chosen
from participation.forums.stage import part

_SCREENS = "SELECT COALESCE(json_object_agg(number, show), '{}') FROM forum_screen WHERE forum = f.id"


def _read(data: dict[str, str]) -> dict[int, Show]:
    return {number: chosen(data.get(str(number), "")) or Show.AUTO for number in range(1, MOST_SCREENS + 1)}


part("screens", _SCREENS, _read)


def shown(screens: dict[int, Show], *, number: int, wanted: str) -> Show:
    """`wanted` of the address holds against what the desk has set for that number."""
    return chosen(wanted) or screens.get(number, Show.AUTO)


def parts_of(stage: dict[str, Any]) -> dict[str, Any]:
    """What decides for a screen that shows what is most important."""
    poll, floor, wall = stage["live_poll"], stage["floor"], stage["wall"]
    return {
        "poll_open": poll is not None and poll.open,
        "poll_closed_at": poll.closed_at if poll is not None else None,
        "speaks_since": floor.speaking.started_at if floor.speaking else None,
        "question": wall.stage is not None and not wall.stage.hidden,
    }
