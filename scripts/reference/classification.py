"""Losses of classes, by PyTorch and Keras.

Writes Tests/SluiceNNTests/Fixtures/classification.json. Run from the root of the repository:

    python scripts/reference/classification.py

The fixture in the repository was made with torch 2.15.0+cu132, keras 3.15.1, seed 7.
Focal losses are the paper's formula (https://arxiv.org/abs/1708.02002) in double precision, differentiated by
PyTorch: neither library has the form for several classes.
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import torch
from torch.nn import functional as f

SEED, B, T, K = 7, 7, 5, 3


def flat(tensor):
    return {"shape": list(tensor.shape), "values": [float(v) for v in tensor.detach().flatten()]}


def focal(logits, target, gamma):
    """Of one logit or of several, by the probability of what came true."""
    logits = logits.double()
    if logits.shape[-1] == 1:
        log_p = f.logsigmoid(torch.where(target.bool(), logits[..., 0], -logits[..., 0]))
    else:
        log_p = f.log_softmax(logits, -1).gather(-1, target[..., None].long())[..., 0]
    return -((1 - log_p.exp()) ** gamma * log_p).mean()


def per_step(logits, target, **options):
    return f.cross_entropy(logits.transpose(1, 2), target.long(), **options)


torch.manual_seed(SEED)
logits, labels = torch.randn(B, K) * 3, torch.randint(K, (B,)).float()
steps, step_labels = torch.randn(B, T, K) * 3, torch.randint(K, (B, T)).float()
single, truth = torch.randn(B, 1) * 3, torch.randint(2, (B, 1)).float()
single_steps, step_truth = torch.randn(B, T, 1) * 3, torch.randint(2, (B, T)).float()
class_weights = torch.tensor([0.5, 3, 1.5])
step_weights = (torch.arange(T)[None] < torch.tensor([5, 1, 3, 2, 5, 4, 2])[:, None]).float()
sample_weights = class_weights[labels.long()]

cases = []


def case(name, loss, smoothing, x, y, compute, weights=None):
    x = x.clone().requires_grad_()
    value = compute(x, y)
    value.backward()
    found = {"name": name, "loss": loss, "setting": smoothing, "logits": flat(x), "target": flat(y)}
    found |= {"value": value.item(), "gradient": flat(x.grad)}
    if weights is not None:
        found["weights"] = flat(weights)
    cases.append(found)


case("cross entropy", "crossEntropy", 0, logits, labels, lambda x, y: f.cross_entropy(x, y.long()))
case("smoothed", "crossEntropy", 0.2, logits, labels,
     lambda x, y: f.cross_entropy(x, y.long(), label_smoothing=0.2))
case("class weights", "crossEntropy", 0, logits, labels,
     lambda x, y: f.cross_entropy(x, y.long(), weight=class_weights), sample_weights)
case("steps", "crossEntropy", 0, steps, step_labels, per_step)
case("smoothed steps", "crossEntropy", 0.2, steps, step_labels,
     lambda x, y: per_step(x, y, label_smoothing=0.2))
case("true lengths", "crossEntropy", 0, steps, step_labels,
     lambda x, y: per_step(x, torch.where(step_weights > 0, y, -100), ignore_index=-100), step_weights)
case("binary", "binaryCrossEntropy", 0, single, truth, f.binary_cross_entropy_with_logits)
case("binary steps", "binaryCrossEntropy", 0, single_steps, step_truth,
     lambda x, y: f.binary_cross_entropy_with_logits(x[..., 0], y))
case("binary true lengths", "binaryCrossEntropy", 0, single_steps, step_truth,
     lambda x, y: f.binary_cross_entropy_with_logits(x[..., 0], y, weight=step_weights, reduction="sum")
     / step_weights.sum(), step_weights)
# Keras smooths binary targets towards a half; PyTorch differentiates the same.
case("smoothed binary", "binaryCrossEntropy", 0.2, single, truth,
     lambda x, y: f.binary_cross_entropy_with_logits(x, y * 0.8 + 0.1))
cases[-1]["value"] = float(keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2)(
    truth.numpy(), single.numpy()))
case("focal", "focal", 2, logits, labels, lambda x, y: focal(x, y, 2))
case("gentle focal", "focal", 0.5, logits, labels, lambda x, y: focal(x, y, 0.5))
case("focal steps", "focal", 2, steps, step_labels, lambda x, y: focal(x, y, 2))
case("binary focal", "focal", 2, single, truth[:, 0], lambda x, y: focal(x, y, 2))
case("binary focal steps", "focal", 2, single_steps, step_truth, lambda x, y: focal(x, y, 2))

fixture = {"versions": {"torch": torch.__version__, "keras": keras.__version__}, "seed": SEED, "cases": cases}
with open("Tests/SluiceNNTests/Fixtures/classification.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
