"""What a screen shows. Several may hang in a hall, each with a number and contents of its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_SCREENS = 4


class Show(StrEnum):
    AUTO = "auto"
    """Whatever is most important at the moment."""
    NOW = "now"
    QUESTION = "question"
    POLL = "poll"
    SPEAKERS = "speakers"
    AGENDA = "agenda"
    JOIN = "join"
    CAPTIONS = "captions"


@dataclass(frozen=True, slots=True)
class Screen:
    """`captions`: below whatever is shown."""

    show: Show = Show.AUTO
    captions: bool = False


WITH_CAPTIONS = "+captions"


def verb_of(screen: Screen) -> str:
    """What the log says of a screen: all of it, so that taking back the next act finds it there."""
    return screen.show.value + (WITH_CAPTIONS if screen.captions else "")


def screen_of(verb: str) -> Screen:
    return Screen(chosen(verb.removesuffix(WITH_CAPTIONS)) or Show.AUTO, verb.endswith(WITH_CAPTIONS))


def chosen(text: str) -> Show | None:
    return next((show for show in Show if show.value == text), None)


def most_important(
    *,
    running: bool,
    poll_open: bool,
    poll_closed_at: datetime | None,
    speaks_since: datetime | None,
    question: bool,
) -> Show:
    """An open poll first, then its result until somebody speaks, then who speaks, then the question on the wall."""
    if not running:
        return Show.NOW
    if poll_open:
        return Show.POLL
    if poll_closed_at is not None and (speaks_since is None or speaks_since < poll_closed_at):
        return Show.POLL
    return Show.QUESTION if question and speaks_since is None else Show.NOW
