"""The result that is stated beside the one that is counted here."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from polls.verifying.additive import count_consent, count_marks, count_open, count_ticks
from polls.verifying.ballots import (
    FEWEST,
    MARKED,
    Cast,
    Rules,
    cast_answers,
    cast_whole,
    is_valid,
    rules_of,
)
from polls.verifying.money import count_equal_shares, count_greedy
from polls.verifying.ranked import count_runoff, count_schulze
from polls.verifying.reading import Bundle
from polls.verifying.transfer import count_stv
from polls.verifying.words import Note

COUNTS: dict[str, Callable[[Cast, Rules], dict[str, Any]]] = {
    "one-choice": count_ticks,
    "several": count_ticks,
    "approval": count_ticks,
    "score": count_marks,
    "resistance": count_marks,
    "points": count_marks,
    "consent": count_consent,
    "schulze": count_schulze,
    "run-off": count_runoff,
    "stv": count_stv,
    "open": count_open,
    "knapsack": count_ticks,
}
BUDGETS = {"greedy": count_greedy, "equal-shares": count_equal_shares}


def count(cast: Cast, rules: Rules) -> dict[str, Any]:
    """In the shape of `result.json`, before numbers become text."""
    found = {"kind": rules.kind, "counted": cast.counted, "blank": cast.blank}
    return {**found, **COUNTS[rules.kind](cast, rules)}


def plain(value: Any) -> Any:
    """As JSON holds it: fractions as text, whole ones as integers."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def check_count(bundle: Bundle) -> list[Note]:
    """Adds what does not fit to the findings; gives what could not be checked."""
    rules = rules_of(bundle.poll)
    if rules.kind not in COUNTS:
        bundle.wrong("kind-unknown", kind=rules.kind[:60])
        return []
    check_receipts(bundle)
    cast = read_cast(bundle, rules)
    if cast is None:
        return check_rounds(bundle, rules)
    if not bundle.result:
        return [Note("too-few", {"fewest": FEWEST})]
    notes = compare(bundle, plain(count(cast, rules)), cast, rules)
    if "money" in bundle.poll:
        notes += check_money(bundle, cast, rules)
    return notes


def check_money(bundle: Bundle, cast: Cast, rules: Rules) -> list[Note]:
    """What the money of a budget goes to; for that whole ballots are needed."""
    if not cast.whole:
        return [Note("no-money")]
    rule = bundle.poll["money"]["rule"]
    if rule not in BUDGETS:
        bundle.wrong("kind-unknown", kind=str(rule)[:60])
        return []
    stated, found = bundle.result["money"], plain(BUDGETS[rule](cast, rules))
    for name in ("voters", "winners", "share", "spent"):
        differ(bundle, f"money, {name}", stated[name], found[name])
    stated_rows = {row["option"]: row for row in stated["rows"]}
    for row in found["rows"]:
        differ(bundle, f"money, {row['option']}", shown_row(stated_rows[row["option"]]), shown_row(row))
    return []


def shown_row(row: Mapping[str, Any]) -> list[Any]:
    return [row["place"], row["value"], row["numbers"]["supporters"], row["numbers"]["cost"]]


def check_receipts(bundle: Bundle) -> None:
    listed = [line[0] for line in bundle.lines.get("receipts.csv", [])]
    stated = bundle.poll["ballots"] - bundle.poll.get("paper", 0)
    for one, two in pairwise(listed):
        if one == two:
            bundle.wrong("receipt-twice", receipt=one[:40])
    if len(listed) != stated and bundle.poll.get("part_of") is None:
        bundle.wrong("receipts-number", receipts=len(listed), ballots=stated)
    full = sorted(line[0] for line in bundle.lines.get("ballots-full.csv", []) if line[0])
    if bundle.poll["form"] == "full" and full != listed:
        bundle.wrong("receipts-number", receipts=len(listed), ballots=len(full))


