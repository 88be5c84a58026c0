"""Consent: an option is accepted where at least one person consents and nobody objects.

Per option one of four words: `consent`, `concern` (consents with a concern), `objection`, `abstention`.
Accepted options come first, those with fewer objections before those with more, then those with fewer
concerns, then those with more consents; all accepted ones win, no lot is drawn.
"""

from collections import Counter

from polls.ballots.fields import lacking, placed, unanswered, unknown, words
from polls.ballots.shape import Ballots, Kind, Problem, Question, Result, Row, Step, Words
from polls.ballots.ticks import turnout

NAME = "consent"
STANCES = ("consent", "concern", "objection", "abstention")


def validate(ballot: Words, question: Question) -> list[Problem]:
    """Reads `blank`, `complete`."""
    return [
        *unknown(tuple(option for option, _ in ballot.values), question),
        *unanswered(ballot.values, question),
        *(Problem("unknown-word", option) for option, word in ballot.values if word not in STANCES),
        *lacking(ballot, question),
    ]


def count(ballots: Ballots[Words], question: Question) -> Result:
    each = Counter(ballots)
    said: dict[str, Counter[str]] = {option: Counter() for option in question.options}
    for ballot, number in each.items():
        for option, word in ballot.values:
            said[option][word] += number
    rows = [
        Row(option, 0, words["objection"], {stance: words[stance] for stance in STANCES})
        for option, words in said.items()
    ]
    placed_rows = placed(rows, {option: _rank(words) for option, words in said.items()})
    blank = each[Words(())]
    winners = tuple(row.option for row in placed_rows if _accepted(said[row.option]))
    return Result(kind=NAME, counted=each.total() - blank, blank=blank, rows=placed_rows, winners=winners)


def _accepted(words: Counter[str]) -> bool:
    return words["objection"] == 0 and words["consent"] + words["concern"] > 0


def _rank(words: Counter[str]) -> tuple[int, ...]:
    return (not _accepted(words), words["objection"], words["concern"], -words["consent"])


def explain(result: Result) -> list[Step]:
    lines = [
        Step(
            "consent-reached" if row.option in result.winners else "consent-missed",
            {"option": row.option, **row.numbers},
        )
        for row in result.rows
    ]
    return [turnout(result), *lines]


KIND = Kind(NAME, words, validate, count, explain)
