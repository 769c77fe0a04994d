"""Reference numbers for SluiceModels/Classification: metrics of labels and probabilities (scikit-learn).

Made with Python 3.11, numpy 2.4.6 and scikit-learn 1.9.1; seed 20261121. Run from the repository's root:
    python scripts/reference/class_metrics.py
"""

import json
import platform
import warnings

import numpy as np
import sklearn
from sklearn import metrics

SEED = 20261121
BINS = 15


def calibration_error(truth, p):
    """Mean over items of |accuracy - confidence| in bins ((b - 1) / 15, b / 15]."""
    confidence, right = p.max(axis=1), p.argmax(axis=1) == truth
    place = np.digitize(confidence, np.arange(1, BINS) / BINS, right=True)
    total = 0.0
    for b in range(BINS):
        inside = place == b
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def nan_to_none(x):
    return None if x is None or np.isnan(x) else float(x)


def top(truth, p, k):
    # scikit-learn prefers the last of equal scores, we the first: turn the classes round.
    width = p.shape[1]
    return metrics.top_k_accuracy_score(width - 1 - truth, p[:, ::-1], k=k, labels=np.arange(width))


def case(name, truth, p):
    width = p.shape[1]
    p = p.astype(np.float32).astype(float)  # what the tests read as Float
    given = p.argmax(axis=1)
    every = np.arange(width)
    per = metrics.precision_recall_fscore_support(truth, given, labels=every, zero_division=np.nan)
    means = {
        average: metrics.precision_recall_fscore_support(truth, given, average=average, zero_division=0)[:3]
        for average in ("macro", "weighted")
    }
    occurs = [(truth == k).any() and (truth != k).any() for k in every]
    roc = [metrics.roc_auc_score(truth == k, p[:, k]) if occurs[k] else None for k in every]
    pr = [metrics.average_precision_score(truth == k, p[:, k]) if (truth == k).any() else None for k in every]
    if width == 2:
        area = metrics.roc_auc_score(truth, p[:, 1])
    elif all(occurs):
        area = metrics.roc_auc_score(truth, p / p.sum(axis=1, keepdims=True), multi_class="ovr", average="macro")
    else:
        area = np.mean([a for a in roc if a is not None])
    smallest = float(np.finfo(np.float32).eps)
    return {
        "name": name, "classes": width, "truth": truth.tolist(), "probabilities": p.ravel().tolist(),
        "accuracy": metrics.accuracy_score(truth, given),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, given),
        "macro": [float(v) for v in means["macro"]], "weighted": [float(v) for v in means["weighted"]],
        "precision": [nan_to_none(v) for v in per[0]], "recall": [nan_to_none(v) for v in per[1]],
        "f1": [nan_to_none(v) for v in per[2]], "support": per[3].tolist(),
        "rocAUCs": roc, "prAUCs": pr, "rocAUC": float(area),
        "prAUC": float(np.mean([a for a in pr if a is not None])),
        "logLoss": metrics.log_loss(truth, np.clip(p, smallest, 1 - smallest), labels=every),
        "calibrationError": calibration_error(truth, p), "kappa": metrics.cohen_kappa_score(truth, given),
        "top2": top(truth, p, 2) if width > 3 else None, "top3": top(truth, p, 3) if width > 3 else None,
        "confusion": metrics.confusion_matrix(truth, given, labels=every).tolist(),
    }


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def scores(rng, truth, width, sharpness=1.5):
    z = rng.standard_normal((len(truth), width))
    z[np.arange(len(truth)), truth] += 1.1
    return softmax(sharpness * z)


def main():
    # Sums of rounded probabilities differ from 1 in the eighth digit, which log_loss remarks on.
    warnings.simplefilter("ignore", UserWarning)
    rng = np.random.default_rng(SEED)
    cases = []

    truth = (rng.uniform(size=211) < 0.83).astype(int)
    cases.append(case("binary", truth, scores(rng, truth, 2)))

    # Multiples of 1/16: equal scores of items and within rows, probabilities of 0 and 1.
    truth = rng.integers(0, 4, 173)
    sixteenths = np.stack([rng.multinomial(16, row) for row in scores(rng, truth, 4, 2.5)]) / 16
    cases.append(case("ties", truth, sixteenths))

    # Class 3 never occurs and is given to some items.
    truth = rng.choice([0, 1, 2, 4], 149)
    cases.append(case("never occurs", truth, scores(rng, truth, 5)))

    # Class 1 occurs and is given to none.
    truth = rng.integers(0, 4, 131)
    p = scores(rng, truth, 4)
    p[:, 1] *= 0.001
    cases.append(case("never given", truth, p / p.sum(axis=1, keepdims=True)))

    # Class 2 neither occurs nor is given, as in a part of one subject.
    truth = rng.choice([0, 1, 3], 97)
    p = scores(rng, truth, 4)
    p[:, 2] = 0
    cases.append(case("neither", truth, p / p.sum(axis=1, keepdims=True)))

    result = {
        "made": {"script": "scripts/reference/class_metrics.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "cases": cases,
    }
    with open("Tests/SluiceModelsTests/Fixtures/class-metrics.json", "w") as file:
        json.dump(result, file, indent=None, separators=(",", ":"))
        file.write("\n")


main()
