"""The dates of the forums for everybody's calendar."""
