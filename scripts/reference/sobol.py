"""Reference points for SluiceTuning's Sobol sequence: SciPy's, not scrambled.

Made with Python 3.11 and SciPy 1.17.1; nothing is drawn, so there is no seed. Run from the repository's root:
    python scripts/reference/sobol.py
"""

import json
import platform

import scipy
from scipy.stats import qmc

DIMENSIONS, POINTS = 64, 40


def main():
    points = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).random(POINTS)
    fixture = {
        "made": f"Python {platform.python_version()}, SciPy {scipy.__version__}",
        # Point i here is point i ^ (i >> 1) of the sequence: SciPy goes in the order of Gray's code.
        "points": [list(point) for point in points],
    }
    with open("Tests/SluiceTuningTests/Fixtures/sobol.json", "w") as file:
        json.dump(fixture, file)
        file.write("\n")


main()
