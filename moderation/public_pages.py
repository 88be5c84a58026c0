"""For everybody: the public ledger of moderation."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from itertools import groupby
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from moderation.ledger import ledger
from moderation.monthly import MonthRow, months, months_by_rule
from moderation.wording import Words
from moderation.yearly import Row, first_year, year_by_month, year_report
from participation.core import clock, pdf
from participation.core.errors import msgid_of
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.settings import settings


@get("/transparency")
async def show_ledger(request: AnyRequest) -> Response[Any]:
    return await page(
        request, "moderation/transparency.html", ledger=await ledger(), words=Words(locale_of(request))
    )


@get("/transparency/months.csv")
async def month_table() -> Response[Any]:
    head = [field.name for field in fields(MonthRow)]
    return _csv("moderation-months.csv", head, (astuple(row) for row in await months()))


@get("/transparency/rules.csv")
async def rule_table() -> Response[Any]:
    """Titles change and may be any text: here stands the name that a rule keeps through all its versions."""
    rows = await months_by_rule()
    head = ["month", "rule", "number", "kept", "restricted"]
    return _csv(
        "moderation-rules.csv",
        head,
        ((row.month, row.rule, row.number, row.kept, row.restricted) for row in rows),
    )


@get("/transparency/{year:int}")
async def show_year(request: AnyRequest, year: int) -> Response[Any]:
    rows, first = await _year(year)
    return await page(
        request,
        "moderation/year.html",
        **await _told(request, year, rows),
        years=range(clock.today().year, first - 1, -1),
        pdf=pdf.available(),
    )


@get("/transparency/{year:int}/report.pdf")
async def year_paper(request: AnyRequest, year: int) -> Response[Any]:
    """Where the system cannot make one, the page that a browser prints, with a word about it."""
    rows, _ = await _year(year)
    if not pdf.available():
        return redirect(f"/transparency/{year}", msgid_of(pdf.PDF_MISSING), kind="info")
    told = await _told(request, year, rows)
    register = settings().link("/transparency")
    made = await pdf.as_pdf(
        "moderation/year.pdf.html", locale_of(request), **told, made_at=clock.now(), register=register
    )
    return pdf.pdf_response(f"moderation-{year}.pdf", made)


async def _told(request: AnyRequest, year: int, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "year": year,
        "unfinished": year == clock.today().year,
        "sections": [(section, list(found)) for section, found in groupby(rows, lambda row: row.section)],
        "months": await year_by_month(year),
        "words": Words(locale_of(request)),
    }


@get("/transparency/{year:int}/report.csv")
async def year_table(year: int) -> Response[Any]:
    rows, _ = await _year(year)
    return _csv(f"moderation-{year}.csv", ["section", "key", "count"], (astuple(row) for row in rows))


async def _year(year: int) -> tuple[Sequence[Row], int]:
    """Years in which nobody could report anything have no report."""
    first = await first_year() or clock.today().year
    if not first <= year <= clock.today().year:
        raise NotFoundException
    return await year_report(year), first


def _csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response[Any]:
    """Numbers and codes only, so that no cell can be a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return Response(
        content=text.getvalue().encode(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = [show_ledger, month_table, rule_table, show_year, year_table, year_paper]
