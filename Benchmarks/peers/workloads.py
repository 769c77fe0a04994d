"""The sized workloads, the same for Sluice and for every peer, and how a training step is timed.

One training step is forward, backward and an Adam update in Float32 on a batch that is ready in
memory. A peer hands `measure` a function that runs one step and waits for its result.

Letters: B batch, T steps, F features, H hidden size.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    """A network and a batch: stacked LSTMs, the last step of the last one, then dense layers."""

    name: str
    batch: int
    steps: int
    features: int
    hidden: tuple  # one LSTM each
    dense: tuple = (1,)  # ReLU between them, none after the last
    dropout: float = 0.0  # after every LSTM

    @property
    def outputs(self):
        return self.dense[-1]

    def flops(self):
        """Operations of one training step: 3 x the forward multiply-adds (forward, gradient of the
        inputs, gradient of the weights) x 2; activations and the optimizer are not counted."""
        total, width = 0, self.features
        for size in self.hidden:
            total += self.steps * 4 * size * (width + size)
            width = size
        for units in self.dense:
            total += width * units
            width = units
        return 6 * self.batch * total


WORKLOADS = {
    w.name: w
    for w in (
        Workload("W1", 500, 30, 1, (5, 3), dropout=0.2),
        Workload("W2", 500, 30, 3, (50, 25, 10), dropout=0.2),
        Workload("W3", 50, 30, 1, (200,)),
        Workload("W4", 64, 100, 12, (64,), dense=(32, 13)),
        Workload("W4b", 512, 100, 12, (64,), dense=(32, 13)),
        Workload("W5", 128, 96, 7, (128, 128), dense=(24,)),
        Workload("W6", 64, 128, 64, (512,)),
    )
}

EPOCH_ROWS = 16_393  # one epoch of W1: 31 full batches of the 16,359 windows of these rows
HORIZON = 5


def arguments(description):
    """The command line of every training peer: `--workload W1 --threads 2`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--workload", choices=WORKLOADS, default="W1")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3.0, help="time to measure for")
    chosen = parser.parse_args()
    use_cores(chosen.threads)
    return WORKLOADS[chosen.workload], chosen


def use_cores(count):
    """Leaves the process `count` cores; libraries that size their pools by them follow."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(count)


def household_windows(workload):
    """All windows of a household-like series, [N, T, 1], and the value 5 steps after each, [N, 1]."""
    import numpy as np

    random = np.random.default_rng(1)
    minutes = np.arange(EPOCH_ROWS)
    daily = 1 + 0.6 * np.sin(minutes * 2 * np.pi / 1440)
    series = (daily + np.abs(np.cumsum(random.normal(0, 0.05, EPOCH_ROWS)))).astype(np.float32)
    count = EPOCH_ROWS - workload.steps - HORIZON + 1
    windows = np.lib.stride_tricks.sliding_window_view(series, workload.steps)[:count]
    return windows[:, :, None], series[workload.steps + HORIZON - 1 :][:count, None]


def batches(workload):
    """The batches to run in turn: an epoch of household-like windows for W1, two of noise else."""
    import numpy as np

    size = workload.batch
    if workload.name == "W1":
        inputs, targets = household_windows(workload)
        order = np.random.default_rng(2).permutation(len(inputs))
        inputs, targets = inputs[order], targets[order]
        return [
            (inputs[i : i + size], targets[i : i + size])
            for i in range(0, len(inputs) - size + 1, size)
        ]
    random = np.random.default_rng(1)
    return [
        (
            random.normal(size=(size, workload.steps, workload.features)).astype(np.float32),
            random.normal(size=(size, workload.outputs)).astype(np.float32),
        )
        for _ in range(2)
    ]


def process_age():
    """Seconds since this process started (to 10 ms), imports and all."""
    try:
        with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
            ticks = int(stat.read().rsplit(")", 1)[1].split()[19])
            return float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.process_time()  # where there is no /proc: the CPU time spent so far


def peak_megabytes():
    """The largest resident size of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def measure(workload, options, step, batch_count):
    """Runs `step(index)` over the batches in turn and prints one line of JSON.

    The first pass over the batches is the first epoch (compilation included); then steps are
    timed one by one for `options.seconds`, and the median is reported.
    """
    for index in range(batch_count):
        step(index)
    first_epoch = process_age()
    for index in range(5):
        step(index % batch_count)
    times, begun = [], time.perf_counter()
    while len(times) < 10 or time.perf_counter() - begun < options.seconds:
        start = time.perf_counter()
        step(len(times) % batch_count)
        times.append(time.perf_counter() - start)
    median = statistics.median(times)
    print(
        json.dumps(
            {
                "workload": workload.name,
                "threads": options.threads,
                "msPerStep": round(median * 1e3, 4),
                "gflops": round(workload.flops() / median / 1e9, 2),
                "firstEpochSeconds": round(first_epoch, 3) if workload.name == "W1" else None,
                "peakMegabytes": round(peak_megabytes(), 1),
            }
        )
    )
