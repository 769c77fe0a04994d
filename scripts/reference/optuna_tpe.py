"""Reference numbers for SluiceTuning's TPE: what Optuna's finds, and densities of its Parzen estimators.

Made with Python 3.11, Optuna 5.0.0 and numpy 2.4.6; seeds 1 to 200. Run from the repository's root:
    python scripts/reference/optuna_tpe.py
"""

import json
import math
import platform
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

from optuna_functions import FUNCTIONS

SEEDS = range(1, 201)


def best_values(function, trials, make_sampler):
    """The best value that each seed finds."""
    found = []
    for seed in SEEDS:
        study = optuna.create_study(sampler=make_sampler(seed))
        study.optimize(function, n_trials=trials)
        found.append(study.best_value)
    return found


def densities():
    """Logarithms of an estimator's density, measured on unit intervals, at some points."""
    space = {
        "linear": FloatDistribution(-5, 10),
        "log": FloatDistribution(1e-5, 1e-1, log=True),
        "step": IntDistribution(0, 990, step=10),
        "logInteger": IntDistribution(4, 64, log=True),
        "choice": CategoricalDistribution(["a", "b", "c"]),
    }
    draw = numpy.random.RandomState(20261121)

    def values(count):
        # None twice: the order of equal ones, by which Optuna gives them widths, is not defined.
        return {
            "linear": draw.uniform(-5, 10, count),
            "log": 10 ** draw.uniform(-5, -1, count),
            "step": 10.0 * draw.permutation(100)[:count],
            "logInteger": 4.0 + draw.permutation(61)[:count],
            "choice": draw.randint(0, 3, count).astype(float),
        }

    parameters = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)
    # The density of a number without steps is per unit of the number, or of its logarithm.
    widths = math.log(15) + math.log(math.log(1e-1) - math.log(1e-5))
    cases = []
    for count in (0, 1, 2, 7, 40):
        observed, points = values(count), values(6)
        estimator = _ParzenEstimator(observed, space, parameters)
        cases.append({
            "observed": {k: list(v) for k, v in observed.items()},
            "points": {k: list(v) for k, v in points.items()},
            "logDensities": list(estimator.log_pdf(points) + widths),
        })
    return cases


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore")
    fixture = {
        "made": f"Python {platform.python_version()}, Optuna {optuna.__version__}, "
        f"numpy {numpy.__version__}, seeds {SEEDS[0]} to {SEEDS[-1]}",
        "densities": densities(),
        "functions": {},
    }
    for name, (function, optimum, trials) in FUNCTIONS.items():
        fixture["functions"][name] = {
            "optimum": optimum,
            "trials": trials,
            "random": best_values(
                function, trials, lambda seed: optuna.samplers.RandomSampler(seed=seed)),
            "tpe": best_values(
                function, trials, lambda seed: optuna.samplers.TPESampler(
                    multivariate=True, group=True, constant_liar=True, seed=seed)),
        }
    with open("Tests/SluiceTuningTests/Fixtures/tpe.json", "w") as file:
        json.dump(fixture, file)
        file.write("\n")


main()
