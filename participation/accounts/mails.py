"""The three mails about an account. The first link of each is what the mail is about."""

from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.urls import with_next
from participation.settings import settings

_CONFIRM = N_(
    """Guten Tag %(name)s,

mit dieser Adresse wurde eben ein Konto bei „%(site)s redet mit“ angelegt. Bitte bestätigen Sie das hier:

%(link)s

Der Link gilt 24 Stunden. Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Ohne Bestätigung entsteht kein Konto.
"""
)

_ALREADY = N_(
    """Guten Tag %(name)s,

jemand wollte mit dieser Adresse ein Konto bei „%(site)s redet mit“ anlegen. Sie haben schon eines. Hier können Sie sich anmelden:

%(link)s

Passwort vergessen? Ein neues bekommen Sie hier:
%(reset)s

Waren Sie das nicht? Dann brauchen Sie nichts zu tun.
"""
)

_RESET = N_(
    """Guten Tag %(name)s,

hier können Sie ein neues Passwort für „%(site)s redet mit“ wählen:

%(link)s

Der Link gilt zwei Stunden und nur einmal. Waren Sie das nicht? Dann brauchen Sie nichts zu tun, Ihr Passwort bleibt.
"""
)


async def confirm_address(email: str, name: str, token: str, locale: str, next_: str = "") -> None:
    path = with_next(f"/register/confirm/{token}", next_)
    await _send(email, locale, N_("Bitte bestätigen Sie Ihre Adresse"), _CONFIRM, path, name)


async def already_here(email: str, name: str, locale: str, next_: str = "") -> None:
    path = with_next("/login", next_)
    await _send(email, locale, N_("Sie haben schon ein Konto"), _ALREADY, path, name)


async def reset_password(email: str, name: str, token: str, locale: str) -> None:
    await _send(email, locale, N_("Ein neues Passwort wählen"), _RESET, f"/reset/{token}", name)


async def _send(email: str, locale: str, subject: str, text: str, path: str, name: str) -> None:
    chosen = settings()
    body = translate(
        locale, text, name=name, site=chosen.site_name, link=chosen.link(path), reset=chosen.link("/reset")
    )
    await send_mail(email, translate(locale, subject), body)
