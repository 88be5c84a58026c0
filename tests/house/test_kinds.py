"""What every kind of content owes to moderation, so that a new one cannot be forgotten."""

from collections.abc import Callable

from participation.app_parts import modules
from participation.core import kinds
from participation.core.kinds import Kind

NO_TEXTS = {"profile"}
"""Names: two people may have the same one, and nothing stands before it."""
OWED: dict[str, Callable[[Kind], bool]] = {
    "hide and restore": lambda kind: kind.hide is not None and kind.restore is not None,
    "recent, so that the checks see new texts": lambda kind: kind.recent is not None,
    "before or wordings, so that a case is read in its context": lambda kind: bool(
        kind.before or kind.wordings
    ),
    "by_person, so that people can take along what they wrote": lambda kind: kind.by_person is not None,
    "label_plural": lambda kind: bool(kind.label_plural),
}


def missing(kind: Kind) -> list[str]:
    return [what for what, there in OWED.items() if not there(kind)]


def written() -> list[Kind]:
    modules("content")  # every package registers its kinds
    return [kind for kind in kinds.every() if kind.reportable and kind.name not in NO_TEXTS]


def test_what_people_write_can_be_judged():
    assert {kind.name: missing(kind) for kind in written() if missing(kind)} == {}


def test_a_kind_that_brings_nothing_is_found():
    assert {"comment", "message", "proposal", "question", "topic"} <= {kind.name for kind in written()}

    async def cards(_ids):
        return {}

    assert missing(Kind(name="new", label="Neues", cards=cards)) == list(OWED)
