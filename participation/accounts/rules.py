"""Who may be what, without a database."""

from enum import StrEnum

NAME_LENGTH = 60
PASSWORD_MIN = 10
PASSWORD_MAX = 256
EMAIL_MAX = 254


class Role(StrEnum):
    MODERATOR = "moderator"
    CLERK = "clerk"
    CHAIR = "chair"
    COUNCIL = "council"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.MODERATOR, Role.CLERK, Role.EDITOR, Role.ADMINISTRATOR})
"""Roles whose words are marked as the city's."""
