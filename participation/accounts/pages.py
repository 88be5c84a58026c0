"""Register, confirm, sign in and out, a new password."""

import hashlib
from typing import Any

from litestar import Response, get, post

from participation.accounts import account_pages, actions, verification_pages
from participation.accounts.actor import Actor
from participation.accounts.demo_logins import demo_logins
from participation.accounts.forms import check_email, check_password, registration
from participation.accounts.rules import EMAIL_MAX, email_key
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.limits import Backoff
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.sessions import cleared_session_cookie, cookie_name, session_cookie
from participation.core.throttle import address_of, network_of, throttle_address
from participation.core.urls import local_path, with_next

BACKOFF = Backoff()
NEXT_MAX = 300
_OLD_LINK = N_("Dieser Link gilt nicht mehr. Fordern Sie bitte einen neuen an.")


@get("/register")
async def register_page(request: AnyRequest, actor: Actor) -> Response[Any]:
    next_ = _next(request.query_params.get("next"))
    if actor.signed_in:
        return redirect(next_ or "/account")
    return await page(request, "accounts/register.html", next=next_)


@post("/register", status_code=303)
async def register(request: AnyRequest, form: Form) -> Response[Any]:
    throttle_address(request, "registrations")
    sent, errors = registration(form)
    next_ = _next(form.text("next"))
    if errors:
        return await page(
            request, "accounts/register.html", status=422, errors=errors, values=form, next=next_
        )
    await actions.register(sent, locale_of(request), next_)
    return redirect("/register/sent")


@get("/register/sent")
async def register_sent(request: AnyRequest) -> Response[Any]:
    return await page(request, "accounts/sent.html")


@get("/register/confirm/{token:str}")
async def confirm_page(request: AnyRequest, token: str) -> Response[Any]:
    name = await actions.pending_registration(token)
    status = 404 if name is None else 200
    next_ = _next(request.query_params.get("next"))
    return private(
        await page(request, "accounts/confirm.html", status=status, token=token, name=name, next=next_)
    )


@post("/register/confirm/{token:str}", status_code=303)
async def confirm(request: AnyRequest, token: str, form: Form) -> Response[Any]:
    next_ = _next(form.text("next"))
    if not await actions.confirm(token):
        return await page(request, "accounts/confirm.html", status=404, token=token, name=None, next=next_)
    return redirect(
        with_next("/login", next_), N_("Ihre Adresse ist bestätigt. Jetzt können Sie sich anmelden.")
    )


def _next(wanted: object) -> str:
    """Where somebody came from; the mail with the link carries it, so it must be short."""
    path = local_path(wanted, "")
    return path if len(path) <= NEXT_MAX else ""


@get("/login")
async def login_page(request: AnyRequest, actor: Actor) -> Response[Any]:
    if actor.signed_in:
        return redirect(local_path(request.query_params.get("next", "")))
    return await _login_form(request, EMPTY, Errors(), 200, request.query_params.get("next", ""))


@post("/login", status_code=303)
async def login(request: AnyRequest, form: Form) -> Response[Any]:
    throttle_address(request, "sign_ins")
    email = form.text("email")[: EMAIL_MAX + 1]
    key = hashlib.sha256(f"{email_key(email)} {address_of(request)}".encode()).hexdigest()
    wait = BACKOFF.wait(key)
    if wait:
        raise Refused("too-fast", status=429, retry_after=wait)
    old = request.cookies.get(cookie_name(), "")
    token = (
        await actions.sign_in(email, form.raw("password"), _device(request), old, network_of(request))
        if email
        else None
    )
    if token is None:
        BACKOFF.failed(key)
        errors = Errors()
        errors.add(
            "email",
            N_(
                "E-Mail-Adresse oder Passwort stimmen nicht. Haben Sie den Link in unserer Mail schon angeklickt?"
            ),
        )
        return await _login_form(request, form, errors, 422, form.text("next"))
    BACKOFF.passed(key)
    return redirect(local_path(form.text("next")), cookies=[session_cookie(token)])


async def _login_form(
    request: AnyRequest, form: Form, errors: Errors, status: int, next_: str
) -> Response[Any]:
    return await page(
        request,
        "accounts/login.html",
        status=status,
        values=form,
        errors=errors,
        next=next_,
        demo=demo_logins(),
    )


@get("/logout")
async def logout_page(request: AnyRequest) -> Response[Any]:
    return await page(request, "accounts/logout.html")


@post("/logout", status_code=303)
async def logout(actor: Actor) -> Response[Any]:
    if actor.session_hash is not None:
        await actions.sign_out(actor.session_hash)
    return redirect("/", N_("Sie sind abgemeldet."), cookies=[cleared_session_cookie()])


@get("/reset")
async def reset_request_page(request: AnyRequest) -> Response[Any]:
    return await page(request, "accounts/reset_request.html")


@post("/reset", status_code=303)
async def reset_request(request: AnyRequest, form: Form) -> Response[Any]:
    throttle_address(request, "resets")
    errors = Errors()
    check_email(form.text("email"), errors)
    if errors:
        return await page(request, "accounts/reset_request.html", status=422, errors=errors, values=form)
    await actions.request_reset(form.text("email"), locale_of(request))
    return redirect("/reset/sent")


@get("/reset/sent")
async def reset_sent(request: AnyRequest) -> Response[Any]:
    return await page(request, "accounts/reset_sent.html")


@get("/reset/{token:str}")
async def reset_page(request: AnyRequest, token: str) -> Response[Any]:
    is_open = await actions.reset_is_open(token)
    return private(
        await page(
            request, "accounts/reset.html", status=200 if is_open else 404, token=token, is_open=is_open
        )
    )


@post("/reset/{token:str}", status_code=303)
async def reset(request: AnyRequest, token: str, form: Form) -> Response[Any]:
    throttle_address(request, "resets")
    errors = Errors()
    check_password(form.raw("password"), errors)
    if errors:
        return await page(
            request, "accounts/reset.html", status=422, errors=errors, token=token, is_open=True
        )
    if not await actions.reset(token, form.raw("password")):
        return await page(
            request, "accounts/reset.html", status=404, token=token, is_open=False, message=_OLD_LINK
        )
    return redirect("/login", N_("Ihr neues Passwort gilt. Bitte melden Sie sich damit an."))


def _device(request: AnyRequest) -> str:
    """Browser and system in two words, for the list of sessions; the whole header would be a fingerprint."""
    agent = request.headers.get("user-agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser}, {system}" if system else browser


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

ROUTES = [
    *account_pages.ROUTES,
    *verification_pages.ROUTES,
    register_page,
    register,
    register_sent,
    confirm_page,
    confirm,
    login_page,
    login,
    logout_page,
    logout,
    reset_request_page,
    reset_request,
    reset_sent,
    reset_page,
    reset,
]
