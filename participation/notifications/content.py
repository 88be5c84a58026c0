"""What is kept about who follows what."""

from participation.core.persons import Kept, keeps
from participation.notifications import actions, queries

keeps(Kept("follows", queries.of_person, actions.erase))
