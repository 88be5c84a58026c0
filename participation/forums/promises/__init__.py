"""What the city has promised in a forum: with an owner and a day, coming back at the next forum until it is done.

A promise is the city's own word about a deed; an answer that is owed to somebody who asked lies in `questions`.
"""
