"""Reference points for SluiceTuning's Sobol sequence: SciPy's, not scrambled.

Made with Python 3.11 and SciPy 1.17.1; nothing is drawn, so there is no seed. Run from the repository's root:
    python scripts/reference/sobol.py
"""

import json
import platform

import scipy
from scipy.stats import qmc

DIMENSIONS = 64
# The last ones need all of the table, and numbers that follow from it.
PLACES = [*range(16), 31, 32, 100, 500, 1000, 1023, 1024, 5000, 65535, 1000000, 2**28 + 12345]


def point(place):
    sequence = qmc.Sobol(DIMENSIONS, scramble=False, bits=32)
    if place:
        sequence.fast_forward(place)
    return list(sequence.random(1)[0])


def main():
    fixture = {
        "made": f"Python {platform.python_version()}, SciPy {scipy.__version__}",
        # SciPy goes in the order of Gray's code: its point i is point i ^ (i >> 1) of the sequence.
        "indices": [place ^ (place >> 1) for place in PLACES],
        "points": [point(place) for place in PLACES],
    }
    with open("Tests/SluiceTuningTests/Fixtures/sobol.json", "w") as file:
        json.dump(fixture, file)
        file.write("\n")


main()
