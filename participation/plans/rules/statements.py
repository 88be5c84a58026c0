"""What a statement on a plan is made of."""

from enum import StrEnum

STATE = "plans.state"
"""The phase in which a plan is on display; statements themselves go by the confirmed days."""
NAME_MAX = 120
ADDRESS_MAX = 300
STATEMENT_MAX = 30_000
PAGE_SIZE = 20


class Channel(StrEnum):
    ONLINE = "online"
    LETTER = "letter"
    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"


def label(text_id: int, number: int) -> str:
    """The number on the receipt: 3-0012."""
    return f"{text_id}-{number:04}"
