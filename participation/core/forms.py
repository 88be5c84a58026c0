"""What a browser sends, as text that is safe to store, and what was wrong with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from participation.core.html import clean_text as clean

MAX_FIELDS = 200


class Form:
    """The fields of one request. Missing fields read as empty, files are kept apart.

    A field is cleaned when it is asked for: before the token has been checked, nothing but the token is.
    """

    __slots__ = ("_fields", "files")

    def __init__(
        self, fields: Mapping[str, list[str]], files: Mapping[str, list[UploadFile]] | None = None
    ) -> None:
        self._fields = {name: list(values) for name, values in fields.items()}
        self.files = dict(files or {})

    def text(self, name: str) -> str:
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """Unstripped, for passwords: a space at the end belongs to them."""
        return clean(self._fields.get(name, [""])[0])

    def multi(self, name: str) -> list[str]:
        return [clean(value) for value in self._fields.get(name, [])]

    def flag(self, name: str) -> bool:
        return self.text(name) not in {"", "0", "false", "off"}

    def number(self, name: str) -> int | None:
        return whole_number(self.text(name))

    def items(self) -> Iterator[tuple[str, str]]:
        for name, values in self._fields.items():
            for value in values:
                yield clean(name), clean(value)


class Errors(dict[str, Any]):
    """Field → msgid, or (msgid, values). In the order in which the fields stand on the page."""

    def add(self, field: str, msgid: str, **values: Any) -> None:
        self.setdefault(field, (msgid, values) if values else msgid)


EMPTY = Form({})


def whole_number(text: str) -> int | None:
    """An id as the database knows it; anything else is None."""
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    return None


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """Raises ClientException (400) for a body that is no form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return EMPTY
    try:
        data = await request.form()
        pairs = list(data.multi_items())
    except ClientException:
        raise
    except (ValueError, TypeError, LookupError) as error:
        raise ClientException("the form could not be read") from error
    if len(pairs) > MAX_FIELDS:
        raise ClientException("too many fields")
    fields: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in pairs:
        if isinstance(value, UploadFile):
            files.setdefault(str(name), []).append(value)
        else:
            fields.setdefault(str(name), []).append(str(value))
    return Form(fields, files)


def query_text(request: Request[Any, Any, Any], name: str, limit: int = 200) -> str:
    """One value of the query, cleaned and bounded."""
    value = request.query_params.get(name, "")
    return clean(str(value)[: 4 * limit]).strip()[:limit]
