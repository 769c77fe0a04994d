"""The numbers of the comparison, their medians, and the Markdown tables made of them."""

import os
import platform
import statistics

from workloads import WORKLOADS

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


def training_table(results, workloads, programs):
    rows = []
    for name in workloads:
        work = WORKLOADS[name]
        ours = results.median("Sluice", name, "msPerStep")
        theirs, peer = results.best("msPerStep", name, programs)
        asked, asked_part = ASKED[name]
        ratio = theirs / ours if ours and theirs else None
        speed = work.flops() / ours / 1e6 if ours else None
        peak = results.median("sgemm", name, "gflops")
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


def report(options, workloads, environment, results, training, prediction, reading):
    peaks = [results.median("sgemm", name, "gflops") for name in workloads]
    peaks = [p for p in peaks if p]
    peak = f"{min(peaks):.0f} to {max(peaks):.0f} GFLOP/s" if peaks else "not measured"
    programs = [p.name for p in training]
    lines = [
        f"Training steps (forward, backward, Adam; Float32) on {options.threads} threads, medians of "
        f"{options.repeats} interleaved repeats. sgemm peak, measured beside each workload: {peak}.",
        f"Machine: {processor()}. Peers: {environment.versions()}.",
        "",
    ]
    lines += training_table(results, workloads, programs)
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
