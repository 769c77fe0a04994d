"""Outputs and gradients of recurrent layers and of layer normalisation, by PyTorch and Keras.

Writes Tests/SluiceNNTests/Fixtures/recurrent.json. Run from the root of the repository:

    python scripts/reference/recurrent.py

The fixture in the repository was made with torch 2.13.0+cpu, keras 3.15.1, tensorflow 2.21.0, seed 7.
Weights are stored in this project's layout: PyTorch's, with the two biases of an LSTM added up; Keras'
kernels transposed, and for the GRU their gates z, r, h put into the order r, z, n.
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
import torch

SEED, B, T, F, H = 7, 2, 5, 3, 7


def flat(array):
    array = np.asarray(array, dtype=np.float32)
    return {"shape": list(array.shape), "values": [float(v) for v in array.flatten()]}


def torch_case(kind, bidirectional):
    torch.manual_seed(SEED)
    layer = getattr(torch.nn, kind)(F, H, batch_first=True, bidirectional=bidirectional)
    directions = 2 if bidirectional else 1
    x = torch.randn(B, T, F, requires_grad=True)
    h0 = torch.randn(directions, B, H, requires_grad=True)
    c0 = torch.randn(directions, B, H, requires_grad=True)
    output, final = layer(x, (h0, c0) if kind == "LSTM" else h0)
    seed = torch.randn_like(output)
    (output * seed).sum().backward()
    parameters, gradients = {}, {}
    for suffix, name in [("", "forward." if bidirectional else "")] + (
        [("_reverse", "backward.")] if bidirectional else []
    ):
        def get(part):
            return getattr(layer, f"{part}_l0{suffix}")

        for ours, theirs in [("weightIH", "weight_ih"), ("weightHH", "weight_hh")]:
            parameters[name + ours] = flat(get(theirs).detach())
            gradients[name + ours] = flat(get(theirs).grad)
        if kind == "LSTM":
            parameters[name + "bias"] = flat((get("bias_ih") + get("bias_hh")).detach())
            gradients[name + "bias"] = flat(get("bias_ih").grad)
        else:
            for ours, theirs in [("biasIH", "bias_ih"), ("biasHH", "bias_hh")]:
                parameters[name + ours] = flat(get(theirs).detach())
                gradients[name + ours] = flat(get(theirs).grad)
    case = {
        "name": f"torch {kind}{' bidirectional' if bidirectional else ''}",
        "cell": kind.lower(), "bidirectional": bidirectional, "returnsSequences": True,
        "input": flat(x.detach()), "parameters": parameters, "seed": flat(seed),
        "output": flat(output.detach()), "inputGradient": flat(x.grad), "gradients": gradients,
        "initialHidden": [flat(h) for h in h0.detach()],
        "finalHidden": [flat(h) for h in (final[0] if kind == "LSTM" else final).detach()],
        "initialHiddenGradients": [flat(h) for h in h0.grad],
    }
    if kind == "LSTM":
        case["initialCell"] = [flat(c) for c in c0.detach()]
        case["finalCell"] = [flat(c) for c in final[1].detach()]
        case["initialCellGradients"] = [flat(c) for c in c0.grad]
    return case


def reordered(kind, array):
    """Keras' GRU gates z, r, h along the last axis, as r, z, n."""
    if kind == "LSTM":
        return array
    z, r, h = np.split(np.asarray(array), 3, axis=-1)
    return np.concatenate([r, z, h], axis=-1)


def keras_case(kind, bidirectional, sequences):
    keras.utils.set_random_seed(SEED)
    layer = getattr(keras.layers, kind)(
        H, return_sequences=sequences, bias_initializer="random_normal", unit_forget_bias=False
    ) if kind == "LSTM" else keras.layers.GRU(
        H, return_sequences=sequences, bias_initializer="random_normal", reset_after=True
    )
    if bidirectional:
        layer = keras.layers.Bidirectional(layer, merge_mode="sum")
    random = np.random.default_rng(SEED)
    x = tf.Variable(random.standard_normal((B, T, F)).astype(np.float32))
    layer(x)
    with tf.GradientTape() as tape:
        output = layer(x, training=False)
        seed = tf.constant(random.standard_normal(output.shape).astype(np.float32))
        total = tf.reduce_sum(output * seed)
    names = ["kernel", "recurrent_kernel", "bias"]
    weights = [v.value for v in layer.trainable_variables]
    found = tape.gradient(total, [x] + weights)
    parameters, gradients = {}, {}
    for index, weight in enumerate(weights):
        part = names[index % 3]
        prefix = ("forward." if index < 3 else "backward.") if bidirectional else ""
        for target, array in [(parameters, weight), (gradients, found[1 + index])]:
            array = reordered(kind, array)
            if part == "kernel":
                target[prefix + "weightIH"] = flat(array.numpy().T if hasattr(array, "numpy") else array.T)
            elif part == "recurrent_kernel":
                target[prefix + "weightHH"] = flat(array.numpy().T if hasattr(array, "numpy") else array.T)
            elif kind == "LSTM":
                target[prefix + "bias"] = flat(array)
            else:
                target[prefix + "biasIH"] = flat(array[0])
                target[prefix + "biasHH"] = flat(array[1])
    return {
        "name": f"keras {kind}{' bidirectional' if bidirectional else ''}{' sequences' if sequences else ''}",
        "cell": kind.lower(), "bidirectional": bidirectional, "returnsSequences": sequences,
        "input": flat(x), "parameters": parameters, "seed": flat(seed),
        "output": flat(output), "inputGradient": flat(found[0]), "gradients": gradients,
    }


def norm_case():
    torch.manual_seed(SEED)
    layer = torch.nn.LayerNorm(F, eps=1e-3)
    torch.nn.init.normal_(layer.weight)
    torch.nn.init.normal_(layer.bias)
    x = torch.randn(B, T, F, requires_grad=True)
    output = layer(x)
    seed = torch.randn_like(output)
    (output * seed).sum().backward()
    return {
        "epsilon": 1e-3, "input": flat(x.detach()), "scale": flat(layer.weight.detach()),
        "shift": flat(layer.bias.detach()), "seed": flat(seed), "output": flat(output.detach()),
        "inputGradient": flat(x.grad), "scaleGradient": flat(layer.weight.grad),
        "shiftGradient": flat(layer.bias.grad),
    }


fixture = {
    "versions": {"torch": torch.__version__, "keras": keras.__version__, "tensorflow": tf.__version__},
    "seed": SEED,
    "recurrent": [torch_case(k, b) for k in ("LSTM", "GRU") for b in (False, True)]
    + [keras_case(k, b, s) for k in ("LSTM", "GRU") for b, s in ((False, True), (True, False))],
    "layerNorm": norm_case(),
}
with open("Tests/SluiceNNTests/Fixtures/recurrent.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
