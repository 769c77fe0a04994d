"""The machine's peak: OpenBLAS sgemm of 2048 x 2048 x 2048 through numpy, in GFLOP/s.

numpy's OpenBLAS takes its Haswell kernels on some processors with AVX-512 and then reaches half the
peak; this script starts itself again with OPENBLAS_CORETYPE=SkylakeX when it meets that.
"""

import argparse
import json
import os
import platform
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seconds", type=float, default=2.0)
options = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)

import numpy as np  # noqa: E402


def core():
    """The kernels OpenBLAS chose, or nothing where numpy was built with another library."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    return next((p.get("architecture", "") for p in threadpool_info()), "")


def has_avx512():
    try:
        with open("/proc/cpuinfo") as info:
            return "avx512f" in info.read()
    except OSError:
        return False


if core() in ("", "Haswell", "Zen") and has_avx512() and "OPENBLAS_CORETYPE" not in os.environ:
    os.environ["OPENBLAS_CORETYPE"] = "SkylakeX"
    os.execv(sys.executable, [sys.executable] + sys.argv)

SIZE = 2048
random = np.random.default_rng(1)
a = random.normal(size=(SIZE, SIZE)).astype(np.float32)
b = random.normal(size=(SIZE, SIZE)).astype(np.float32)
out = np.empty_like(a)
np.matmul(a, b, out=out)
times, begun = [], time.perf_counter()
while len(times) < 5 or time.perf_counter() - begun < options.seconds:
    start = time.perf_counter()
    np.matmul(a, b, out=out)
    times.append(time.perf_counter() - start)
print(
    json.dumps(
        {
            "threads": options.threads,
            "gflops": round(2 * SIZE**3 / min(times) / 1e9, 1),
            "kernels": os.environ.get("OPENBLAS_CORETYPE") or core() or "unknown",
            "machine": platform.machine(),
        }
    )
)
