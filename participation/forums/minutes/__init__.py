"""The minutes of a past forum, once they are published."""
