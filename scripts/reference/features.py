"""Numbers of derived features, which Tests/SluiceDataTests/DerivedFeaturesTests.swift reads.

    python scripts/reference/features.py > Tests/SluiceDataTests/Fixtures/features.json

Made with pandas 3.1.1 and numpy 2.4.6, seed 11. Rows a minute apart with a gap of the clock before row
173, where all rules begin anew; each stretch is computed on its own. `power` has missing readings.
Rolling windows must be full (pandas' min_periods is the window); the deviation is numpy's over each
window, because pandas' own is updated from row to row and loses digits. Exponential means are
ewm(span, adjust=False, ignore_na=True, min_periods=span). Indicators leave rows with a missing reading
out. RSI and ATR follow Wilder: the mean of the first n values, then ewm(alpha=1/n, adjust=False).
"""

import json
import sys

import numpy as np
import pandas as pd

SEED = 11
ROWS = 331
GAP = 173

random = np.random.default_rng(SEED)
frame = pd.DataFrame(
    {
        "power": random.exponential(1.0, ROWS) + 0.05,
        "level": 240.0 + random.normal(0.0, 0.01, ROWS).cumsum(),
        "ties": random.integers(-3, 4, ROWS).astype(float),
        "close": 100.0 * np.exp(random.normal(0.0, 0.01, ROWS).cumsum()),
    }
)
frame["high"] = frame["close"] * (1 + random.uniform(0.0, 0.01, ROWS))
frame["low"] = frame["close"] * (1 - random.uniform(0.0, 0.01, ROWS))
frame.loc[[40, 41, 95, 174, 260], "power"] = np.nan
frame.loc[120, "high"] = np.nan
frame = frame.astype(np.float32).astype(np.float64)
minutes = np.arange(ROWS) + np.where(np.arange(ROWS) >= GAP, 500, 0)
stretch = (np.arange(ROWS) >= GAP).astype(int)


def by_stretch(column, rule):
    """Applies a rule to each stretch of a column, or of a table, and puts the results together."""
    return pd.concat([rule(part) for _, part in column.groupby(stretch)])


def wilder(values, n):
    """Wilder's average of a series without gaps, missing in the first n - 1 rows."""
    seeded = pd.concat([pd.Series([values.iloc[:n].mean()]), values.iloc[n:]])
    result = seeded.ewm(alpha=1 / n, adjust=False).mean()
    return pd.Series(result.to_numpy(), index=values.index[n - 1 :]).reindex(values.index)


def mean(column, span):
    return column.ewm(span=span, adjust=False, ignore_na=True, min_periods=span).mean().where(column.notna())


def rsi(column, n):
    change = column.dropna().diff().iloc[1:]
    up, down = wilder(change.clip(lower=0), n), wilder((-change).clip(lower=0), n)
    return (100 * up / (up + down)).reindex(column.index)


def macd(column, fast, slow, signal):
    known = column.dropna()
    line = known.ewm(span=fast, adjust=False).mean() - known.ewm(span=slow, adjust=False).mean()
    average = line.ewm(span=signal, adjust=False).mean()
    place = np.arange(len(known))
    return pd.DataFrame(
        {
            "macd": line.where(place >= slow - 1),
            "signal": average.where(place >= slow + signal - 2),
            "histogram": (line - average).where(place >= slow + signal - 2),
        }
    ).reindex(column.index)


def atr(table, n):
    known = table.dropna()
    before = known["close"].shift()
    high, low = known["high"].where(known["high"] > before, before), known["low"].where(known["low"] < before, before)
    return wilder((high - low).iloc[1:], n).reindex(table.index)


def slope(column, n):
    return column.rolling(n).apply(lambda window: np.polyfit(np.arange(n), window, 1)[0], raw=True)


def deviation(column, n, ddof):
    return column.rolling(n).apply(lambda window: np.std(window, ddof=ddof), raw=True)


