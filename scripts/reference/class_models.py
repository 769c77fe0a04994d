"""Reference numbers for SluiceModels/Classification: window statistics (numpy), plain classifiers
(scikit-learn) and temperature scaling (scipy).

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1; seed 20261121. Run from the repository's root:
    python scripts/reference/class_models.py
"""

import json
import platform
import warnings

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import StandardScaler

SEED = 20261121


def single(x):
    return np.asarray(x, dtype=np.float32).astype(float)


def statistics(window):
    """The features of one window [n, F], in the order of WindowStatistics."""
    row = []
    for x in window.T:
        low, *middle, high = np.quantile(x, [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
        change = np.abs(np.diff(x)).mean() if len(x) > 1 else 0.0
        row += [x.mean(), x.std(), low, *middle, high, np.mean(x**2), change]
    for i in range(window.shape[1]):
        for j in range(i + 1, window.shape[1]):
            a, b = window[:, i], window[:, j]
            row.append(0.0 if a.std() == 0 or b.std() == 0 else np.corrcoef(a, b)[0, 1])
    return row


def windows(rng):
    cases = []
    for length, channels in [(1, 2), (2, 1), (23, 3), (100, 5)]:
        x = rng.standard_normal((length, channels)).cumsum(axis=0) * 3 + 7
        x[:, -1] = x[:, 0] * -2 + rng.standard_normal(length) if channels > 3 else x[:, -1]
        if length == 23:
            x[:, 1] = 4.2  # constant: no correlation
        x = single(x)
        cases.append({"length": length, "channels": channels, "readings": x.ravel().tolist(),
                      "features": [float(v) for v in statistics(x)]})
    return cases


def blobs(rng, labels, width):
    centres = rng.standard_normal((labels.max() + 1, width)) * 0.9
    x = centres[labels] + rng.standard_normal((len(labels), width))
    x = x * np.geomspace(0.01, 300, width) + np.linspace(-2, 900, width)
    x[:, 2] = 5.5  # constant: no weight
    return single(x)


def classifiers(rng):
    cases = []
    width, train, test = 7, 180, 41
    for name, classes in [("four classes", [0, 1, 2, 3]), ("two classes", [0, 1]), ("gaps", [1, 2, 4])]:
        share = np.arange(1, len(classes) + 1) / sum(range(1, len(classes) + 1))
        labels = rng.choice(classes, train + test, p=share)
        x = blobs(rng, labels, width)
        scaler = StandardScaler().fit(x[:train])
        z, unseen = scaler.transform(x[:train]), scaler.transform(x[train:])
        fits = []
        for c, balanced in [(0.05, False), (1.0, False), (20.0, False), (1.0, True)]:
            model = LogisticRegression(C=c, class_weight="balanced" if balanced else None, tol=1e-10, max_iter=100000)
            model.fit(z, labels[:train])
            fits.append({"C": c, "balanced": balanced, "coefficients": model.coef_.ravel().tolist(),
                         "intercepts": model.intercept_.tolist(),
                         "probabilities": model.predict_proba(unseen).ravel().tolist()})
        nearest = NearestCentroid().fit(z, labels[:train])
        cases.append({
            "name": name, "present": classes, "classes": max(classes) + 1, "width": width,
            "features": x[:train].ravel().tolist(), "labels": labels[:train].tolist(),
            "test": x[train:].ravel().tolist(), "logistic": fits,
            "nearest": nearest.predict(unseen).tolist(),
        })
    return cases


def temperatures(rng):
    cases = []
    for outputs, truth in [(5, 2.5), (3, 0.4), (1, 1.7)]:
        n = 301
        z = rng.standard_normal((n, outputs)) * 2
        both = np.hstack([np.zeros((n, 1)), z]) if outputs == 1 else z
        p = np.exp(both - logsumexp(both, axis=1, keepdims=True))
        labels = np.array([rng.choice(len(row), p=row / row.sum()) for row in p])
        logits = single(z * truth)  # drawn at temperature 1, then stretched
        both = np.hstack([np.zeros((n, 1)), logits]) if outputs == 1 else logits

        def loss(inverse, both=both, labels=labels):
            return (logsumexp(inverse * both, axis=1) - inverse * both[np.arange(len(labels)), labels]).mean()

        best = minimize_scalar(loss, bounds=(0.01, 100), method="bounded", options={"xatol": 1e-12})
        cases.append({"outputs": outputs, "planted": truth, "logits": logits.ravel().tolist(),
                      "labels": labels.tolist(), "temperature": float(1 / best.x), "loss": float(best.fun)})
    return cases


def main():
    # The constant feature, which is on purpose.
    warnings.filterwarnings("ignore", "self.within_class_std_dev_")
    rng = np.random.default_rng(SEED)
    result = {
        "made": {"script": "scripts/reference/class_models.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
        "windows": windows(rng), "classifiers": classifiers(rng), "temperatures": temperatures(rng),
    }
    with open("Tests/SluiceModelsTests/Fixtures/class-models.json", "w") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


main()
