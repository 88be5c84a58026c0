from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.accounts.acceptance_table import RulesChange
from participation.accounts.sanctions_table import Sanction
from participation.accounts.tables import PasswordReset, Person, Registration, RoleGrant, Session
from participation.accounts.verification_table import Verification

APP_CONFIG = AppConfig(
    app_name="accounts",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        Person,
        RoleGrant,
        Session,
        Registration,
        PasswordReset,
        Sanction,
        Verification,
        RulesChange,
    ],
    migration_dependencies=["participation.core.piccolo_app"],
)
