from pathlib import Path

from piccolo.conf.apps import AppConfig

from proposals.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="proposals",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[*TABLES],
    migration_dependencies=[
        "participation.consultations.piccolo_app",
        "participation.discussion.piccolo_app",
    ],
)
