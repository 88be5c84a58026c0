"""How long a large budget takes to count: `python -m bench.budgets`."""

import random
import time
from collections import Counter

from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from participation.budgeting.rules.shape import Points

BALLOTS = 100_000
PROJECTS = 100
LIMIT_SECONDS = 10


def election(seed: int = 1) -> tuple[dict[str, int], int, Counter[Points]]:
    """Costs and budget in cents; hardly two ballots are alike, the worst case for the count."""
    chance = random.Random(seed)
    projects = [f"p{number}" for number in range(PROJECTS)]
    costs = {project: chance.randint(500_000, 30_000_000) for project in projects}
    liked = [1 / (number + 1) ** 0.5 for number in range(PROJECTS)]
    ballots = Counter(
        tuple((one, 1) for one in sorted(set(chance.choices(projects, liked, k=chance.randint(1, 20)))))
        for _ in range(BALLOTS)
    )
    return costs, 500_000_000, ballots


def main() -> None:
    costs, budget, ballots = election()
    print(f"{BALLOTS} ballots ({len(ballots)} different), {PROJECTS} projects")
    for rule in (equal_shares, greedy):
        begin, worked = time.perf_counter(), time.process_time()
        result = rule(costs, budget, ballots)
        seconds, worked = time.perf_counter() - begin, time.process_time() - worked
        print(
            f"{result.rule}: {seconds:.1f} s, of the processor {worked:.1f} s (limit {LIMIT_SECONDS} s);"
            f" {len(result.winners)} chosen"
        )


if __name__ == "__main__":
    main()
