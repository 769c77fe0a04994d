"""Numbers of outlier rules, which Tests/SluiceDataTests/OutlierTests.swift reads.

    python scripts/reference/outliers.py > Tests/SluiceDataTests/Fixtures/outliers.json

Made with pandas 3.1.1, numpy 2.4.6 and scipy 1.17.1, seed 23. Rows a minute apart with a gap of the clock
before row 101, where windows begin anew. Rolling medians are pandas' with min_periods of half the window,
the deviation is scipy's median_abs_deviation(scale="normal", nan_policy="omit") of each window. Bounds
are numpy's: nanquantile, nanmean, nanstd (of the population) of the training rows.
"""

import json
import platform
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import stats

SEED = 23
ROWS = 181
GAP = 101
TRAINING = 140

random = np.random.default_rng(SEED)
frame = pd.DataFrame(
    {
        "noise": random.normal(0.0, 1.0, ROWS),
        "walk": 240.0 + random.normal(0.0, 0.2, ROWS).cumsum(),
        "ties": random.integers(-2, 3, ROWS).astype(float),
    }
)
for name in frame:
    places = random.choice(ROWS, 9, replace=False)
    frame.loc[places, name] += random.choice([-1, 1], 9) * random.uniform(6.0, 30.0, 9)
    frame.loc[random.choice(ROWS, 7, replace=False), name] = np.nan
frame.loc[40:52, "noise"] = np.nan
frame = frame.astype(np.float32).astype(np.float64)
stretch = (np.arange(ROWS) >= GAP).astype(int)


def deviation(window):
    known = window[~np.isnan(window)]
    return stats.median_abs_deviation(known, scale="normal")


def rolling(values, window, centered, statistic):
    def one(part):
        view = part.rolling(window, center=centered, min_periods=(window + 1) // 2)
        return view.median() if statistic is None else view.apply(statistic, raw=True)

    return pd.concat([one(part) for _, part in values.groupby(stretch)])


def hampel(values, window, threshold, action, centered):
    median = rolling(values, window, centered, None)
    allowed = threshold * rolling(values, window, centered, deviation)
    far = (values - median).abs() > allowed
    low, high = median - allowed, median + allowed
    new = {"replace": median, "clip": values.clip(low, high), "missing": np.nan}[action]
    return values.where(~far, new)


def median_filter(values, window, centered):
    median = rolling(values, window, centered, None)
    return values.where(median.isna() | values.isna(), median)


def bounded(values, low, high, replacement):
    if replacement is None:
        return values.clip(low, high)
    return values.where((values.isna()) | ((values >= low) & (values <= high)), replacement)


results = {}
for window, threshold, centered in [(7, 3.0, False), (12, 2.0, False), (25, 3.0, False), (7, 3.0, True), (25, 2.5, True)]:
    for action in ["replace", "clip", "missing"]:
        key = f"hampel {window} {threshold} {action} {'centered' if centered else 'causal'}"
        results[key] = {name: hampel(frame[name], window, threshold, action, centered) for name in frame}
for window, centered in [(3, False), (4, False), (5, True), (25, True)]:
    key = f"medianFilter {window} {'centered' if centered else 'causal'}"
    results[key] = {name: median_filter(frame[name], window, centered) for name in frame}
bounds = {}
for action in ["clip", "replace"]:
    for rule in ["interquartile 1.5", "interquartile 3.0", "zScore 2.0", "winsorize 0.03 0.9"]:
        name, *numbers = rule.split()
        numbers = [float(number) for number in numbers]
        if name == "winsorize" and action == "replace":
            continue
        key = rule if name == "winsorize" else f"{rule} {action}"
        results[key], bounds[key] = {}, {}
        for column in frame:
            values = frame[column].to_numpy()[:TRAINING]
            if name == "interquartile":
                low, high = np.nanquantile(values, [0.25, 0.75])
                low, high = low - numbers[0] * (high - low), high + numbers[0] * (high - low)
            elif name == "zScore":
                mean, spread = np.nanmean(values), np.nanstd(values) * numbers[0]
                low, high = mean - spread, mean + spread
            else:
                low, high = np.nanquantile(values, numbers)
            median = np.nanmedian(values) if action == "replace" else None
            bounds[key][column] = [low, high]
            results[key][column] = bounded(frame[column], low, high, median)


def plain(values):
    return [None if np.isnan(value) else float(value) for value in values]


json.dump(
    {
        "script": "scripts/reference/outliers.py", "seed": SEED,
        "versions": {
            "python": platform.python_version(), "pandas": pd.__version__, "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "minutes": (np.arange(ROWS) + np.where(np.arange(ROWS) >= GAP, 500, 0)).tolist(),
        "trainingRows": TRAINING,
        "columns": {name: plain(frame[name]) for name in frame},
        "bounds": bounds,
        "results": {key: {name: plain(column) for name, column in rule.items()} for key, rule in results.items()},
    },
    sys.stdout,
)
print()
