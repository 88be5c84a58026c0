"""Pieces of a page that come out the same each time: made once, then kept."""

from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

MOST = 4096  # pieces
LONGEST = 4096  # characters of a piece that is kept: 16 million together at the very most


class Once:
    """For a macro that is imported without the context: it knows its arguments and nothing else.

    So there is nothing to take back when a comment is changed or hidden: other arguments are another piece. What
    depends on the day must be given the day.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Markup] = {}

    def __len__(self) -> int:
        return len(self._made)

    def piece(self, macro: Macro, *values: Any) -> Markup:
        """What the macro makes of the values, which must be hashable."""
        key = (
            macro,
            values,
            *map(type, values),
        )  # text and Markup of the same letters are equal, 1 and true too
        made = self._made.get(key)
        if made is None:
            made = Markup(macro(*values))  # noqa: S704  # a macro escapes what it is given
            if len(made) <= LONGEST:
                if len(self._made) >= MOST:
                    self._made.clear()
                self._made[key] = made
        return made
