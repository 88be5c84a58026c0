"""One Jinja environment for each language, with everything a template may call."""

import os
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from participation.core import wording
from participation.core.i18n import LANGUAGES, translate, translations
from participation.core.paths import TEMPLATES
from participation.core.security import TOKEN_FIELD
from participation.core.static import static_url
from participation.settings import settings


@cache
def environment(locale: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=bool(os.environ.get("TEILHABE_RELOAD")),
        undefined=StrictUndefined,
        bytecode_cache=_bytecode_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_translations(translations(locale), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        site=settings().site_name,
        static=static_url,
        languages=LANGUAGES,
        locale=locale,
        csrf_field=_csrf_field,
        message=partial(_message, locale),
        date=partial(wording.date_text, locale),
        day=partial(wording.day_text, locale),
        weekday=partial(wording.weekday_text, locale),
        time_text=partial(wording.time_text, locale),
        datetime_text=partial(wording.datetime_text, locale),
        number=partial(wording.number_text, locale),
        ago=partial(wording.ago_text, locale),
        days_left=partial(wording.days_left_text, locale),
    )
    return env


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """In the private data directory: compiled templates are code that we will run."""
    folder = settings().data_dir / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


@pass_context
def _csrf_field(context: Context) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, context["csrf"])


def _message(locale: str, entry: Any) -> str:
    """A sentence kept as msgid, or as (msgid, values)."""
    msgid, values = entry if isinstance(entry, tuple) else (entry, {})
    return translate(locale, msgid, **values)


def render(template: str, locale: str, **context: Any) -> str:
    return environment(locale).get_template(template).render(context)
