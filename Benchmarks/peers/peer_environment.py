"""The peers of the comparison: what each needs, where it runs, and how its answer is read."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path

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
