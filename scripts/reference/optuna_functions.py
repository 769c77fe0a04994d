"""Test functions for samplers as Optuna objectives; the same as in Tests/TuningConformance/TestFunction.swift.

Each entry of FUNCTIONS is (objective, optimum, trials): what a trial returns, the least value there
is, and how many trials a sampler gets.
"""

import math

BRANIN_OPTIMUM = 0.39788735772973816
HARTMANN_OPTIMUM = -3.32236801141551


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    bowl = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return bowl**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(trial):
    heights = [1.0, 1.2, 3.0, 3.2]
    widths = [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
    centers = [
        [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(1, 7)]
    return -sum(
        h * math.exp(-sum(a * (v - c * 1e-4) ** 2 for a, v, c in zip(row, x, center)))
        for h, row, center in zip(heights, widths, centers))


def rosenbrock(trial):
    x = [trial.suggest_float(f"x{i}", -2.048, 2.048) for i in range(1, 5)]
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def network(trial):
    cell = trial.suggest_categorical("cell", ["LSTM", "GRU", "RNN"])
    layers = trial.suggest_int("layers", 1, 3)
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1e-1, log=True)) + 2.5
    units = (trial.suggest_int("units", 32, 128, step=32) - 96) / 32
    dropout = trial.suggest_float("dropout", 0, 0.5, step=0.1)
    loss = {"LSTM": 0.1, "GRU": 0, "RNN": 0.4}[cell] + 0.15 * abs(layers - 2)
    loss += 0.2 * rate**2 + 0.1 * units**2 + 0.1 * rate * units + 2 * (dropout - 0.2) ** 2
    if layers >= 2:
        loss += 0.1 * math.log2(trial.suggest_int("units2", 4, 64, log=True) / 16) ** 2
    if layers == 3:
        loss += 0 if trial.suggest_categorical("skip", [True, False]) else 0.2
    return loss


FUNCTIONS = {
    "branin": (branin, BRANIN_OPTIMUM, 50),
    "hartmann": (hartmann, HARTMANN_OPTIMUM, 100),
    "rosenbrock": (rosenbrock, 0.0, 100),
    "network": (network, 0.0, 80),
}
