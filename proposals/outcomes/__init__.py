"""What became of a proposal: decision, milestones with owner and date, and whether the people say it is really done.

Projects of a budget have their own milestones (`participation.budgeting.building`); what is asked at the end is the same.
"""
