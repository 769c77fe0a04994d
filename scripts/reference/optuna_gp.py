"""Best values found by Optuna's Gaussian process sampler on test functions, over 20 seeds.

Writes Tests/SluiceTuningTests/Fixtures/optuna_gp.json. Run from the root of the repository (a quarter of an hour):

    python scripts/reference/optuna_gp.py

The fixture in the repository was made with optuna 5.0.0, torch 2.15.0, scipy 1.17.1, seeds 1 to 20.
"""

import json
import statistics
import warnings

import optuna
import scipy
import torch
from optuna_functions import FUNCTIONS

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
torch.set_num_threads(1)
SEEDS = range(1, 21)

fixture = {
    "versions": {"optuna": optuna.__version__, "torch": torch.__version__, "scipy": scipy.__version__},
    "seeds": list(SEEDS),
    "functions": [],
}
for name, trials in (("branin", 30), ("network", 40), ("hartmann", 50)):
    function, optimum, _ = FUNCTIONS[name]
    best = []
    for seed in SEEDS:
        study = optuna.create_study(sampler=optuna.samplers.GPSampler(seed=seed))
        study.optimize(function, n_trials=trials)
        best.append(study.best_value)
        print(name, seed, best[-1], flush=True)
    fixture["functions"].append({
        "name": name, "trials": trials, "best": best, "median": statistics.median(best)
    })
with open("Tests/SluiceTuningTests/Fixtures/optuna_gp.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
