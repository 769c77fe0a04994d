"""Runs Sluice and every peer in turn and writes the table of ratios; see scripts/compare.

Everything is measured in one run and interleaved: each repeat runs every program once on every
workload, so that a change of the machine's speed meets all of them. Medians over the repeats count.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path

from workloads import WORKLOADS

HERE = Path(__file__).resolve().parent
# Keeps freed memory in the process, so that big batches do not spend their time in page faults.
KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "4294967296",
}
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}
CPU_TORCH = ["--index-url", "https://download.pytorch.org/whl/cpu"]


@dataclass(frozen=True)
class Peer:
    """A program to time: what it needs, and how it is started."""

    name: str
    script: list
    modules: list  # what it imports
    packages: list  # what provides them
    environment: dict = field(default_factory=dict)


TRAINING = [
    Peer("PyTorch", ["pytorch.py"], ["torch", "numpy"], ["torch", "numpy"]),
    Peer("PyTorch, tuned malloc", ["pytorch.py"], ["torch", "numpy"], ["torch", "numpy"], KEEP_MEMORY),
    Peer("JAX scan", ["jax_scan.py"], ["jax"], ["jax[cpu]"]),
    Peer("Keras + JAX", ["keras_jax.py"], ["keras", "jax"], ["keras", "jax[cpu]"], QUIET),
    Peer(
        "Keras + TensorFlow",
        ["keras_tensorflow.py"],
        ["keras", "tensorflow"],
        ["keras", "tensorflow-cpu"],
        QUIET,
    ),
    Peer(
        "Keras + TensorFlow (XLA)",
        ["keras_tensorflow.py", "--xla"],
        ["keras", "tensorflow"],
        ["keras", "tensorflow-cpu"],
        QUIET,
    ),
]
PREDICTION = [
    Peer(
        "ONNX Runtime",
        ["predict.py", "onnxruntime"],
        ["onnxruntime", "onnx"],
        ["onnxruntime", "onnx"],
    ),
    Peer("PyTorch", ["predict.py", "pytorch"], ["torch", "numpy"], ["torch", "numpy"]),
]
READING = [
    Peer("pandas", ["read_csv.py", "pandas"], ["pandas"], ["pandas"]),
    Peer("pandas, dates", ["read_csv.py", "pandas-dates"], ["pandas"], ["pandas"]),
    Peer("polars", ["read_csv.py", "polars"], ["polars"], ["polars"]),
    Peer("polars, dates", ["read_csv.py", "polars-dates"], ["polars"], ["polars"]),
    Peer("DuckDB", ["read_csv.py", "duckdb"], ["duckdb"], ["duckdb"]),
]
PEAK = Peer("sgemm", ["sgemm_peak.py"], ["numpy"], ["numpy", "threadpoolctl"])

# What is asked of Sluice: times the best peer's speed, and the part of the sgemm peak.
ASKED = {
    "W1": (15, None),
    "W2": (4, 0.55),
    "W3": (1.3, 0.60),
    "W4": (2.5, 0.70),
    "W4b": (2.5, 0.70),
    "W5": (1.8, 0.80),
    "W6": (1.5, 0.85),
}
ASKED_FIRST_EPOCH = 0.3  # seconds, W1
ASKED_STEP = {"W1": 0.3, "W3": 6.0}  # microseconds
ASKED_WINDOW = {"W1": 5.0}  # microseconds
ASKED_READING = (0.5, 300)  # seconds, megabytes


def say(text):
    print(text, file=sys.stderr, flush=True)


class Environment:
    """The Python that runs the peers, and which of them can run in it."""

    def __init__(self):
        named = os.environ.get("SLUICE_PEERS_VENV")
        self.folder = Path(named or ".venv").absolute()
        self.python = self.folder / "bin" / "python"
        self.may_install = not named
        self.missing = {}  # peer's name -> reason
        if not self.python.exists():
            if named:
                sys.exit(f"SLUICE_PEERS_VENV names {named}, which has no bin/python")
            say(f"making a virtual environment in {self.folder}")
            venv.create(self.folder, with_pip=True)

    def imports(self, modules):
        found = "; ".join(f"assert importlib.util.find_spec('{m}'), '{m}'" for m in modules)
        command = [self.python, "-c", f"import importlib.util; {found}"]
        return subprocess.run(command, capture_output=True).returncode == 0

    def pip(self, *words):
        command = [self.python, "-m", "pip", "install", "--quiet", *words]
        return subprocess.run(command, capture_output=True, text=True)

    def prepare(self, peer):
        """Whether the peer can run, after an attempt to install what it lacks."""
        if self.imports(peer.modules):
            return True
        reason = "not in the environment"
        if self.may_install:
            say(f"installing {', '.join(peer.packages)}")
            # PyTorch's own index has a build without gigabytes of GPU libraries.
            if "torch" in peer.packages:
                self.pip("torch", *CPU_TORCH)
            done = self.pip(*peer.packages)
            if done.returncode == 0 and self.imports(peer.modules):
                return True
            reason = (done.stderr.strip().splitlines() or ["could not be installed"])[-1]
        say(f"missing: {peer.name}: {reason}")
        self.missing[peer.name] = reason
        return False

    def run(self, peer, *words):
        return run_json(
            [self.python, HERE / peer.script[0], *peer.script[1:], *words], peer.environment
        )

    def versions(self):
        code = (
            "import importlib.metadata as m\n"
            "for n in 'torch jax keras tensorflow-cpu tensorflow onnxruntime numpy pandas polars"
            " duckdb'.split():\n"
            "  try: print(n, m.version(n))\n"
            "  except m.PackageNotFoundError: pass"
        )
        shown = subprocess.run([self.python, "-c", code], capture_output=True, text=True)
        return ", ".join(shown.stdout.split("\n")).strip(", ")


def run_json(command, environment=None, seconds=600):
    """The last line of a program's output as JSON, or nothing (and a line on standard error)."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, **(environment or {})},
        )
        return json.loads(done.stdout.strip().splitlines()[-1])
    except subprocess.TimeoutExpired:
        say(f"failed: {command[0]}: took over {seconds} s")
    except (IndexError, ValueError):
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        say(f"failed: {' '.join(str(w) for w in command)}: {last}")
    except OSError as error:
        say(f"failed: {command[0]}: {error}")
    return None


