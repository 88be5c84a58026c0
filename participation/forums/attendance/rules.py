"""Council meetings in which members take part from elsewhere (§ 64 NKomVG)."""

from enum import StrEnum

NAME_LENGTH = 60


class Mode(StrEnum):
    HALL = "hall"
    REMOTE = "remote"
