"""A refusal above the form it came from, so that the text stays with the person who wrote it."""

import math
from typing import Any

from litestar import Response

from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors


def as_errors(refused: Refused) -> Errors:
    errors = Errors()
    errors.add("", msgid_of(refused.key), **refused.values)
    return errors


def retry(answer: Response[Any], refused: Refused) -> Response[Any]:
    if refused.status == 429:
        answer.headers["retry-after"] = str(max(1, math.ceil(refused.retry_after)))
    return answer
