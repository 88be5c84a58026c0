"""What every package stands on and nothing civic: database, clock, text, pages, sessions, live rooms, mail."""
