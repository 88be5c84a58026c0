"""What each screen of a forum shows."""

from collections.abc import Mapping
from typing import Any

from participation.forums.screen.rules import MOST_SCREENS, Screen, Show, chosen
from participation.forums.stage import part

_SCREENS = """
SELECT COALESCE(json_object_agg(number, json_build_array(show, captions)), '{}') FROM forum_screen WHERE forum = f.id
"""


def _read(data: Mapping[str, tuple[str, bool]]) -> dict[int, Screen]:
    return {number: _screen(*data.get(str(number), ("", False))) for number in range(1, MOST_SCREENS + 1)}


def _screen(show: str, captions: bool) -> Screen:  # noqa: FBT001  # a column of the screen
    return Screen(chosen(show) or Show.AUTO, captions)


part("screens", _SCREENS, _read)


def shown(screens: Mapping[int, Screen], *, number: int, wanted: str, captions: bool) -> Screen:
    """`wanted` of the address holds against what the desk has set for that number; so does `captions`."""
    known = screens.get(number, Screen())
    return Screen(chosen(wanted) or known.show, captions or known.captions)


def parts_of(stage: dict[str, Any]) -> dict[str, Any]:
    """What decides for a screen that shows what is most important."""
    poll, floor, wall = stage["live_poll"], stage["floor"], stage["wall"]
    return {
        "poll_open": poll is not None and poll.open,
        "poll_closed_at": poll.closed_at if poll is not None else None,
        "speaks_since": floor.speaking.started_at if floor.speaking else None,
        "question": wall.stage is not None and not wall.stage.hidden,
    }
