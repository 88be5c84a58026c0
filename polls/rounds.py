"""A count by rounds as a picture: for every option and round a bar, with its number beside it.

A small number is held back as in the bundle, which holds the same figures for programs.
"""

from dataclasses import dataclass

from participation.core.i18n import N_, translate
from participation.core.wording import number_text
from polls.ballots.ranking import Rounds, Stage
from polls.ballots.shape import Number
from polls.queries import Poll
from polls.showing import decimal
from polls.stating import stage_votes

HEADS = {
    "first": N_("Erste Wünsche"),
    "surplus": N_("Überschuss von „%(option)s“"),
    "exclusion": N_("„%(option)s“ scheidet aus"),
    "rest": N_("Die letzten Plätze"),
}
MOST = 20
"""Rounds that a table can show beside each other; of more, the first and the last are shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`width` of the bar in thousandths of the longest; `state`: `elected` in this round, `gone` from then on."""

    width: float
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`needed`: where a bar is long enough to be elected, in thousandths; 0 where that changes from round to round."""

    heads: list[str]
    rows: list[tuple[str, list[Cell]]]
    needed: float
    needed_words: str
    left_out: int


def picture(locale: str, found: Poll, result: Rounds) -> Picture:
    stages = result.stages
    left_out = max(0, len(stages) - MOST)
    shown = stages if not left_out else (*stages[: MOST // 2], *stages[-(MOST // 2) :])
    longest = (
        max([result.needed, *(int(votes) for one in shown for votes in one.votes.values())], default=1) or 1
    )
    fixed = result.kind == "stv"
    return Picture(
        heads=[_head(locale, found, stage) for stage in shown],
        rows=[
            (found.title_of(row.option), _cells(locale, row.option, stages, shown, longest))
            for row in result.rows
        ],
        needed=1000 * result.needed / longest if fixed else 0,
        needed_words=number_text(locale, result.needed) if fixed else "",
        left_out=left_out,
    )


def _head(locale: str, found: Poll, stage: Stage) -> str:
    title = found.title_of(stage.option) if stage.option else ""
    return f"{stage.number}. {translate(locale, HEADS[stage.act], option=title)}"


def _cells(
    locale: str, option: str, stages: tuple[Stage, ...], shown: tuple[Stage, ...], longest: int
) -> list[Cell]:
    gone = next((one.number for one in stages if one.act == "exclusion" and one.option == option), None)
    cells = []
    for stage in shown:
        if gone is not None and stage.number >= gone:
            cells.append(Cell(0, "", "gone"))
            continue
        votes: Number | None = (
            stage.votes.get(option, 0) if stage_votes(stage).get(option) is not None else None
        )
        width = 1000 * float(votes) / longest if votes is not None else 0
        state = "elected" if option in stage.elected else ""
        cells.append(Cell(width, _words(locale, votes), state))
    return cells


def _words(locale: str, votes: Number | None) -> str:
    if votes is None:
        return translate(locale, "unter 5")
    whole = isinstance(votes, int) or votes.denominator == 1
    return number_text(locale, int(votes)) if whole else decimal(locale, votes, 2)
