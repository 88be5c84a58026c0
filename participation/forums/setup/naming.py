"""What a forum is called in addresses and on the screen."""

from datetime import date

from participation.core.urls import slug_of


def slug_for(title: str, day: date) -> str:
    """bürgerforum-nordstadt-2027-03, in plain letters."""
    return f"{slug_of(title, 200)}-{day:%Y-%m}"[-60:].strip("-")


def code_for(place: str, number: int) -> str:
    """What people type who read it off the screen: four letters and two digits."""
    letters = "".join(filter(str.isalpha, slug_of(place)))[:4].upper() or "FORUM"
    return f"{letters} {number % 100:02d}"
