"""Captions: typed beside the evening, seen by all within a second, kept as WebVTT; and the video they belong to."""
