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
    check_form(bundle, rules)
    cast = read_cast(bundle, rules)
    if not bundle.result:
        return check_silence(bundle)
    if cast is None:
        return check_rounds(bundle, rules)
    notes = compare(bundle, plain(count(cast, rules)), cast, rules)
    if "money" in bundle.poll:
        notes += check_money(bundle, cast, rules)
    return notes


def check_form(bundle: Bundle, rules: Rules) -> None:
    """Whether the ballots are there that this kind of poll publishes: nobody gets around a recount by leaving them out."""
    poll = bundle.poll
    if poll["counted"] < FEWEST:
        wanted = "none"
    elif poll.get("receipts") == "full" or poll["form"] == "full":
        wanted = "full"
    elif rules.kind == "open":
        wanted = "ballots"
    else:
        wanted = "none" if rules.kind in {"run-off", "stv"} else "answers"
    if poll["form"] != wanted:
        bundle.wrong("ballots-missing")


def check_silence(bundle: Bundle) -> list[Note]:
    """No result is stated: right where too few have voted, and only there."""
    if bundle.poll["counted"] >= FEWEST:
        bundle.wrong("result-missing", counted=bundle.poll["counted"])
    return [Note("too-few", {"fewest": FEWEST})]


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
        differ(bundle, f"money, {name}", stated[name], found[name], whole=True)
    stated_rows = {row["option"]: row for row in stated["rows"]}
    listed = sorted(row["option"] for row in stated["rows"])
    differ(bundle, "money, rows", listed, [row["option"] for row in found["rows"]], whole=True)
    differ(bundle, "money, columns", sorted(stated), sorted(found), whole=True)
    for row in found["rows"]:
        stated_row = stated_rows[row["option"]]
        differ(bundle, f"money, {row['option']}, columns", columns_of(stated_row), columns_of(row))
        one, two = shown_row(stated_row), shown_row(row)
        differ(bundle, f"money, {row['option']}", one, two, whole=True)
    return []


def columns_of(row: Mapping[str, Any]) -> list[str]:
    return [*sorted(row), *sorted(row["numbers"])]


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
        cast = cast_answers(lines, rules)
        check_answers(bundle, cast, rules)
        return cast
    for place, line in enumerate(lines, 1):
        if not is_valid(line[-1], rules):
            bundle.wrong("ballot-invalid", name=name, line=place)
    if len(lines) != bundle.poll["ballots"]:
        bundle.wrong("ballots-number", stated=bundle.poll["ballots"], found=len(lines))
    return cast_whole([line[-1] for line in lines if is_valid(line[-1], rules)], rules)


def check_answers(bundle: Bundle, cast: Cast, rules: Rules) -> None:
    """No option has more answers than ballots are stated; where each ballot names one, together they are as many."""
    if rules.kind == "schulze":
        each = [
            cast.answers[x][y] + cast.answers[y][x] for x in rules.options for y in rules.options if x != y
        ]
    else:
        each = [
            answers.total() + cast.pools.get(option, (0, 0))[0] for option, answers in cast.answers.items()
        ]
    most = sum(each) if rules.kind == "one-choice" else max(each, default=0)
    if most > cast.counted or (rules.kind == "one-choice" and not cast.held and most < cast.counted):
        bundle.wrong("ballots-number", stated=cast.counted, found=most)


def compare(bundle: Bundle, found: dict[str, Any], cast: Cast, rules: Rules) -> list[Note]:
    stated, whole = bundle.result, bundle.poll["form"] == "full"
    unsure = found.pop("unsure", False)
    differ(bundle, "counted", bundle.poll["counted"], cast.counted, whole=True)
    for name in sorted(set(found) - {"rows", "winners"}):
        wanted = sorted(stated["winners"]) if name == "accepted" else stated.get(name)
        differ(bundle, name, wanted, found[name], whole=whole)
    for name in sorted(set(stated) - set(found) - {"money"}):
        differ(bundle, name[:60], stated[name], "–", whole=True)
    stated_rows = {row["option"]: row for row in stated["rows"]}
    found_rows = {row["option"]: row for row in found["rows"]}
    differ(bundle, "rows", sorted(row["option"] for row in stated["rows"]), sorted(found_rows))
    unknown = unknown_options(cast, stated_rows)
    for option in sorted(set(stated_rows) & set(found_rows) - unknown):
        one, two = stated_rows[option], found_rows[option]
        differ(bundle, f"{option}, value", one["value"], two["value"], whole=whole)
        differ(bundle, f"{option}, columns", columns_of(one), columns_of(two))
        for name, value in two["numbers"].items():
            differ(bundle, f"{option}, {name}", one["numbers"].get(name), value, whole=whole)
        if not (unknown or unsure):
            differ(bundle, f"{option}, place", one["place"], two["place"], whole=True)
    check_winners(bundle, found, unknown, rules)
    notes = [Note("held-back", {"fewest": FEWEST, "what": ", ".join(sorted(unknown))})] if unknown else []
    if cast.pools:
        notes.append(Note("held-back", {"fewest": FEWEST, "what": ", ".join(sorted(cast.pools))}))
    return notes


def unknown_options(cast: Cast, stated: Mapping[str, Any]) -> set[str]:
    """Whose number the bundle does not tell, and so does not let anybody count."""
    return {option for option in cast.held if option in stated}


def differ(bundle: Bundle, what: str, stated: Any, found: Any, *, whole: bool = False) -> None:
    """What is None on one side is held back, and cannot be compared; where ballots are `whole`, nothing may be."""
    if found is None or (stated is None and not whole):
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
    stated, total = bundle.result, bundle.result["counted"]
    differ(bundle, "counted", total, bundle.poll["counted"], whole=True)
    differ(bundle, "kind", stated["kind"], rules.kind, whole=True)
    seats = rules.number("seats") if rules.kind == "stv" else 1
    differ(bundle, "seats", stated["seats"], seats, whole=True)
    if rules.kind == "stv":
        differ(bundle, "needed", stated["needed"], total // (seats + 1) + 1, whole=True)
    for stage in stated["stages"]:
        votes = stage["votes"]
        if all(number is not None for number in votes.values()) and stage["lost"] is not None:
            there = sum(Fraction(number) for number in votes.values()) + Fraction(stage["lost"])
            differ(bundle, f"stage {stage['number']}", total, plain(there))
        for option in stage["elected"]:
            if stage["act"] != "rest" and votes[option] is not None:
                enough = Fraction(votes[option]) >= stated["needed"] or rules.kind == "run-off"
                differ(bundle, f"stage {stage['number']}, {option}", True, enough)
    elected = [option for stage in stated["stages"] for option in stage["elected"]]
    differ(bundle, "winners", stated["winners"], elected, whole=True)
    return [Note("no-ballots")]
