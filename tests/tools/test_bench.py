"""The benchmark's own arithmetic: a wrong median would be believed."""

import pytest

from bench.bare import framed
from bench.chat import arrivals
from bench.figures import Round, application, percentile, summed, times
from bench.house import BenchError
from bench.requests import get, post
from bench.table import table


def round_of(requests: int = 10, cpu: float = 1000.0, p99: float = 3.0) -> Round:
    return Round(requests=requests, seconds=2.0, cpu=cpu, p50=1.0, p99=p99, size=100)


def test_a_percentile_is_a_value_that_was_measured():
    values = list(range(1, 101))
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 50, 99, 100]
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([1, 2, 3], 0.5) == 2
    assert percentile([], 0.5) == 0.0


def test_one_bad_round_does_not_move_the_median():
    measured = summed([round_of(), round_of(), round_of(requests=5, cpu=50_000.0, p99=900.0)])
    assert (measured.cpu, measured.rps, measured.p99, measured.requests) == (100.0, 5.0, 3.0, 25)


def test_an_act_of_the_chair_is_timed_until_the_frame_that_tells_it():
    ms = 1_000_000
    assert arrivals([0, 10 * ms], [[1 * ms, 3 * ms], [14 * ms, 12 * ms]]) == [1, 2, 3, 4]
    assert arrivals([0, 10 * ms], [[14 * ms]]) == [4, 14]
    with pytest.raises(BenchError, match="nobody"):
        arrivals([0, 10 * ms], [[1 * ms]])
    with pytest.raises(BenchError, match="nobody"):
        arrivals([0], [])


def test_a_round_without_an_answer_is_no_figure():
    with pytest.raises(ValueError, match="without an answer"):
        summed([round_of(requests=0)])
    with pytest.raises(ValueError, match="without an answer"):
        summed([])


def test_noise_gives_no_time_back():
    assert application(1200.0, 25.0) == 1175.0
    assert application(20.0, 25.0) == 0.0
    assert times(1200.0, 24.0) == 50.0
    assert times(1200.0, 0.0) == 0.0


def test_a_form_is_sent_as_a_browser_sends_it():
    request = post("127.0.0.1:1", "/x", "abc", {"_token": "t", "body": "Grün & „gut“"})
    head, _, body = request.partition("\r\n\r\n")
    assert body == "_token=t&body=Gr%C3%BCn%20%26%20%E2%80%9Egut%E2%80%9C"
    assert f"Content-Length: {len(body)}\r\n" in head + "\r\n"
    assert "Cookie: session=abc" in head
    assert "Origin: http://127.0.0.1:1" in head
    assert "Cookie" not in get("127.0.0.1:1", "/x")


@pytest.mark.parametrize(("size", "head"), [(5, b"\x81\x05"), (125, b"\x81\x7d"), (126, b"\x81\x7e\x00\x7e")])
def test_a_raw_frame_says_its_length(size: int, head: bytes):
    assert framed(b"x" * size) == head + b"x" * size


def test_the_table_marks_what_misses_its_aim():
    measured = {"cpu": 30.0, "rps": 9.0, "p50": 1.0, "p99": 2.0, "size": 5}
    slow = {**measured, "cpu": 1500.0}
    page = {
        "title": "list",
        "aim": 1200,
        "statements": {"usual": 3, "most": 4},
        "markdown": 0.0,
        "bare": measured,
    }
    heard = {
        "p50": 9.0,
        "p99": 30.0,
        "cpu": 21.0,
        "memory": 22.0,
        "delivered": 5,
        "lost": 0,
        "twice": 0,
        "size": 9,
    }
    text = table(
        {
            "pages": [{**page, "product": slow}, {**page, "product": {**measured, "cpu": 900.0}}],
            "live": [
                {
                    "title": "1,000 sockets",
                    "aims": {"p50": 9, "p99": 200, "cpu": 20},
                    "product": heard,
                    "bare": {**heard, "cpu": 7.0},
                },
                {"title": "a quiet room", "aims": {"p50": 8}, "product": {**heard, "lost": 1}, "bare": heard},
            ],
            "date": "today",
            "machine": {"cpu": "x", "cores": 2, "python": "3", "load": 0.1},
            "proposals": 3,
            "seconds": 1.0,
            "markdown": 700.0,
        }
    )
    assert text.count("MISSED") == 4
    assert "≤ 8 MISSED" in text
    assert "≤ 0 MISSED" in text
    assert "≤ 9 " in text
    assert "≤ 40" not in text
    assert "≤ 1200 MISSED" in text
    assert "≤ 20 MISSED" in text
    assert "3 (4)" in text
    assert "50.0" in text  # 1,500 µs are fifty times the bare limit
