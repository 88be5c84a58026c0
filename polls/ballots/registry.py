"""All kinds of ballots by name. Adding a kind: `docs/counting.md`."""

from collections.abc import Mapping
from typing import Any

from polls.ballots import (
    approval,
    consent,
    knapsack,
    one_choice,
    open_question,
    points,
    resistance,
    runoff,
    schulze,
    score,
    several,
    stv,
)
from polls.ballots.shape import Kind

KINDS: Mapping[str, Kind[Any, Any]] = {
    module.KIND.name: module.KIND
    for module in (
        one_choice,
        several,
        approval,
        knapsack,
        score,
        resistance,
        consent,
        schulze,
        runoff,
        stv,
        points,
        open_question,
    )
}
