"""Readers of public files of elections. What they record of an outcome is left aside: we count ourselves."""
