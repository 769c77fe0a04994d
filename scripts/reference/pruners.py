"""Reference decisions for SluiceTuning/Pruners: which trials Optuna ends, and at which step.

Made with Python 3.11 and Optuna 5.0.0; seed 20261121. Run from the repository's root:
    python scripts/reference/pruners.py
"""

import json
import platform
import random

import optuna

SEED = 20261121
TRIALS, STEPS = 40, 16
# Optuna counts steps from 0 and Sluice from 1, so the warm-ups here are one longer than in the test.


def curves():
    draw = random.Random(SEED)
    made = []
    for _ in range(TRIALS):
        end, start, rate = draw.uniform(0, 1), draw.uniform(1, 3), draw.uniform(0.05, 0.6)
        value = [end + (start - end) * (1 - rate) ** step + draw.gauss(0, 0.05) for step in range(STEPS)]
        made.append([round(v, 4) for v in value])
    return made


def decisions(pruner, values, direction):
    """The step after which each trial is ended; 0 for one that runs through."""
    study = optuna.create_study(pruner=pruner, direction=direction)
    ended = []
    for curve in values:
        trial = study.ask()
        for step, value in enumerate(curve, start=1):
            trial.report(value, step)
            if trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                ended.append(step)
                break
        else:
            study.tell(trial, curve[-1])
            ended.append(0)
    return ended


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    p = optuna.pruners
    cases = {
        "median": p.MedianPruner(),
        "percentile": p.PercentilePruner(25.0, n_startup_trials=3, n_warmup_steps=5),
        "successiveHalving": p.SuccessiveHalvingPruner(min_resource=1, reduction_factor=4),
        "skippedRungs": p.SuccessiveHalvingPruner(
            min_resource=2, reduction_factor=2, min_early_stopping_rate=1),
        "threshold": p.ThresholdPruner(lower=0.1, upper=1.5, n_warmup_steps=4),
        "patient": p.PatientPruner(None, patience=2),
        "patientMedian": p.PatientPruner(p.MedianPruner(), patience=1),
    }
    values = curves()
    fixture = {
        "made": f"Python {platform.python_version()}, Optuna {optuna.__version__}, seed {SEED}",
        "curves": values,
        "ended": {
            f"{name}/{direction}": decisions(pruner, values, direction)
            for name, pruner in cases.items() for direction in ("minimize", "maximize")
        },
    }
    with open("Tests/SluiceTuningTests/Fixtures/pruners.json", "w") as file:
        json.dump(fixture, file)
        file.write("\n")


main()
