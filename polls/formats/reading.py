"""What all readers share: the file as lines, and one clear sentence when it is not what it should be."""

import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

MOST = 10**9
"""No election has more votes, seats or candidates; larger numbers are mistakes."""


class FormatError(Exception):
    """The end of a sentence that begins with the name of the file; it names the line where there is one."""


def at(number: int, sentence: str) -> FormatError:
    return FormatError(f"line {number}: {sentence}")


def lines(path: Path) -> list[str]:
    """Without line ends; UTF-8, or Latin-1 as in files of old. FormatError when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FormatError(f"it cannot be read: {error.strerror}.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise FormatError("it is no text file.")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def whole(text: str, number: int, what: str) -> int:
    """A whole number from 0 to `MOST`."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > MOST:
        raise at(number, f"{what} must be a whole number, not {shortened(text)}.")
    return int(text)


def amount(text: str, number: int, what: str) -> int | Fraction:
    """A number from 0 up with decimals behind a point or a comma, exactly."""
    value = _exact(text)
    if value is None:
        raise at(number, f"{what} must be a number, not {shortened(text)}.")
    return value


@lru_cache(1024)
def _exact(text: str) -> int | Fraction | None:
    """Files with a hundred thousand ballots hold the same few numbers again and again."""
    if not re.fullmatch(r"[0-9]{1,15}([.,][0-9]{1,9})?", text):
        return None
    value = Fraction(text.replace(",", "."))
    return value.numerator if value.denominator == 1 else value


def shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
