"""Latency of one forecast, batch 1: the exact window, and one step with the state carried over.

    predict.py onnxruntime|pytorch --workload W1 --threads 1
"""

import sys

PEERS = ("onnxruntime", "pytorch")
if len(sys.argv) < 2 or sys.argv[1] not in PEERS:
    sys.exit(f"usage: predict.py {'|'.join(PEERS)} --workload W1 --threads 1")
peer = sys.argv.pop(1)

import json  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402

import workloads  # noqa: E402

workload, options = workloads.arguments(__doc__)

import numpy as np  # noqa: E402

random = np.random.default_rng(1)


def values(*shape):
    return random.normal(0, 0.1, shape).astype(np.float32)


def onnxruntime_predictors():
    """One graph for both: X [T, 1, F], the states of every layer in and out, the outputs Y."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    nodes, weights, inputs, outputs, states = [], [], [], [], {}
    real = TensorProto.FLOAT
    inputs.append(helper.make_tensor_value_info("X", real, ["T", 1, workload.features]))
    current, width = "X", workload.features
    for k, size in enumerate(workload.hidden):
        shapes = {"W": (1, 4 * size, width), "R": (1, 4 * size, size), "B": (1, 8 * size)}
        weights += [numpy_helper.from_array(values(*s), f"{n}{k}") for n, s in shapes.items()]
        for name in (f"h{k}", f"c{k}"):
            states[name] = np.zeros((1, 1, size), np.float32)
            inputs.append(helper.make_tensor_value_info(name, real, [1, 1, size]))
            outputs.append(helper.make_tensor_value_info(name + "out", real, [1, 1, size]))
        nodes.append(
            helper.make_node(
                "LSTM",
                [current, f"W{k}", f"R{k}", f"B{k}", "", f"h{k}", f"c{k}"],
                [f"Y{k}", f"h{k}out", f"c{k}out"],
                hidden_size=size,
            )
        )
        nodes.append(helper.make_node("Squeeze", [f"Y{k}", "direction"], [f"S{k}"]))
        current, width = f"S{k}", size
    weights.append(numpy_helper.from_array(np.array([1], np.int64), "direction"))
    nodes.append(helper.make_node("Squeeze", [f"h{len(workload.hidden) - 1}out", "direction"], ["D"]))
    current = "D"
    for k, units in enumerate(workload.dense):
        weights.append(numpy_helper.from_array(values(width, units), f"M{k}"))
        weights.append(numpy_helper.from_array(values(units), f"N{k}"))
        nodes.append(helper.make_node("Gemm", [current, f"M{k}", f"N{k}"], [f"G{k}"]))
        current, width = f"G{k}", units
        if k < len(workload.dense) - 1:
            nodes.append(helper.make_node("Relu", [current], [f"A{k}"]))
            current = f"A{k}"
    outputs.insert(0, helper.make_tensor_value_info(current, real, [1, width]))
    graph = helper.make_graph(nodes, "network", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings)
    window, row = values(workload.steps, 1, workload.features), values(1, 1, workload.features)
    return (
        lambda: session.run(None, {"X": window, **states}),
        lambda: session.run(None, {"X": row, **states}),
    )


def pytorch_predictors():
    import torch

    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    width, lstms = workload.features, []
    for size in workload.hidden:
        lstms.append(torch.nn.LSTM(width, size))
        width = size
    dense = []
    for units in workload.dense:
        dense += [torch.nn.Linear(width, units), torch.nn.ReLU()]
        width = units
    head = torch.nn.Sequential(*dense[:-1]).eval()
    states = [(torch.zeros(1, 1, h), torch.zeros(1, 1, h)) for h in workload.hidden]
    window = torch.from_numpy(values(workload.steps, 1, workload.features))
    row = window[:1]

    def run(x):
        for lstm, state in zip(lstms, states):
            x, _ = lstm(x, state)
        return head(x[-1])

    return lambda: run(window), lambda: run(row)


def microseconds(call):
    for _ in range(200):
        call()
    times, begun = [], time.perf_counter()
    while time.perf_counter() - begun < options.seconds:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1e6, 2)


whole, one = onnxruntime_predictors() if peer == "onnxruntime" else pytorch_predictors()
print(
    json.dumps(
        {
            "peer": peer,
            "workload": workload.name,
            "threads": options.threads,
            "windowMicroseconds": microseconds(whole),
            "stepMicroseconds": microseconds(one),
        }
    )
)
