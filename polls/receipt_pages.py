"""The receipt: shown to the voter for a few minutes, from a cookie of their own, never from an address."""

from typing import Any

from litestar import Response, get

from participation.accounts.actor import Actor
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.qr import qr
from participation.core.security import sign, signature_is_good
from participation.core.sessions import short_cookie, short_cookie_name
from participation.settings import settings
from polls.one_poll import find_poll
from polls.queries import Poll
from polls.receipts import tidy
from polls.wording import RECEIPT_TEXTS

SECONDS = 600
COOKIE = "receipt"
CAST = N_("Ihre Stimme ist abgegeben und zählt.")
YOURS = N_("Ihre Prüfnummer")
LATER = N_("Nachsehen nach dem Ende")


def hand_over(found: Poll, receipt: str) -> Response[Any]:
    """303 to the page of the receipt. The number travels in a signed cookie: addresses end up in logs."""
    text = f"{found.line.id}.{receipt}"
    cookie = short_cookie(COOKIE, f"{text}.{sign(COOKIE, text)}", SECONDS)
    return redirect(f"{found.line.url}/receipt", CAST, cookies=[cookie])


def _handed(request: AnyRequest, poll_id: int) -> str:
    """Empty where this browser has no receipt of this poll, or none any more."""
    raw = request.cookies.get(short_cookie_name(COOKIE), "")
    text, _, signature = raw.rpartition(".")
    number, _, receipt = text.partition(".")
    if not text or not signature_is_good(COOKIE, text, signature) or number != str(poll_id):
        return ""
    return tidy(receipt)


def check_address(found: Poll, receipt: str) -> str:
    """What comes behind # stays in the browser: no server and no proxy sees the number."""
    return settings().link(f"{found.line.url}/recount#{receipt}")


def as_text(locale: str, found: Poll, receipt: str) -> str:
    site = settings().site_name
    lines = [
        f"{site}: {found.line.title}",
        f"{translate(locale, YOURS)}: {receipt}",
        f"{translate(locale, LATER)}: {settings().link(found.line.url + '/recount')}",
        translate(locale, RECEIPT_TEXTS[found.line.receipts]),
    ]
    return "\n".join(lines) + "\n"


@get("/polls/{poll_id:int}/receipt")
async def receipt_page(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    found = await find_poll(poll_id, actor)
    receipt = _handed(request, poll_id)
    size, path = qr(check_address(found, receipt)) if receipt else (0, "")
    answer = await page(
        request,
        "polls/receipt.html",
        poll=found.line,
        receipt=receipt,
        text=as_text(locale_of(request), found, receipt) if receipt else "",
        told=RECEIPT_TEXTS[found.line.receipts],
        qr_size=size,
        qr_path=path,
    )
    return private(answer)


@get("/polls/{poll_id:int}/receipt.txt")
async def receipt_file(request: AnyRequest, actor: Actor, poll_id: int) -> Response[bytes]:
    found = await find_poll(poll_id, actor)
    receipt = _handed(request, poll_id)
    if not receipt:
        return redirect(f"{found.line.url}/receipt")
    return private(
        Response(
            as_text(locale_of(request), found, receipt).encode(),
            media_type="text/plain; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="receipt-{poll_id}.txt"'},
        )
    )


ROUTES = [receipt_page, receipt_file]
