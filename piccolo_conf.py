"""Where Piccolo's own commands find the database and the packages with tables."""

from piccolo.conf.apps import AppRegistry

from participation.app_registry import APPS
from participation.core.db import DB
from participation.settings import settings

if settings().database_url:
    DB.configure(settings().database_url)

APP_REGISTRY = AppRegistry(apps=list(APPS))
