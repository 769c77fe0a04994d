"""Readings brought to a grid by pandas, which Tests/SluiceDataTests/ResamplingTests.swift reads.

    python scripts/reference/resampling.py > Tests/SluiceDataTests/Fixtures/resampling.json

Made with pandas 3.1.1 and numpy 2.4.6, seed 31. Readings every seven minutes or so, over both changes of
the clock of 2024 in Europe/Paris, with missing ones and hours without any row. Sums want one reading
(min_count=1). Only cells that the readings cover from end to end are kept, where each stands for the usual
time until the next.
"""

import json
import platform
import sys

import numpy as np
import pandas as pd

SEED = 31
random = np.random.default_rng(SEED)


def readings(start, days):
    minutes = np.arange(0, days * 24 * 60, 7) + random.integers(0, 3, len(np.arange(0, days * 24 * 60, 7)))
    times = pd.Timestamp(start, tz="UTC") + pd.to_timedelta(minutes, unit="min")
    values = random.normal(20, 5, len(times)).astype(np.float32).astype(np.float64)
    values[random.choice(len(values), len(values) // 20, replace=False)] = np.nan
    keep = np.ones(len(times), bool)
    keep[150:190] = False
    values[300:320] = np.nan
    return pd.Series(values[keep], index=times[keep])


def seconds(index):
    return [int(moment.timestamp()) for moment in index]


def plain(values):
    return [None if np.isnan(value) else float(value) for value in values]


series = {"spring": readings("2024-03-28 09:13", 6), "autumn": readings("2024-10-24 18:02", 6)}
cases = []
for name, values in series.items():
    usual = values.index.to_series().diff().median()
    for every, zone in [("15min", "UTC"), ("1h", "UTC"), ("1h", "Europe/Paris"), ("1D", "Europe/Paris"), ("1D", "UTC")]:
        local = values.tz_convert(zone)
        for aggregate in ["mean", "sum", "last", "max", "min"]:
            cells = local.resample(every)
            result = cells.sum(min_count=1) if aggregate == "sum" else getattr(cells, aggregate)()
            # A first cell that begins well before the first reading is covered in part only, and so is a last one.
            if values.index[0] - result.index[0] >= usual:
                result = result.iloc[1:]
            if pd.date_range(result.index[-1], periods=2, freq=every)[1] - values.index[-1] > usual:
                result = result.iloc[:-1]
            cases.append(
                {
                    "series": name, "every": every.replace("min", " min").replace("h", " h").replace("D", " d"),
                    "zone": zone, "aggregate": aggregate, "times": seconds(result.index), "values": plain(result),
                }
            )

json.dump(
    {
        "script": "scripts/reference/resampling.py", "seed": SEED,
        "versions": {"python": platform.python_version(), "pandas": pd.__version__, "numpy": np.__version__},
        "series": {
            name: {"times": seconds(values.index), "values": plain(values)} for name, values in series.items()
        },
        "cases": cases,
    },
    sys.stdout,
)
print()
