"""Teilhabe: participation for a whole city, consultation, hall and moderation in one program."""
