"""Live polls: asked by the chair, answered by hands in the hall and by ballots from home, shown apart and together.

A live poll is a poll of `polls` with an evening around it: opening and closing are acts here, ballots go to the poll.
"""
