from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.core.tables import (
    AuditEntry,
    AuditHead,
    OutboxEntry,
    PersistedSetting,
    TimedJob,
    WorkerHeartbeat,
)

APP_CONFIG = AppConfig(
    app_name="core",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[OutboxEntry, TimedJob, WorkerHeartbeat, AuditEntry, AuditHead, PersistedSetting],
    migration_dependencies=[],
)
