"""Tables for people who open them in a table program."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

_STARTS = frozenset("=+-@\t\r\n")


def no_formula(text: str) -> str:
    """A table program must not run what somebody wrote: such a text begins with an apostrophe."""
    begins = text[:1] in _STARTS or text.lstrip()[:1] in _STARTS
    return f"'{text}" if begins else text


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[bytes]:
    """Semicolons and a mark of UTF-8, as German table programs expect; no cell is a formula."""
    file = io.StringIO()
    write = csv.writer(file, delimiter=";")
    write.writerow(head)
    write.writerows([no_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Response(
        file.getvalue().encode("utf-8-sig"),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
