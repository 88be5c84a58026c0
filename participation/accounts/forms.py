from dataclasses import dataclass

from participation.accounts import rules
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.mail import mailbox


@dataclass(frozen=True, slots=True)
class NewAccount:
    email: str
    password: str
    display_name: str


def registration(form: Form) -> tuple[NewAccount, Errors]:
    errors = Errors()
    email = form.text("email")[: rules.EMAIL_MAX + 1]
    sent = NewAccount(email, form.raw("password"), one_line(form.text("display_name")[:1000]))
    check_email(sent.email, errors)
    check_password(sent.password, errors, email=sent.email, name=sent.display_name)
    check_name(sent.display_name, errors)
    if not form.flag("rules"):
        errors.add("rules", N_("Bitte stimmen Sie den Regeln zu. Ohne sie geht es nicht."))
    return sent, errors


def check_email(email: str, errors: Errors) -> None:
    if not email:
        errors.add("email", N_("Bitte geben Sie Ihre E-Mail-Adresse ein."))
    elif not rules.looks_like_email(email) or not _can_be_reached(email):
        errors.add(
            "email", N_("Diese E-Mail-Adresse ist nicht vollständig. Sie sieht so aus: name@beispiel.de")
        )


def _can_be_reached(email: str) -> bool:
    """What we could not write to, nobody can confirm."""
    try:
        mailbox(email)
    except ValueError:
        return False
    return True


def check_password(
    password: str, errors: Errors, *, email: str = "", name: str = "", field: str = "password"
) -> None:
    if len(password) < rules.PASSWORD_MIN:
        errors.add(field, N_("Das Passwort braucht mindestens %(min)s Zeichen."), min=rules.PASSWORD_MIN)
    elif len(password) > rules.PASSWORD_MAX:
        errors.add(field, N_("Das Passwort darf höchstens %(max)s Zeichen haben."), max=rules.PASSWORD_MAX)
    elif rules.password_is_common(password, email, name):
        errors.add(
            field,
            N_(
                "Dieses Passwort erraten andere sofort. Nehmen Sie zum Beispiel drei Wörter, die nicht zusammengehören."
            ),
        )


def check_name(name: str, errors: Errors) -> None:
    if len(name) < rules.NAME_MIN:
        errors.add("display_name", N_("Bitte geben Sie einen Namen ein. Er steht an Ihren Beiträgen."))
    elif len(name) > rules.NAME_MAX:
        errors.add("display_name", N_("Der Name darf höchstens %(max)s Zeichen haben."), max=rules.NAME_MAX)
    elif rules.looks_like_address(name):
        errors.add("display_name", N_("Ein Name darf keine Internetadresse enthalten."))


def one_line(text: str) -> str:
    return " ".join(text.split())
