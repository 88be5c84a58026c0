"""The Bürgerforum: an evening in a hall and at home at once.

One sub-package per noun, each importing only those to its right: pages, live, content → screen, desk → minutes →
speakers, questions, chat → agenda → log. The forum itself (tables, rules, queries) lies here, below them all, and so do the
page and the stage, into which each noun puts its part.
"""