class Results:
    """Every number measured, by program, case and key."""

    def __init__(self):
        self.values = {}

    def add(self, program, case, answer):
        for key, value in (answer or {}).items():
            if isinstance(value, (int, float)):
                self.values.setdefault((program, case, key), []).append(value)

    def median(self, program, case, key):
        values = self.values.get((program, case, key))
        return statistics.median(values) if values else None

    def best(self, key, case, programs):
        """The program with the least median, and that median."""
        found = [(self.median(p, case, key), p) for p in programs]
        return min([f for f in found if f[0] is not None], default=(None, None))


def number(value, digits=3):
    """A number with some significant digits, without an exponent; a dash for nothing."""
    if value is None:
        return "–"
    if value >= 10 ** (digits - 1):
        return f"{value:.0f}"
    return f"{value:.{digits}g}"


def met(flag):
    return "–" if flag is None else ("yes" if flag else "**no**")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def training_table(results, workloads, programs, peak):
    rows = []
    for name in workloads:
        work = WORKLOADS[name]
        ours = results.median("Sluice", name, "msPerStep")
        theirs, peer = results.best("msPerStep", name, programs)
        asked, asked_part = ASKED[name]
        ratio = theirs / ours if ours and theirs else None
        speed = work.flops() / ours / 1e6 if ours else None
        part = speed / peak if speed and peak else None
        wanted = "–" if asked_part is None else f"{asked_part:.0%}"
        reached = met(part >= asked_part) if part and asked_part else "–"
        rows.append(
            [
                name,
                f"B {work.batch}, T {work.steps}, F {work.features}",
                "LSTM " + ", ".join(map(str, work.hidden)),
                number(ours),
                number(theirs),
                peer or "–",
                f"{number(ratio)}x" if ratio else "–",
                f"{asked}x",
                met(ratio >= asked) if ratio else "–",
                number(speed),
                f"{part:.0%}" if part else "–",
                wanted,
                reached,
            ]
        )
    head = "|shape|network|Sluice, ms a step|best peer, ms|which|ratio|asked|met".split("|")
    return table(head + ["GFLOP/s", "of the sgemm peak", "asked", "met"], rows)


def peers_table(results, workloads, programs, key, digits=3):
    rows = [
        [program, *(number(results.median(program, name, key), digits) for name in workloads)]
        for program in ["Sluice", *programs]
    ]
    return table(["", *workloads], rows)


def asked_table(results, rows):
    """Rows of (what, Sluice's value, limit, unit, best peer's value and name)."""
    lines = [
        [
            what,
            f"{number(ours)} {unit}" if ours is not None else "–",
            f"under {limit} {unit}",
            met(ours < limit) if ours is not None else "–",
            f"{number(theirs)} {unit} ({peer})" if theirs is not None else "–",
        ]
        for what, ours, limit, unit, (theirs, peer) in rows
    ]
    return table(["", "Sluice", "asked", "met", "best peer"], lines)


