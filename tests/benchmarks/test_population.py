"""How fast many virtual people are simulated, beside an ODE solver and beside bare numpy."""

import math
import subprocess
import sys
from time import perf_counter

import lab
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from vitamin_k import kinetics
from vitamin_k.scenarios import SAMPLE_TIMES_H, SATO_DOSE_UG

MK7 = kinetics.parameters("MK-7")
PEOPLE = 100_000
SOLVED_PEOPLE = 20
TIMES_H = {"73 uniform hours": np.arange(73.0), "Sato's 7 times": np.array(SAMPLE_TIMES_H)}


def simulate(time_h, n_people=PEOPLE):
    for _block in kinetics.population(time_h, SATO_DOSE_UG, MK7, n_people):
        pass


def solve(time_h, speed=1.0):
    """Solve gut, plasma and tissue for one person; `speed` multiplies both rates of removal."""
    fast, slow = (speed * rate for rate in MK7.rates_per_h)
    to_plasma = MK7.weights[0] * slow + MK7.weights[1] * fast
    out = fast * slow / to_plasma
    to_tissue = fast + slow - to_plasma - out
    uptake = MK7.absorption_rate_per_h

    def change(_time, amounts):
        gut, plasma, tissue = amounts
        return (
            -uptake * gut,
            uptake * gut - (out + to_tissue) * plasma + to_plasma * tissue,
            to_tissue * plasma - to_plasma * tissue,
        )

    since_lag = np.maximum(time_h - MK7.lag_h, 0.0)
    start = (MK7.bioavailability * SATO_DOSE_UG, 0.0, 0.0)
    seen = np.unique(since_lag)
    solution = solve_ivp(
        change, (0, seen[-1]), start, method="LSODA", t_eval=seen, rtol=1e-6, atol=1e-9
    )
    return np.interp(since_lag, seen, solution.y[1]) / MK7.central_volume_l


def seconds(action):
    begun = perf_counter()
    action()
    return perf_counter() - begun


@pytest.mark.parametrize("name", TIMES_H)
def test_population_beside_solver_and_bare_exponential(name):
    time_h = TIMES_H[name]
    speeds = np.random.default_rng(1).lognormal(0, 0.4, SOLVED_PEOPLE)
    exponents = -np.random.default_rng(1).random((PEOPLE, time_h.size))
    result = np.empty_like(exponents)
    rounds = []
    simulate(time_h)
    for _ in range(7):
        rounds.append(
            (
                seconds(lambda: simulate(time_h)) / PEOPLE,
                seconds(lambda: [solve(time_h, speed) for speed in speeds]) / SOLVED_PEOPLE,
                seconds(lambda: np.exp(exponents, out=result)) / PEOPLE,
            )
        )
    population, solver, bare = 1e6 * np.median(rounds, axis=0)
    print(f"\n{name}, {PEOPLE:,} people, median of {len(rounds)}, µs a person")
    print(f"  population {population:.2f}   solve_ivp {solver:.0f}   np.exp alone {bare:.2f}")
    print(f"  {solver / population:,.0f}× faster than solve_ivp")
    print(f"  {population / bare:.1f}× the time of one np.exp over people × times")
    (typical,) = kinetics.population(time_h, SATO_DOSE_UG, MK7, 1, spread_cv=0.0)
    assert np.allclose(typical[0], solve(time_h), rtol=1e-3, atol=1e-6)


MILLION = r"""
import re, sys, time
import numpy as np
from vitamin_k import kinetics
mk7 = kinetics.parameters("MK-7")
# getrusage would count the peak of the process that started this one.
peak = lambda: int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024
before, begun = peak(), time.perf_counter()
total = 0
if sys.argv[1] == "curves":
    for people in kinetics.population(np.arange(73.0), 420.0, mk7, 1_000_000):
        total += len(people)
else:
    kinetics.population_band(np.arange(73.0), 420.0, mk7, 1_000_000)
    total = 1_000_000
print(total, time.perf_counter() - begun, before, peak())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("what", ["curves", "percentiles"])
def test_one_million_people(what):
    done = subprocess.run(
        [sys.executable, "-c", MILLION, what],
        cwd=lab.ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    people, taken, before_mb, peak_mb = map(float, done.stdout.split())
    print(f"\none million people, 73 hours, {what}: {taken:.1f} s")
    print(f"  peak memory {peak_mb:.0f} MB, of which {before_mb:.0f} MB before the first person")
    assert people == 1_000_000
    assert math.isfinite(taken)
