"""Reference numbers for SluiceModels/Baselines: ridge regression on lags (scikit-learn).

Made with Python 3.11, numpy 2.4.6 and scikit-learn 1.9.1; seed 20261121. Run from the repository's root:
    python scripts/reference/ridge.py
"""

import json
import platform

import numpy as np
import sklearn
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

SEED = 20261121


def fit(x, y, strength):
    """Ridge on standardised columns; the penalty is `strength` times the number of windows."""
    scaler = StandardScaler().fit(x)
    model = Ridge(alpha=strength * len(x), solver="svd").fit(scaler.transform(x), y)
    weights = model.coef_ / scaler.scale_
    return weights, model.intercept_ - weights @ scaler.mean_


def main():
    rng = np.random.default_rng(SEED)
    rows, features, lookback, outputs = 101, 2, 5, 3
    readings = np.zeros((rows, features))
    for t in range(1, rows):
        readings[t] = 0.7 * readings[t - 1] + rng.standard_normal(features)
    readings = (readings * [1.0, 30.0] + [3.0, 240.0]).astype(np.float32)
    target = (readings[:, 0] * 2 + 0.3 * rng.standard_normal(rows)).astype(np.float32)
    # Two stretches without the windows that would cross the gap between them, and lone windows.
    cases = []
    for name, starts in {
        "runs": list(range(0, 40)) + list(range(50, 101 - lookback - outputs + 1)),
        "alone": list(range(0, 101 - lookback - outputs + 1, 3)),
    }.items():
        x = np.stack([readings[i : i + lookback].ravel() for i in starts]).astype(float)
        y = np.stack([target[i + lookback : i + lookback + outputs] for i in starts]).astype(float)
        for strength in (0.0, 0.01, 1.0):
            weights, intercepts = fit(x, y, strength)
            error = np.mean((x @ weights.T + intercepts - y) ** 2, axis=0)
            cases.append({"name": name, "starts": starts, "strength": strength, "weights": weights.ravel().tolist(),
                          "intercepts": intercepts.tolist(), "errors": error.tolist()})
    result = {
        "made": {"script": "scripts/reference/ridge.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "features": features, "lookback": lookback, "outputs": outputs,
        "readings": readings.ravel().tolist(), "target": target.tolist(), "cases": cases,
    }
    with open("Tests/SluiceModelsTests/Fixtures/ridge.json", "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main()
