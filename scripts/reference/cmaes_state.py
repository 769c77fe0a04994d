"""Where a CMA evolution strategy stands after each of twelve populations, by the package cmaes.

Writes Tests/SluiceTuningTests/Fixtures/cmaes_state.json. Run from the root of the repository:

    python scripts/reference/cmaes_state.py

The fixture in the repository was made with cmaes 0.13.1, numpy 2.4.6, seed 7.
"""

import json

import cmaes
import numpy

SEED, DIMENSIONS, POPULATION, STEP = 7, 3, 7, 0.3
turn = numpy.array([[0.8, -0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]])
strategy = cmaes.CMA(mean=numpy.full(DIMENSIONS, 0.5), sigma=STEP, population_size=POPULATION, seed=SEED)
generations = []
for _ in range(12):
    points = [strategy.ask() for _ in range(POPULATION)]
    solutions = [
        (x, float(((turn @ (x - 0.3)) ** 2 * numpy.array([1.0, 100.0, 10.0])).sum())) for x in points
    ]
    # Best first, as the strategy is told them.
    solutions.sort(key=lambda solution: solution[1])
    strategy.tell(list(solutions))
    generations.append({
        "points": [[float(v) for v in x] for x, _ in solutions],
        "mean": strategy._mean.tolist(), "step": float(strategy._sigma),
        "covariance": strategy._C.flatten().tolist(),
        "stepPath": strategy._p_sigma.tolist(), "path": strategy._pc.tolist(),
    })
fixture = {
    "versions": {"cmaes": cmaes.__version__, "numpy": numpy.__version__}, "seed": SEED,
    "population": POPULATION, "start": [0.5] * DIMENSIONS, "step": STEP, "generations": generations,
}
with open("Tests/SluiceTuningTests/Fixtures/cmaes_state.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
