"""Numbers of scikit-learn's scalers, which Tests/SluiceDataTests/ScalerTests.swift reads.

    python scripts/reference/scalers.py > Tests/SluiceDataTests/Fixtures/scalers.json

Made with scikit-learn 1.9.1 and numpy, seed 3. Columns: normal with a large mean, skewed with an
outlier and missing readings, integers with many ties, negative and tiny.
"""

import json
import sys

import numpy as np
import sklearn
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

SEED = 3
ROWS = 211

random = np.random.default_rng(SEED)
columns = {
    "large": random.normal(240.0, 3.0, ROWS),
    "skewed": random.exponential(1.0, ROWS),
    "ties": random.integers(0, 5, ROWS).astype(float),
    "tiny": random.normal(-1e-4, 1e-5, ROWS),
}
columns["skewed"][17] = 500.0
columns["skewed"][[3, 50, 51, 210]] = np.nan
table = np.stack(list(columns.values()), axis=1).astype(np.float32)

scalers = {
    "standard": StandardScaler(),
    "minMax": MinMaxScaler(),
    "minMaxSymmetric": MinMaxScaler(feature_range=(-1, 1)),
    "robust": RobustScaler(),
    "robustWide": RobustScaler(quantile_range=(5.0, 95.0)),
}


def listed(values):
    return [None if np.isnan(v) else float(v) for v in values]


result = {
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "seed": SEED,
    "names": list(columns),
    "columns": [listed(table[:, i]) for i in range(table.shape[1])],
    "scaled": {},
}
for name, scaler in scalers.items():
    scaled = scaler.fit_transform(table.astype(np.float64))
    result["scaled"][name] = [listed(scaled[:, i]) for i in range(table.shape[1])]
json.dump(result, sys.stdout)
print()
