"""By which way a contribution reached the city, and the number on its receipt."""

from datetime import date
from enum import StrEnum

NAME_MAX = 60


class Channel(StrEnum):
    PAPER = "paper"
    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"


def receipt_number(year: int, proposal_id: int) -> str:
    """Short enough to be told by telephone; the proposal's own number makes it unique."""
    return f"B-{year}-{proposal_id:06d}"


def is_day(received_on: date, today: date) -> bool:
    """Nothing arrives tomorrow, and nobody enters what is older than a year."""
    return 0 <= (today - received_on).days <= 366
