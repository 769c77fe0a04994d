"""Convolutions, pooling and batch normalisation of sequences, by PyTorch and TensorFlow.

Writes Tests/SluiceNNTests/Fixtures/convolution.json. Run from the root of the repository:

    python scripts/reference/convolution.py

The fixture in the repository was made with torch 2.15.0+cu132, tensorflow 2.21.0, seed 7.
Padding `same` is TensorFlow's, which has it with strides and leaves the padding out of means; the rest is
PyTorch's, `causal` as zeros in front.
"""

import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
import torch
from torch.nn import functional as f

SEED, B, T, F, U = 7, 2, 11, 3, 5
torch.manual_seed(SEED)


def flat(values):
    values = values.detach().numpy() if isinstance(values, torch.Tensor) else values.numpy()
    return {"shape": list(values.shape), "values": [float(v) for v in values.flatten()]}


def steps_last(x):
    return x.transpose(1, 2)


def case(kind, size, stride, dilation, padding, compute):
    """One layer with its gradients for a fixed gradient of its output; inputs are [B, T, F]."""
    x, w, b = torch.randn(B, T, F), torch.randn(U, F, size), torch.randn(U)
    found = {"kind": kind, "size": size, "stride": stride, "dilation": dilation, "padding": padding}
    inputs = [x, w, b] if kind == "conv" else [x]
    if padding == "same":
        inputs = [tf.Variable(v.numpy()) for v in inputs]
        with tf.GradientTape() as tape:
            y = compute(*inputs)
            upstream = torch.randn(*y.shape)
            total = tf.reduce_sum(y * upstream.numpy())
        gradients = tape.gradient(total, inputs)
        gradients = [tf.convert_to_tensor(g) for g in gradients]
    else:
        inputs = [v.requires_grad_() for v in inputs]
        y = compute(*inputs)
        upstream = torch.randn(*y.shape)
        gradients = torch.autograd.grad((y * upstream).sum(), inputs)
    found |= {"input": flat(x), "output": flat(y), "upstream": flat(upstream), "inputGradient": flat(gradients[0])}
    if kind == "conv":
        found |= {"weight": flat(w), "bias": flat(b)}
        found |= {"weightGradient": flat(gradients[1]), "biasGradient": flat(gradients[2])}
    return found


def conv(size, stride, dilation, padding):
    def by_torch(x, w, b):
        x = steps_last(x)
        if padding == "causal":
            x = f.pad(x, ((size - 1) * dilation, 0))
        return steps_last(f.conv1d(x, w, b, stride=stride, dilation=dilation))

    def by_tensorflow(x, w, b):
        kernels = tf.transpose(w, [2, 1, 0])
        return tf.nn.conv1d(x, kernels, stride, "SAME", dilations=dilation) + b

    return case("conv", size, stride, dilation, padding, by_tensorflow if padding == "same" else by_torch)


def pool(kind, size, stride, padding):
    by_torch = {"max": f.max_pool1d, "average": f.avg_pool1d}[kind]
    by_tensorflow = {"max": tf.nn.max_pool1d, "average": tf.nn.avg_pool1d}[kind]
    return case(
        kind, size, stride, 1, padding,
        (lambda x: by_tensorflow(x, size, stride, "SAME")) if padding == "same"
        else lambda x: steps_last(by_torch(steps_last(x), size, stride)))


cases = [
    conv(3, 1, 1, "valid"), conv(4, 3, 1, "valid"), conv(3, 1, 2, "valid"), conv(2, 2, 3, "valid"),
    conv(3, 1, 1, "same"), conv(4, 1, 1, "same"), conv(4, 2, 1, "same"), conv(5, 3, 1, "same"),
    conv(4, 1, 2, "same"), conv(3, 1, 1, "causal"), conv(4, 2, 1, "causal"), conv(3, 1, 4, "causal"),
    conv(1, 1, 1, "valid"),
    pool("max", 2, 2, "valid"), pool("max", 3, 1, "valid"), pool("max", 3, 2, "same"), pool("max", 4, 4, "same"),
    pool("average", 2, 2, "valid"), pool("average", 3, 1, "valid"), pool("average", 3, 2, "same"),
    pool("average", 4, 4, "same"),
    case("globalMax", 1, 1, 1, "valid", lambda x: x.amax(dim=1)),
    case("globalAverage", 1, 1, 1, "valid", lambda x: x.mean(dim=1)),
]


def batch_norm():
    layer = torch.nn.BatchNorm1d(F, eps=1e-5, momentum=0.1)
    torch.nn.init.normal_(layer.weight)
    torch.nn.init.normal_(layer.bias)
    found = {"scale": flat(layer.weight), "shift": flat(layer.bias), "training": []}

    def run():
        x = (torch.randn(B, T, F) * 3 + 5).requires_grad_()
        y = steps_last(layer(steps_last(x)))
        upstream = torch.randn(*y.shape)
        gradients = torch.autograd.grad((y * upstream).sum(), [x, layer.weight, layer.bias])
        return {
            "input": flat(x), "output": flat(y), "upstream": flat(upstream), "inputGradient": flat(gradients[0]),
            "scaleGradient": flat(gradients[1]), "shiftGradient": flat(gradients[2]),
            "runningMean": flat(layer.running_mean), "runningVariance": flat(layer.running_var),
        }

    found["training"] = [run() for _ in range(3)]
    layer.eval()
    found["evaluation"] = run()
    return found


fixture = {"versions": {"torch": torch.__version__, "tensorflow": tf.__version__}, "seed": SEED}
fixture |= {"cases": cases, "batchNorm": batch_norm()}
with open("Tests/SluiceNNTests/Fixtures/convolution.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
