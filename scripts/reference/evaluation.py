"""Reference numbers for SluiceModels/Evaluation: metrics (scikit-learn), block length (Politis & White).

Made with Python 3.11, numpy 2.4.6 and scikit-learn 1.9.1; seed 20261121. Run from the repository's root:
    python scripts/reference/evaluation.py
"""

import json
import platform

import numpy as np
import sklearn
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

SEED = 20261121


def metrics(actual, predicted, training, season):
    actual, predicted = actual.ravel().astype(float), predicted.ravel().astype(float)
    training = training.astype(float)
    mse = mean_squared_error(actual, predicted)
    mae = mean_absolute_error(actual, predicted)
    scale = np.mean(np.abs(training[season:] - training[:-season]))
    return {
        "mse": mse, "rmse": float(np.sqrt(mse)), "mae": mae, "mase": mae / scale,
        "smape": float(np.mean(200 * np.abs(actual - predicted) / (np.abs(actual) + np.abs(predicted)))),
        "r2": r2_score(actual, predicted), "bias": float(np.mean(predicted - actual)), "count": actual.size,
    }


def block_length(x):
    """Politis & White 2004 with the correction of 2009, circular blocks; written from the papers."""
    x = np.asarray(x, float)
    n = len(x)
    x = x - x.mean()
    cov = lambda k: float(np.dot(x[: n - k], x[k:]) / n)
    quiet = max(5, int(np.sqrt(np.log10(n))))
    farthest = min(int(np.ceil(np.sqrt(n))) + quiet, n - 1)
    rho = np.array([cov(k) / cov(0) for k in range(farthest + 1)])
    noise = 2 * np.sqrt(np.log10(n) / n)
    memory = farthest
    loud = [k for k in range(1, farthest + 1) if abs(rho[k]) >= noise]
    for m in range(0, farthest - quiet + 1):
        if not any(m < k <= m + quiet for k in loud):
            memory = m
            break
    else:
        memory = max(loud) if loud else 0
    reach = min(2 * max(memory, 1), farthest)
    lags = np.arange(-reach, reach + 1)
    share = np.abs(lags) / reach
    weight = np.where(share <= 0.5, 1.0, 2 * (1 - share))
    r = np.array([cov(abs(k)) for k in lags])
    spectrum = np.sum(weight * r)
    slope = np.sum(weight * np.abs(lags) * r)
    length = (2 * slope**2 / (4 / 3 * spectrum**2)) ** (1 / 3) * n ** (1 / 3)
    return min(length, np.ceil(min(3 * np.sqrt(n), n / 3)))


def autoregressive(rng, n, phi):
    x = np.zeros(n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + rng.standard_normal()
    return x


def main():
    rng = np.random.default_rng(SEED)
    windows, steps, season = 23, 3, 7
    actual = (5 + 2 * rng.standard_normal((windows, steps))).astype(np.float32)
    predicted = (actual + 0.3 + 0.8 * rng.standard_normal((windows, steps))).astype(np.float32)
    training = (5 + 2 * rng.standard_normal(53)).astype(np.float32)
    series = {f"{phi}": autoregressive(rng, 397, phi).round(6) for phi in (0.0, 0.5, 0.9)}
    result = {
        "made": {"script": "scripts/reference/evaluation.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "season": season, "windows": windows, "steps": steps,
        "actual": actual.ravel().tolist(), "predicted": predicted.ravel().tolist(),
        "training": training.tolist(),
        "overall": metrics(actual, predicted, training, season),
        "byStep": [metrics(actual[:, p], predicted[:, p], training, season) for p in range(steps)],
        "blocks": [{"values": x.tolist(), "length": block_length(x)} for x in series.values()],
    }
    with open("Tests/SluiceModelsTests/Fixtures/evaluation.json", "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main()
