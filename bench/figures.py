"""Medians and percentiles, and what a measure and its limit say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Nearest rank: always a value that was really measured; 0 of nothing."""
    if not sorted_values:
        return 0.0
    rank = max(1, -(-len(sorted_values) * share // 1))
    return sorted_values[min(len(sorted_values), int(rank)) - 1]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of requests: CPU of the web process in µs, latencies in ms, body in bytes."""

    requests: int
    seconds: float
    cpu: float
    p50: float
    p99: float
    size: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over rounds; `cpu` is µs per request."""

    cpu: float
    rps: float
    p50: float
    p99: float
    size: int
    requests: int


def summed(rounds: Sequence[Round]) -> Measured:
    """A round without an answer is an error of the caller's: ValueError."""
    if not rounds or any(not one.requests for one in rounds):
        raise ValueError("a round without an answer")
    return Measured(
        cpu=median(one.cpu / one.requests for one in rounds),
        rps=median(one.requests / one.seconds for one in rounds),
        p50=median(one.p50 for one in rounds),
        p99=median(one.p99 for one in rounds),
        size=int(median(one.size for one in rounds)),
        requests=sum(one.requests for one in rounds),
    )


def application(product: float, bare: float) -> float:
    """What is ours: the server's own share is taken off, and noise gives no time back."""
    return max(0.0, product - bare)


def times(product: float, bare: float) -> float:
    return product / bare if bare else 0.0
