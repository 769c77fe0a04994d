"""Numbers of statsmodels, scipy, scikit-learn, numpy and ruptures, which Tests/SluiceDataTests/Statistics read.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1 and ruptures 1.1.10;
seed 20261121. Run from the repository's root:
    python scripts/reference/statistics.py
"""

import json
import math
import platform
import warnings

import numpy as np
import ruptures
import scipy
import sklearn
import statsmodels
from scipy import signal, special, stats
from sklearn.feature_selection import mutual_info_regression
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.seasonal import MSTL, STL
from statsmodels.tsa.stattools import acf, adfuller, kpss, pacf

warnings.filterwarnings("ignore")
SEED = 20261121
PLACES = 6  # readings are rounded, so that both sides compute with the same ones


def autoregressive(rng, n, phi):
    x = np.zeros(n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + rng.standard_normal()
    return x


def make_series(rng):
    rows = np.arange(241)
    hours = np.arange(24 * 7 * 4)
    return {
        "white": rng.standard_normal(199),
        "wandering": 1000 + np.cumsum(rng.standard_normal(307)),
        "autoregressive": 50 + autoregressive(rng, 401, 0.7),
        "trend": 0.05 * np.arange(233) + autoregressive(rng, 233, 0.5),
        "monthly": 10 + 0.02 * rows + 3 * np.sin(2 * np.pi * rows / 12) + 0.5 * rng.standard_normal(241),
        "weekly": 20 + 4 * np.sin(2 * np.pi * hours / 24) + 2 * np.cos(2 * np.pi * hours / 168)
        + 0.7 * rng.standard_normal(len(hours)),
        "skewed": rng.lognormal(0, 1, 211),
        "short": rng.standard_normal(13),
    }


def correlations(x):
    values, interval = acf(x, nlags=20 if len(x) > 30 else 5, fft=False, alpha=0.05, result_object=False)
    lags = len(values) - 1
    box = acorr_ljungbox(x, lags=[lags], model_df=0)
    fitted = acorr_ljungbox(x, lags=[lags], model_df=2)
    return {
        "acf": values.tolist(), "halfWidths": ((interval[:, 1] - interval[:, 0]) / 2).tolist(),
        "pacf": pacf(x, nlags=lags, method="ldbiased").tolist(),
        "usualLags": len(acf(x, fft=False)) - 1,
        "ljungBox": {"statistic": float(box.lb_stat.iloc[0]), "pValue": float(box.lb_pvalue.iloc[0]),
                     "fittedPValue": float(fitted.lb_pvalue.iloc[0])},
    }


def unit_root(x, regression):
    statistic, p, lags, rows, critical, _ = adfuller(x, regression=regression, autolag="AIC", result_object=False)
    level, level_p, level_lags, _ = kpss(x, regression=regression, nlags="auto", result_object=False)
    return {
        "regression": regression, "statistic": float(statistic), "pValue": float(p), "lags": int(lags),
        "rows": int(rows), "critical": [float(critical[k]) for k in ("1%", "5%", "10%")],
        "kpss": {"statistic": float(level), "pValue": float(level_p), "lags": int(level_lags)},
    }


def pair_of_samples(a, b):
    test = stats.ks_2samp(a, b)
    edges = np.unique(np.quantile(a, np.arange(1, 10) / 10))
    counts = lambda x: np.bincount(np.searchsorted(edges, x, side="left"), minlength=len(edges) + 1) + 0.5
    reference, shares = counts(a) / counts(a).sum(), counts(b) / counts(b).sum()
    return {
        "first": a.tolist(), "second": b.tolist(), "statistic": float(test.statistic), "pValue": float(test.pvalue),
        "psi": float(np.sum((shares - reference) * np.log(shares / reference))), "edges": edges.tolist(),
    }


def samples(rng):
    normal = rng.standard_normal(97).round(PLACES)
    return [
        pair_of_samples(normal, rng.standard_normal(97).round(PLACES)),
        pair_of_samples(normal, (0.8 + rng.standard_normal(61)).round(PLACES)),
        pair_of_samples(rng.integers(0, 4, 80).astype(float), rng.integers(0, 5, 113).astype(float)),
        pair_of_samples(normal, 3 + rng.standard_normal(70).round(PLACES)),
    ]


def change_points(rng):
    levels = np.repeat([0.0, 3.0, 1.0, 1.8], [60, 45, 80, 30])
    cases = []
    for noise, penalty, shortest in ((0.5, 3.0, 2), (1.0, 4.0, 5), (1.0, 1.5, 1), (1.0, 12.0, 10)):
        x = (levels + noise * rng.standard_normal(len(levels))).round(PLACES)
        exact = ruptures.Pelt(model="l2", jump=1, min_size=shortest).fit(x).predict(pen=penalty)
        cases.append({"values": x.tolist(), "penalty": penalty, "shortest": shortest,
                      "rows": [int(r) for r in exact[:-1]]})
    return cases


def decompositions(series):
    outliers = series["monthly"].copy()
    outliers[[17, 100, 201]] += [30, -25, 40]
    made = []

    def add(x, period, seasonal, robust, tenth, trend=None):
        nt = trend or math.ceil(1.5 * period / (1 - 1.5 / seasonal)) | 1
        jump = (lambda w: math.ceil(w / 10)) if tenth else (lambda w: 1)
        fit = STL(x, period=period, seasonal=seasonal, trend=trend, robust=robust, seasonal_jump=jump(seasonal),
                  trend_jump=jump(nt), low_pass_jump=jump((period + 1) | 1)).fit()
        made.append({"values": x.tolist(), "season": period, "seasonalWindow": seasonal, "trendWindow": trend,
                     "isRobust": robust, "tenth": tenth, "trend": fit.trend.tolist(),
                     "seasonal": fit.seasonal.tolist(), "weights": fit.weights.tolist()})

    add(series["monthly"], 12, 7, False, False)
    add(outliers, 12, 13, True, False)
    add(series["monthly"][:50], 12, 7, False, False, 51)
    add(series["weekly"][:400], 24, 7, False, True)
    add(outliers, 12, 35, True, True)
    add(series["white"][:29], 7, 5, False, False)
    add(series["monthly"][:41], 12, 7, True, False)
    weekly = series["weekly"]
    two = MSTL(weekly, periods=(24, 168)).fit()
    return made, {"trend": two.trend.tolist(), "seasonal": two.seasonal.T.tolist(), "resid": two.resid.tolist(),
                  "seasons": [24, 168]}


def dependence(rng):
    x = rng.standard_normal(503)
    columns = {"line": 2 * x + 0.5 * rng.standard_normal(503), "square": x**2 + 0.1 * rng.standard_normal(503),
               "nothing": rng.standard_normal(503), "falling": -np.exp(x) + 0.01 * rng.standard_normal(503)}
    made = []
    for name, y in columns.items():
        made.append({"name": name, "second": y.tolist(), "pearson": float(stats.pearsonr(x, y)[0]),
                     "spearman": float(stats.spearmanr(x, y)[0]),
                     "mutual": {k: float(mutual_info_regression(x[:, None], y, n_neighbors=k, random_state=0)[0])
                                for k in (3, 7)}})
    ties = rng.integers(0, 6, 60).astype(float), rng.integers(0, 4, 60).astype(float)
    return {"first": x.tolist(), "columns": made,
            "ties": {"first": ties[0].tolist(), "second": ties[1].tolist(),
                     "spearman": float(stats.spearmanr(*ties)[0])}}


def main():
    rng = np.random.default_rng(SEED)
    series = {name: x.round(PLACES) for name, x in make_series(rng).items()}
    described = {}
    for name, x in series.items():
        counts, edges = np.histogram(x, bins="fd")
        described[name] = {
            "values": x.tolist(), "correlations": correlations(x),
            "unitRoot": [unit_root(x, r) for r in ("c", "ct")] if len(x) > 30 else [unit_root(x, "c")],
            "periodogram": signal.periodogram(x, detrend="linear")[1].tolist() if len(x) < 320 else [],
            "skewness": float(stats.skew(x)), "kurtosis": float(stats.kurtosis(x)),
            "counts": counts.tolist(), "edges": edges.tolist(),
        }
    stl, mstl = decompositions(series)
    arguments = [(1, 1e-3), (1, 3.841458820694124), (2, 40.0), (3, 0.5), (10, 18.3), (51, 30.0), (51, 400.0),
                 (400, 380.0), (7, 0.0)]
    tails = [(10500, 0.01), (10500, 0.0145), (10500, 0.02), (3000, 0.03), (100000, 0.0055), (20, 0.6), (5, 1.0)]
    result = {
        "made": {"script": "scripts/reference/statistics.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
                 "scikit-learn": sklearn.__version__, "ruptures": "1.1.10"},
        "series": described, "samples": samples(rng), "changePoints": change_points(rng), "stl": stl, "mstl": mstl,
        "dependence": dependence(rng),
        "chiSquared": [[k, x, float(stats.chi2.sf(x, k))] for k, x in arguments],
        "logGamma": [[x, float(special.gammaln(x))] for x in (0.5, 1.5, 3.0, 25.5, 500.0)],
        "kolmogorov": [[n, d, float(stats.kstwo.sf(d, n))] for n, d in tails],
    }
    with open("Tests/SluiceDataTests/Fixtures/statistics.json", "w") as file:
        json.dump(result, file)
        file.write("\n")


main()
