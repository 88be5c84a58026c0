"""What a question can be told, and what a draft still lacks. Pure: facts come in, names of problems go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from polls.ballots.shape import Question
from polls.life import SHARED_KINDS, Needed, Voters

QUESTIONNAIRE = "questionnaire"
"""A poll of this kind has no ballot of its own: its questions are polls, and one sealed row holds all answers."""

OPTIONS_MOST = 60
SETTINGS: dict[str, tuple[str, ...]] = {
    "one-choice": ("blank",),
    "several": ("least", "most", "blank"),
    "approval": ("blank",),
    "score": ("low", "high", "complete", "blank"),
    "resistance": ("complete", "blank"),
    "consent": ("complete", "blank"),
    "points": ("points", "most", "blank"),
    "schulze": ("equal_ranks", "most", "blank"),
    "run-off": ("most", "blank"),
    "stv": ("seats", "most", "blank"),
    "open": ("length", "blank"),
    QUESTIONNAIRE: (),
}
"""Which numbers of a `Question` an editor can set, by kind."""
BOUNDS: dict[str, tuple[int, int]] = {
    "least": (1, OPTIONS_MOST),
    "most": (0, 1000),
    "low": (0, 99),
    "high": (1, 100),
    "points": (1, 1000),
    "seats": (1, OPTIONS_MOST),
    "length": (10, 10_000),
}
SCALE_MOST = 20
"""Steps of a scale that still fit on a phone."""
PEOPLE = (1, 10_000_000)
DAYS = (0, 30)


@dataclass(frozen=True, slots=True)
class Part:
    """A question of a questionnaire as far as others depend on it."""

    id: int
    position: int
    options: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    kind: str
    question: Question
    lead: str
    body: str
    opens_at: datetime
    closes_at: datetime
    voters: Voters
    needed: Needed
    quorum: int | None
    eligible: int | None
    roll: int
    codes: int
    paper: bool
    part: bool
    position: int
    only_if: int | None
    only_option: str
    parts: Sequence[Part]


def missing(facts: Facts, now: datetime) -> list[str]:
    """Names of what must be mended before publication, in the order of the form."""
    found = [*_of_the_question(facts)]
    if facts.part:
        return [*found, *_of_the_condition(facts)]
    if not facts.lead:
        found.append("lead")
    if not facts.body:
        found.append("body")
    if facts.kind == QUESTIONNAIRE:
        found += _of_the_questions(facts)
    return [*found, *_of_the_voters(facts), *_of_the_hours(facts, now)]


def _of_the_question(facts: Facts) -> list[str]:
    question, number = facts.question, len(facts.question.options)
    if facts.kind in {QUESTIONNAIRE, "open"}:
        return []
    found = []
    if number < 2:
        found.append("options")
    if number and max(question.least, question.seats) > number:
        found.append("more-than-options")
    if question.most and question.least > question.most:
        found.append("least-above-most")
    return found


def _of_the_condition(facts: Facts) -> list[str]:
    """A question may depend on an option of an earlier one."""
    if facts.only_if is None:
        return []
    earlier = next((part for part in facts.parts if part.id == facts.only_if), None)
    good = earlier and earlier.position < facts.position and facts.only_option in earlier.options
    return [] if good else ["condition"]


def _of_the_questions(facts: Facts) -> list[str]:
    found = [] if facts.parts else ["questions"]
    if any(part.lacks for part in facts.parts):
        found.append("question-incomplete")
    if facts.voters is Voters.CODES:
        found.append("questionnaire-codes")
    if facts.paper:
        found.append("questionnaire-paper")
    return found


def _of_the_voters(facts: Facts) -> list[str]:
    found = []
    if facts.voters is Voters.ROLL and not facts.roll:
        found.append("roll")
    if facts.voters is Voters.CODES and not facts.codes:
        found.append("codes")
    may = {Voters.ROLL: facts.roll, Voters.CODES: facts.codes}.get(facts.voters, facts.eligible)
    if facts.quorum and may and facts.quorum > may:
        found.append("quorum")
    if facts.needed is not Needed.NOTHING and facts.kind not in SHARED_KINDS:
        found.append("needed")
    return found


def _of_the_hours(facts: Facts, now: datetime) -> list[str]:
    return ["closes_at"] if facts.closes_at <= now else []
