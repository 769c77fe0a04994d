"""What columns tell about classes, which Tests/SluiceDataTests/Statistics/ClassDependenceTests.swift reads.

    python scripts/reference/class_dependence.py > Tests/SluiceDataTests/Fixtures/class-dependence.json

Made with scikit-learn 1.9.1, scipy 1.17.1 and numpy 2.4.6, seed 29: mutual_info_classif with 3 and 7
neighbours, random_state 0, and f_classif, from whose F follows the correlation ratio. Of four classes one
has a single row. None has as few rows as twice the neighbours: there scikit-learn takes distances from
products, which rounds.
"""

import json
import platform
import sys

import numpy as np
import scipy
import sklearn
from sklearn.feature_selection import f_classif, mutual_info_classif

SEED = 29
ROWS = 409

rng = np.random.default_rng(SEED)
classes = rng.choice(3, ROWS, p=(0.6, 0.3, 0.1))
classes[17] = 3
columns = {
    "shifted": classes + 0.5 * rng.standard_normal(ROWS),
    "spread": (1.0 + 2 * (classes % 2)) * rng.standard_normal(ROWS),
    "nothing": 1000 + rng.standard_normal(ROWS),
    "apart": 100.0 * classes + rng.standard_normal(ROWS),
}
columns = {name: values.round(6) for name, values in columns.items()}

json.dump(
    {
        "made": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
        "seed": SEED,
        "classes": classes.tolist(),
        "columns": [
            {
                "name": name,
                "values": values.tolist(),
                "mutual": {
                    k: float(mutual_info_classif(values[:, None], classes, n_neighbors=k, random_state=0)[0])
                    for k in (3, 7)
                },
                "f": float(f_classif(values[:, None], classes)[0][0]),
            }
            for name, values in columns.items()
        ],
    },
    sys.stdout,
)
print()
