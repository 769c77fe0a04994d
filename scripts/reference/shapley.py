"""Shapley values, partial dependence, permutation importance and occlusion, by other libraries.

Writes Tests/SluiceExplainTests/Fixtures/shapley.json. Run from the root of the repository:

    python scripts/reference/shapley.py

The fixture in the repository was made with shap 0.51.0, scikit-learn 1.9.1, captum 0.9.0, torch 2.15.0+cu132,
numpy 2.4.6, seed 7.
"""

import json

import captum
import numpy as np
import shap
import sklearn
import torch
from captum.attr import Occlusion
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence, permutation_importance

SEED, N, B, T, F, H, K = 7, 3, 2, 5, 2, 4, 2

torch.manual_seed(SEED)
np.random.seed(SEED)
lstm = torch.nn.LSTM(F, H, batch_first=True)
head = torch.nn.Linear(H, K)
with torch.no_grad():
    # One bias is enough. Larger weights than at birth, so that readings act on each other.
    lstm.bias_hh_l0.zero_()
    for parameter in (lstm.weight_ih_l0, lstm.weight_hh_l0, head.weight):
        parameter.mul_(2)


def flat(values):
    values = np.asarray(values.detach() if isinstance(values, torch.Tensor) else values, dtype=np.float64)
    return {"shape": list(values.shape), "values": values.flatten().tolist()}


weights = {
    "0.weightIH": flat(lstm.weight_ih_l0), "0.weightHH": flat(lstm.weight_hh_l0),
    "0.bias": flat(lstm.bias_ih_l0), "1.weight": flat(head.weight), "1.bias": flat(head.bias),
}
windows, background = torch.randn(N, T, F), torch.randn(B, T, F)
lstm, head, windows, background = lstm.double(), head.double(), windows.double(), background.double()


def model(x):
    with torch.no_grad():
        return head(lstm(x)[0][:, -1])


def of_cells(key):
    """The player of each cell [T, F], numbered in the order of their first cells."""
    numbers = {}
    return np.array([[numbers.setdefault(key(t, f), len(numbers)) for f in range(F)] for t in range(T)])


games = {
    "cells": of_cells(lambda t, f: (t, f)),
    "inputs": of_cells(lambda t, f: f),
    "events": of_cells(lambda t, f: t),
    "blocks of 2": of_cells(lambda t, f: ((T - 1 - t) // 2, f)),
    "cells, 3 joined": of_cells(lambda t, f: -1 if t < 3 else (t, f)),
    "inputs, 3 joined": of_cells(lambda t, f: -1 if t < 3 else f),
}
cases = []
for name, players in games.items():
    for kind, instead in (("zeros", torch.zeros(1, T, F).double()), ("windows", background)):
        count = int(players.max()) + 1
        shares = np.zeros((N, K, count))
        for window in range(N):

            def answers(masks):
                kept = torch.tensor(masks[:, players])[:, None]
                mixed = kept * windows[window][None, None] + (1 - kept) * instead[None]
                return model(mixed.reshape(-1, T, F)).reshape(len(masks), len(instead), K).mean(1).numpy()

            explainer = shap.KernelExplainer(answers, np.zeros((1, count)))
            values = explainer.shap_values(np.ones((1, count)), nsamples=2**count, l1_reg=0, silent=True)
            shares[window] = values[0].T
        cases.append({"players": name, "background": kind, "count": count, "shares": flat(shares)})

# Three blocks over the steps, the last one cut; two over the inputs.
occluded = [
    Occlusion(model).attribute(windows, (2, 1), strides=(2, 1), target=answer, baselines=0) for answer in range(K)
]
overlapping = [
    Occlusion(model).attribute(windows, (3, 2), strides=(1, 1), target=answer, baselines=0) for answer in range(K)
]

# The samples of scikit-learn have one axis: a window is the row of its readings.
many = torch.randn(41, T, F).double()


class Answer(RegressorMixin, BaseEstimator):
    def fit(self, x, y):
        return self

    def __sklearn_is_fitted__(self):
        return True

    def predict(self, x):
        return model(torch.tensor(x).reshape(-1, T, F))[:, 0].numpy()


rows = many.reshape(len(many), -1).numpy()
column = 3 * F + 1
grid = np.array([-1.5, -0.5, 0.0, 0.25, 2.0])
dependence = partial_dependence(
    Answer(), rows, [column], kind="both", method="brute", custom_values={column: grid})

# With one step, a window is a row: the importance of the inputs of the last step, all others zero.
last = many[:, -1].numpy()


class LastStep(Answer):
    def predict(self, x):
        wide = torch.zeros(len(x), T, F).double()
        wide[:, -1] = torch.tensor(x)
        return model(wide)[:, 0].numpy()


truth = LastStep().predict(last) + 0.1 * np.random.randn(len(last))
importance = permutation_importance(
    LastStep(), last, truth, scoring="neg_mean_squared_error", n_repeats=400, random_state=SEED)

fixture = {
    "versions": {
        "shap": shap.__version__, "scikit-learn": sklearn.__version__, "captum": captum.__version__,
        "torch": torch.__version__, "numpy": np.__version__},
    "seed": SEED, "weights": weights, "windows": flat(windows), "background": flat(background),
    "answers": flat(model(windows)), "shapley": cases,
    "occlusion": {"blocks": flat(torch.stack(occluded)), "overlapping": flat(torch.stack(overlapping))},
    "many": flat(many), "sweep": {
        "step": 3, "input": 1, "grid": grid.tolist(), "individual": flat(dependence["individual"][0]),
        "mean": dependence["average"][0].tolist()},
    "importance": {
        "truth": truth.tolist(), "mean": importance.importances_mean.tolist(),
        "deviation": importance.importances_std.tolist(), "repeats": 400},
}
with open("Tests/SluiceExplainTests/Fixtures/shapley.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
