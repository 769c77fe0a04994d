"""Power transforms of scipy and scikit-learn, which Tests/SluiceDataTests/ColumnTransformTests.swift reads.

    python scripts/reference/transforms.py > Tests/SluiceDataTests/Fixtures/transforms.json

Made with scipy 1.17.1, scikit-learn 1.9.1 and numpy 2.4.6, seed 5. Columns: skewed to the right, skewed to the
left, with readings of both signs, and one whose best power of Box and Cox lies below 0.
"""

import json
import sys

import numpy as np
import scipy
import sklearn
from scipy import special, stats
from sklearn.preprocessing import PowerTransformer

SEED = 5
ROWS = 199

random = np.random.default_rng(SEED)
columns = {
    "right": random.gamma(2.0, 30.0, ROWS) + 0.5,
    "left": 50.0 - random.gamma(2.0, 5.0, ROWS).clip(max=45.0),
    "signed": random.standard_t(4, ROWS) * 3.0 + 1.0,
    "inverse": 1.0 / random.normal(10.0, 2.0, ROWS).clip(min=2.0),
    "share": random.beta(0.8, 2.0, ROWS) * 100.0,
}
columns = {name: values.astype(np.float32).astype(np.float64) for name, values in columns.items()}

result = {
    "versions": {
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    },
    "seed": SEED,
    "columns": {name: values.tolist() for name, values in columns.items()},
    "boxCox": {},
    "yeoJohnson": {},
    "log1p": np.log1p(columns["right"]).tolist(),
    # Shares drawn in by 0.001 at both ends.
    "logit": special.logit(0.001 + 0.998 * columns["share"] / 100.0).tolist(),
}
for name in ["right", "left", "inverse"]:
    values, power = stats.boxcox(columns[name])
    result["boxCox"][name] = {"lambda": float(power), "values": values.tolist()}
for name in ["right", "signed", "share"]:
    transformer = PowerTransformer("yeo-johnson", standardize=False)
    values = transformer.fit_transform(columns[name][:, None])[:, 0]
    power = transformer.lambdas_[0]
    assert abs(power - stats.yeojohnson_normmax(columns[name])) < 1e-6
    result["yeoJohnson"][name] = {"lambda": float(power), "values": values.tolist()}
json.dump(result, sys.stdout)
print()
