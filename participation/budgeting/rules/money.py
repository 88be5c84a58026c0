"""Money as people write it here, in whole cents."""

import re
from fractions import Fraction

MOST_CENTS = 10**13
"""A hundred thousand million euros; more is a slip of the finger."""
_GROUPED = re.compile(r"[0-9]{1,3}([. \u00a0\u202f'][0-9]{3})+")
_NUMBER = re.compile(r"([0-9]{1,15})(?:[,.]([0-9]{1,2}))?")


def cents(text: str) -> int | None:
    """12.500, 12 500,50 € and 12500.5 alike; None for anything that is no amount from 0 up."""
    text = text.strip().removesuffix("€").removesuffix("EUR").removesuffix("Euro").strip()
    whole, comma, rest = text.partition(",")
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[^0-9]", "", whole)
    found = _NUMBER.fullmatch(whole + comma + rest)
    if found is None:
        return None
    amount = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    return amount if amount <= MOST_CENTS else None


def rounded(amount: int | Fraction) -> int:
    """Whole cents, half a cent upwards."""
    return int(amount + Fraction(1, 2))
