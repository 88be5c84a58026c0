"""What a picture of a proposal needs beside itself."""

ALT_MAX = 300
ALT_EACH = "alt-"
"""In the name of the field that describes one picture anew, before its number."""
EACH = "drop-"
"""The box that takes one picture away is named by this and its id."""


def address_of(name: str, *, small: bool = False) -> str:
    """`name` has 128 random bits: whoever does not read the page cannot guess it."""
    return f"/images/{name}/small" if small else f"/images/{name}"