def read_cast(bundle: Bundle, rules: Rules) -> Cast | None:
    """What the lists hold; None where the ballots are not published."""
    form = bundle.poll["form"]
    name = {"full": "ballots-full.csv", "ballots": "ballots.csv", "answers": "answers.csv"}.get(form)
    if name is None:
        return None
    lines = bundle.lines[name]
    if form == "answers":
        return cast_answers(lines, rules)
    for place, line in enumerate(lines, 1):
        if not is_valid(line[-1], rules):
            bundle.wrong("ballot-invalid", name=name, line=place)
    if len(lines) != bundle.poll["ballots"]:
        bundle.wrong("ballots-number", stated=bundle.poll["ballots"], found=len(lines))
    return cast_whole([line[-1] for line in lines if is_valid(line[-1], rules)], rules)


def compare(bundle: Bundle, found: dict[str, Any], cast: Cast, rules: Rules) -> list[Note]:
    stated = bundle.result
    unsure = found.pop("unsure", False)
    for name in sorted(set(found) - {"rows", "winners"}):
        wanted = sorted(stated["winners"]) if name == "accepted" else stated.get(name)
        differ(bundle, name, wanted, found[name])
    stated_rows = {row["option"]: row for row in stated["rows"]}
    found_rows = {row["option"]: row for row in found["rows"]}
    differ(bundle, "rows", sorted(stated_rows), sorted(found_rows))
    unknown = unknown_options(cast, stated_rows)
    for option in sorted(set(stated_rows) & set(found_rows) - unknown):
        one, two = stated_rows[option], found_rows[option]
        differ(bundle, f"{option}, value", one["value"], two["value"])
        for name, value in two["numbers"].items():
            differ(bundle, f"{option}, {name}", one["numbers"].get(name), value)
        if not (unknown or unsure):
            differ(bundle, f"{option}, place", one["place"], two["place"])
    check_winners(bundle, found, unknown, rules)
    notes = [Note("held-back", {"fewest": FEWEST, "what": ", ".join(sorted(unknown))})] if unknown else []
    if cast.pools:
        notes.append(Note("held-back", {"fewest": FEWEST, "what": ", ".join(sorted(cast.pools))}))
    return notes


def unknown_options(cast: Cast, stated: Mapping[str, Any]) -> set[str]:
    """Whose number the bundle does not tell, and so does not let anybody count."""
    return {option for option in cast.held if option in stated}


def differ(bundle: Bundle, what: str, stated: Any, found: Any) -> None:
    """What is None on one side is held back, and cannot be compared."""
    if stated is None or found is None:
        return
    if type(stated) is not type(found) or stated != found:
        bundle.wrong("result-differs", what=what, stated=shown(stated), found=shown(found))


def shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 120 else text[:119] + "…"


def check_winners(bundle: Bundle, found: dict[str, Any], unknown: set[str], rules: Rules) -> None:
    """With held-back options only as far as it goes: with marks one of them may be first."""
    stated = list(bundle.result["winners"])
    if not unknown:
        differ(bundle, "winners", stated, found["winners"])
        return
    known = {row["option"]: row for row in found["rows"] if row["option"] not in unknown}
    most = max((row["value"] for row in known.values()), default=0)
    if rules.kind not in {*MARKED, "schulze", "consent"} and known and most >= FEWEST:
        differ(bundle, "winners", sorted(stated), sorted(one for one in known if known[one]["value"] == most))


def check_rounds(bundle: Bundle, rules: Rules) -> list[Note]:
    """Without ballots: whether the stated rounds follow from each other as far as their numbers show it."""
    stated, total = bundle.result, bundle.result.get("counted")
    for stage in stated.get("stages", []):
        votes = stage["votes"]
        if all(number is not None for number in votes.values()) and stage["lost"] is not None:
            there = sum(Fraction(number) for number in votes.values()) + Fraction(stage["lost"])
            differ(bundle, f"stage {stage['number']}", total, plain(there))
        for option in stage["elected"]:
            if stage["act"] != "rest" and votes[option] is not None:
                enough = Fraction(votes[option]) >= stated["needed"] or rules.kind == "run-off"
                differ(bundle, f"stage {stage['number']}, {option}", True, enough)
    if stated:
        elected = [option for stage in stated["stages"] for option in stage["elected"]]
        differ(bundle, "winners", stated["winners"], elected)
    return [Note("no-ballots")] if stated else [Note("too-few", {"fewest": FEWEST})]