derived = {}
for rows in (1, 24):
    derived[f"power lag {rows}"] = by_stretch(frame["power"], lambda part: part.shift(rows))
    derived[f"power difference {rows}"] = by_stretch(frame["power"], lambda part: part - part.shift(rows))
    derived[f"power percentChange {rows}"] = by_stretch(
        frame["power"], lambda part: part.pct_change(rows, fill_method=None)
    )
    derived[f"power logReturn {rows}"] = by_stretch(frame["power"], lambda part: np.log(part / part.shift(rows)))
for name in ("power", "level", "ties"):
    for window in (2, 13):
        rolled = {
            "mean": lambda part: part.rolling(window).mean(),
            "deviation": lambda part: deviation(part, window, 1),
            "minimum": lambda part: part.rolling(window).min(),
            "maximum": lambda part: part.rolling(window).max(),
            "slope": lambda part: slope(part, window),
            "quantile 0": lambda part: part.rolling(window).quantile(0.0),
            "quantile 0.5": lambda part: part.rolling(window).quantile(0.5),
            "quantile 0.9": lambda part: part.rolling(window).quantile(0.9),
            "quantile 1": lambda part: part.rolling(window).quantile(1.0),
        }
        for word, rule in rolled.items():
            derived[f"{name} {word} {window}"] = by_stretch(frame[name], rule)
for name in ("power", "level"):
    derived[f"{name} detrend 13"] = by_stretch(frame[name], lambda part: part - part.rolling(13).mean())
derived["power exponentialMean 20"] = by_stretch(frame["power"], lambda part: mean(part, 20))
derived["power * level"] = frame["power"] * frame["level"]
derived["power * level * ties"] = frame["power"] * frame["level"] * frame["ties"]
derived["power rsi 14"] = by_stretch(frame["power"], lambda part: rsi(part, 14))
derived["close rsi 5"] = by_stretch(frame["close"], lambda part: rsi(part, 5))
for name, spans in (("power", (12, 26, 9)), ("close", (3, 7, 4))):
    lines = by_stretch(frame[name], lambda part: macd(part, *spans))
    fast, slow, signal = spans
    derived[f"{name} macd {fast} {slow}"] = lines["macd"]
    derived[f"{name} macd signal {fast} {slow} {signal}"] = lines["signal"]
    derived[f"{name} macd histogram {fast} {slow} {signal}"] = lines["histogram"]
for name, window, width in (("close", 20, 2), ("power", 5, 1.5)):
    for word, sign in (("upper", 1), ("lower", -1)):
        derived[f"{name} bollinger {word} {window} {width}"] = by_stretch(
            frame[name], lambda part: part.rolling(window).mean() + sign * width * deviation(part, window, 0)
        )
derived["close atr 14"] = by_stretch(frame[["high", "low", "close"]], lambda part: atr(part, 14))


def since_last(part):
    times = pd.Series(minutes[part.index] * 60.0, index=part.index)
    return times - times.where(part.notna()).shift().ffill()


derived["power sinceLast"] = by_stretch(frame["power"], since_last)
for term in (1, 2):
    turns = 2 * np.pi * term * ((minutes * 60) % (90 * 60)) / (90 * 60)
    suffix = "" if term == 1 else str(term)
    derived[f"fourier 90 min sin{suffix}"] = pd.Series(np.sin(turns))
    derived[f"fourier 90 min cos{suffix}"] = pd.Series(np.cos(turns))
# A rule about what a rule has made: a mean of differences.
derived["power difference 1 mean 4"] = by_stretch(
    frame["power"], lambda part: (part - part.shift()).rolling(4).mean()
)


def listed(values):
    return [None if np.isnan(value) else float(f"{value:.10g}") for value in values]


json.dump(
    {
        "versions": {"python": sys.version.split()[0], "pandas": pd.__version__, "numpy": np.__version__},
        "seed": SEED,
        "minutes": minutes.tolist(),
        "columns": {name: listed(frame[name]) for name in frame},
        "leads": {
            f"power lead {rows}": listed(by_stretch(frame["power"], lambda part: part.shift(-rows)))
            for rows in (1, 24)
        },
        "derived": {name: listed(values) for name, values in derived.items()},
    },
    sys.stdout,
)
print()
