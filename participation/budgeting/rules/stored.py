"""A result as text, so that it is worked out once and read many times.

Money of shares is a fraction with many digits, and decimal digits are limited in this language; so fractions
are written in hexadecimal.
"""

import json
from fractions import Fraction
from typing import Any

from participation.budgeting.rules.shape import BudgetResult, Money, Verdict


def to_text(result: BudgetResult) -> str:
    content = {
        "rule": result.rule,
        "budget": _out(result.budget),
        "voters": result.voters,
        "share": _out(result.share),
        "winners": list(result.winners),
        "verdicts": [_verdict_out(one) for one in result.verdicts.values()],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> BudgetResult:
    content = json.loads(text)
    verdicts = [_verdict_in(one) for one in content["verdicts"]]
    return BudgetResult(
        content["rule"],
        _in(content["budget"]),
        content["voters"],
        Fraction(_in(content["share"])),
        tuple(content["winners"]),
        {one.project: one for one in verdicts},
    )


def _verdict_out(one: Verdict) -> list[Any]:
    amounts = [_out(one.cost), _out(one.score), _out(one.price), _out(one.had), _out(one.missing)]
    return [one.project, one.supporters, one.place, one.by, one.payers, one.more, *amounts]


def _verdict_in(row: list[Any]) -> Verdict:
    project, supporters, place, by, payers, more, *amounts = row
    cost, score, price, had, missing = (_in(amount) for amount in amounts)
    return Verdict(
        project, cost, score, supporters, place, by, Fraction(price), payers, had, missing, more
    )  # fmt: skip


def _out(amount: Money) -> str:
    if isinstance(amount, int):
        return f"{amount:x}"
    return f"{amount.numerator:x}/{amount.denominator:x}"


def _in(text: str) -> Money:
    above, slash, below = text.partition("/")
    return Fraction(int(above, 16), int(below, 16)) if slash else int(above, 16)
