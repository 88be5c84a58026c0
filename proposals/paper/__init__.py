"""Proposals that came on paper, at the counter, by telephone or by mail, entered by a clerk for their author."""
