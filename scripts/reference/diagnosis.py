"""Reference numbers for SluiceModels/Diagnosis: the Ljung-Box test of errors (statsmodels).

Made with Python 3.11, numpy 2.4.6 and statsmodels 0.15.0; seed 20261121. Run from the repository's root:
    python scripts/reference/diagnosis.py
"""

import json
import platform

import numpy as np
import statsmodels
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.stattools import acf

SEED = 20261121
PLACES = 6
LAGS = 10


def case(name, errors, step):
    errors = np.round(errors, PLACES)
    apart = errors[::step]
    box = acorr_ljungbox(apart, lags=[LAGS])
    return {
        "name": name, "step": step, "errors": errors.tolist(),
        "correlations": acf(apart, nlags=LAGS, fft=False)[1:].tolist(),
        "statistic": float(box["lb_stat"].iloc[0]), "pValue": float(box["lb_pvalue"].iloc[0]),
    }


def main():
    rng = np.random.default_rng(SEED)
    noise = rng.standard_normal(602)
    remembered = np.zeros(211)
    for t in range(1, 211):
        remembered[t] = 0.6 * remembered[t - 1] + rng.standard_normal()
    cases = [
        case("noise", rng.standard_normal(157), 1),
        case("autoregressive", remembered, 1),
        case("moving sums of three", noise[:-2] + noise[1:-1] + noise[2:], 3),
    ]
    result = {
        "made": {"script": "scripts/reference/diagnosis.py", "seed": SEED, "python": platform.python_version(),
                 "numpy": np.__version__, "statsmodels": statsmodels.__version__},
        "cases": cases,
    }
    with open("Tests/SluiceModelsTests/Fixtures/diagnosis.json", "w") as file:
        json.dump(result, file, indent=None, separators=(",", ":"))
        file.write("\n")


main()
