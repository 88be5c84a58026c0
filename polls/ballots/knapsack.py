"""A basket: tick what you want as long as all of it together costs no more than there is. Most ticks win.

Ashish Goel, Anilesh K. Krishnaswamy, Sukolsak Sakshuwong, Tanja Aitamurto: Knapsack voting for participatory
budgeting, 2019. Ties are those of approval. Which projects the money goes to is for a budget to say.
"""

from polls.ballots import ticks
from polls.ballots.fields import choices, unanswered, unknown
from polls.ballots.shape import Ballots, Choices, Kind, Problem, Question, Result

NAME = "knapsack"
CENTS = 100


def validate(ballot: Choices, question: Question) -> list[Problem]:
    """Reads `costs`, `budget`, `blank`."""
    problems = unknown(ballot.options, question) + unanswered(ballot.options, question)
    over = sum(question.costs.get(option, 0) for option in ballot.options) - question.budget
    if not problems and over > 0:
        problems.append(Problem("over-budget", values={"over": -(-over // CENTS)}))
    return problems


def count(ballots: Ballots[Choices], question: Question) -> Result:
    return ticks.count(NAME, ballots, question)


KIND = Kind(NAME, choices, validate, count, ticks.explain)
