from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.forums.agenda.tables import AgendaItem, ForumBreak
from participation.forums.attendance.tables import Attendance, CouncilSitting
from participation.forums.captions.tables import CaptionLine, Recording
from participation.forums.chat.tables import ChatRule, Message
from participation.forums.desk.tables import Incident, PresenceCount, PresenceOnline
from participation.forums.live_polls.tables import HandCount, LivePoll
from participation.forums.log.tables import ForumEvent
from participation.forums.minutes.tables import Minutes, MinutesEdit, MinutesNote, MinutesVersion
from participation.forums.promises.tables import Promise, PromiseReport
from participation.forums.questions.tables import Question, QuestionSupport
from participation.forums.screen.tables import ForumScreen
from participation.forums.setup.tables import ForumSection
from participation.forums.speakers.tables import SpeakerList, Speech, SpeechMove, SpeechRequest
from participation.forums.tables import Forum
from participation.forums.topics.tables import CompetentBody, Topic, TopicRules

APP_CONFIG = AppConfig(
    app_name="forums",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        Forum,
        ForumEvent,
        AgendaItem,
        Message,
        SpeechRequest,
        Speech,
        SpeechMove,
        SpeakerList,
        Question,
        QuestionSupport,
        PresenceCount,
        PresenceOnline,
        ChatRule,
        ForumBreak,
        Incident,
        Promise,
        PromiseReport,
        LivePoll,
        HandCount,
        ForumScreen,
        CouncilSitting,
        Attendance,
        ForumSection,
        TopicRules,
        CompetentBody,
        Topic,
        Minutes,
        MinutesNote,
        MinutesEdit,
        MinutesVersion,
        CaptionLine,
        Recording,
    ],
    migration_dependencies=[
        "participation.accounts.piccolo_app",
        "participation.consultations.piccolo_app",
        "polls.piccolo_app",
    ],
)
