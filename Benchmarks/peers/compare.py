"""Runs Sluice and every peer in turn and writes the table of ratios; see scripts/compare.

Everything is measured in one run and interleaved: each repeat runs every program once on every
workload, so that a change of the machine's speed meets all of them. Medians over the repeats count.
"""

import argparse
from pathlib import Path

from compare_report import ASKED_STEP, Results, report
from peer_environment import PEAK, PREDICTION, READING, TRAINING, Environment, run_json, say
from workloads import WORKLOADS


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
            # The peak is taken beside every workload: a shared machine's speed drifts.
            if has_peak:
                results.add("sgemm", name, environment.run(PEAK, *threads))
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


if __name__ == "__main__":
    main()
