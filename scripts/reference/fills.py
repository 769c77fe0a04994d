"""Numbers of fills of missing readings, which Tests/SluiceDataTests/FillTests.swift reads.

    python scripts/reference/fills.py > Tests/SluiceDataTests/Fixtures/fills.json

Made with pandas 3.1.1, numpy 2.4.6, scipy 1.17.1 and statsmodels 0.15.0, seed 29. The rows of `uneven` are
not a minute apart each. Splines are scipy's CubicSpline(bc_type="natural") over the times; seasons are
statsmodels' STL of the readings joined by pandas' interpolate, with its jumps at a tenth of each window;
levels are the smoothed states of UnobservedComponents("local level", use_exact_diffuse=True), fitted by
Nelder-Mead and then BFGS from several starts, the best of which is taken.
"""

import json
import math
import platform
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
import statsmodels
from scipy.interpolate import CubicSpline
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.statespace.structural import UnobservedComponents

warnings.filterwarnings("ignore")
SEED = 29
ROWS = 167
SEASON = 12
LIMIT = 6

random = np.random.default_rng(SEED)
rows = np.arange(ROWS)
columns = {
    "wave": 20 + 0.03 * rows + 4 * np.sin(2 * np.pi * rows / SEASON) + random.normal(0, 0.4, ROWS),
    "level": 50 + random.normal(0, 0.5, ROWS).cumsum() + random.normal(0, 1.0, ROWS),
    "walk": random.normal(0, 1.0, ROWS).cumsum(),
}
frame = pd.DataFrame(columns).astype(np.float32).astype(np.float64)
for name in frame:
    for start, length in [(0, 2), (9, 1), (30, 5), (50, 6), (70, 7), (100, 4), (120, 1), (122, 1), (ROWS - 3, 3)]:
        shift = list(frame).index(name)
        first = start if start in (0, ROWS - 3) else start + shift
        frame.loc[first : first + length - 1, name] = np.nan
even = rows.astype(float)
uneven = np.round(even + random.uniform(-0.2, 0.2, ROWS), 3)


def short_runs(values):
    """Whether a row lies in a run of at most LIMIT missing readings between two readings."""
    missing = values.isna()
    run = (missing != missing.shift()).cumsum()
    length = missing.groupby(run).transform("sum")
    inside = (run > run.iloc[0]) & (run < run.iloc[-1])
    return missing & inside & (length <= LIMIT)


def spline(values, times):
    known = values.notna().to_numpy()
    return CubicSpline(times[known], values[known], bc_type="natural")(times)


def seasonal(values, times):
    joined = values.interpolate(limit_direction="both", limit_area=None)
    window = math.ceil(1.5 * SEASON / (1 - 1.5 / 7)) | 1
    low = (SEASON + 1) | 1
    parts = STL(
        joined, period=SEASON, seasonal=7, seasonal_jump=math.ceil(7 / 10), trend_jump=math.ceil(window / 10),
        low_pass_jump=math.ceil(low / 10),
    ).fit()
    return ((values - parts.seasonal).interpolate() + parts.seasonal).to_numpy()


variances = {}


def kalman(values, times):
    model = UnobservedComponents(values.to_numpy(), "local level", use_exact_diffuse=True)
    fits = []
    for start in [(0.1, 1.0), (1.0, 0.1), (1.0, 1.0), (1e-3, 1.0)]:
        first = model.fit(start_params=start, method="nm", maxiter=4000, xtol=1e-12, ftol=1e-14, disp=0)
        fits.append(model.fit(start_params=first.params, method="bfgs", maxiter=2000, gtol=1e-10, disp=0))
    best = max(fits, key=lambda fit: fit.llf)
    variances[values.name] = best.params.tolist()
    return best.smoothed_state[0]


def plain(values):
    return [None if np.isnan(value) else float(value) for value in values]


results = {}
for rule in [spline, seasonal, kalman]:
    for clock, times in [("even", even), ("uneven", uneven)]:
        if rule is not spline and clock == "uneven":
            continue
        results[f"{rule.__name__} {clock}"] = {
            name: plain(np.where(short_runs(frame[name]), rule(frame[name], times), frame[name])) for name in frame
        }

json.dump(
    {
        "script": "scripts/reference/fills.py", "seed": SEED,
        "versions": {
            "python": platform.python_version(), "pandas": pd.__version__, "numpy": np.__version__,
            "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
        },
        "season": SEASON, "limit": LIMIT, "milliseconds": {
            "even": (even * 60_000).astype(int).tolist(), "uneven": np.round(uneven * 60_000).astype(int).tolist(),
        },
        "variances": variances,
        "columns": {name: plain(frame[name]) for name in frame},
        "results": results,
    },
    sys.stdout,
)
print()