def main():
    parser = argparse.ArgumentParser(prog="scripts/compare", description=__doc__)
    parser.add_argument("--ours", help=argparse.SUPPRESS)
    parser.add_argument("--workloads", default=",".join(WORKLOADS), help="such as W1,W2")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--output", help="the Markdown file (default: standard output)")
    parser.add_argument("--csv", help="household_power_consumption.txt, to time the readers too")
    options = parser.parse_args()
    workloads = options.workloads.split(",")
    unknown = [name for name in workloads if name not in WORKLOADS]
    if unknown:
        parser.error(f"unknown workload {unknown[0]}; there are {', '.join(WORKLOADS)}")

    environment = Environment()
    training = [p for p in TRAINING if environment.prepare(p)]
    prediction = [p for p in PREDICTION if environment.prepare(p)]
    reading = [p for p in READING if options.csv and environment.prepare(p)]
    has_peak = environment.prepare(PEAK)
    results = Results()
    threads = ["--threads", options.threads]
    timing = ["--seconds", options.seconds]

    for repeat in range(options.repeats):
        for name in workloads:
            say(f"repeat {repeat + 1} of {options.repeats}: {name}")
            case = ["--workload", name]
            # The peak is taken beside every workload: its median is of the same minutes.
            if has_peak:
                results.add("sgemm", "peak", environment.run(PEAK, *threads))
            results.add(
                "Sluice", name, run_json([options.ours, *case, *threads, "--json"])
            )
            for peer in training:
                results.add(peer.name, name, environment.run(peer, *case, *threads, *timing))
            if name in ASKED_STEP:
                one = ["--threads", 1]
                answer = run_json([options.ours, "--predict", *case, *one, "--json"])
                results.add("Sluice", name, answer)
                for peer in prediction:
                    results.add(peer.name, name, environment.run(peer, *case, *one))
        if options.csv:
            say(f"repeat {repeat + 1} of {options.repeats}: reading")
            results.add("Sluice", "csv", run_json([options.ours, "--read", options.csv, "--json"]))
            for peer in reading:
                results.add(peer.name, "csv", environment.run(peer, options.csv))

    text = "\n".join(report(options, workloads, environment, results, training, prediction, reading))
    if options.output:
        partial = Path(options.output + ".partial")
        partial.write_text(text)
        partial.replace(options.output)
        say(f"written: {options.output}")
    else:
        print(text)


def report(options, workloads, environment, results, training, prediction, reading):
    peak = results.median("sgemm", "peak", "gflops")
    programs = [p.name for p in training]
    lines = [
        f"Training steps (forward, backward, Adam; Float32) on {options.threads} threads, medians of "
        f"{options.repeats} interleaved repeats. sgemm peak of the same minutes: {number(peak)} GFLOP/s.",
        f"Machine: {processor()}. Peers: {environment.versions()}.",
        "",
    ]
    lines += training_table(results, workloads, programs, peak)
    lines += ["Milliseconds a step:", ""]
    lines += peers_table(results, workloads, programs, "msPerStep")
    lines += ["Peak memory, MB:", ""]
    lines += peers_table(results, workloads, programs, "peakMegabytes", 4)
    rows = []
    if "W1" in workloads:
        key = "firstEpochSeconds"
        best = results.best(key, "W1", programs)
        what = "process start to the end of the first epoch, W1"
        rows.append((what, results.median("Sluice", "W1", key), ASKED_FIRST_EPOCH, "s", best))
    predictors = [p.name for p in prediction]
    for limits, key, what in (
        (ASKED_STEP, "stepMicroseconds", "one step, state carried over"),
        (ASKED_WINDOW, "windowMicroseconds", "one forecast from an exact window"),
    ):
        for name in [w for w in workloads if w in limits]:
            best = results.best(key, name, predictors)
            ours = results.median("Sluice", name, key)
            rows.append((f"{what}, {name}", ours, limits[name], "µs", best))
    if options.csv:
        readers = [p.name for p in reading]
        for key, limit, unit in zip(("seconds", "peakMegabytes"), ASKED_READING, ("s", "MB")):
            best = results.best(key, "csv", readers)
            ours = results.median("Sluice", "csv", key)
            what = "seconds" if key == "seconds" else "peak memory"
            rows.append((f"reading the household file, {what}", ours, limit, unit, best))
    if rows:
        lines += asked_table(results, rows)
    if options.csv:
        names = ["Sluice", *(p.name for p in reading)]
        keys = ("seconds", "peakMegabytes")
        cells = [[n, *(number(results.median(n, "csv", k)) for k in keys)] for n in names]
        lines += table(["reader", "seconds", "peak MB"], cells)
    for name, reason in environment.missing.items():
        lines.append(f"Missing: {name}: {reason}")
    return lines


def processor():
    try:
        with open("/proc/cpuinfo") as info:
            names = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
            return f"{names[0]}, {os.cpu_count()} cores"
    except (OSError, IndexError):
        return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
