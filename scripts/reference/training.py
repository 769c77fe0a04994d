"""Losses, optimizers and schedules by PyTorch, Keras and scikit-learn.

Writes Tests/SluiceNNTests/Fixtures/training.json. Run from the root of the repository:

    python scripts/reference/training.py

The fixture in the repository was made with torch 2.13.0+cpu, keras 3.15.1, scikit-learn 1.9.1, seed 7;
`warmUpCosine` was added with torch 2.15.0+cu132, whose `warmUp` is the same to the bit.
Optimizers are PyTorch's except Nadam, which is Keras': PyTorch slows the growth of the momentum down by a
factor of 250. PyTorch's RMSprop has its epsilon outside the root, Keras' inside: ours is PyTorch's.
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import sklearn
import torch
from sklearn.metrics import mean_pinball_loss

SEED, B, P = 7, 5, 3
LEVELS = [0.1, 0.5, 0.8]


def floats(array):
    return [float(v) for v in np.asarray(array, dtype=np.float32).flatten()]


def losses():
    torch.manual_seed(SEED)
    prediction = (torch.randn(B, P) * 2).requires_grad_()
    target = torch.randn(B, P) * 2
    result = {"shape": [B, P], "prediction": floats(prediction.detach()), "target": floats(target), "cases": []}
    for name, loss in [
        ("mse", torch.nn.functional.mse_loss),
        ("mae", torch.nn.functional.l1_loss),
        ("huber", lambda p, t: torch.nn.functional.huber_loss(p, t, delta=0.7)),
    ]:
        prediction.grad = None
        value = loss(prediction, target)
        value.backward()
        result["cases"].append({"name": name, "value": value.item(), "gradient": floats(prediction.grad)})
    # PyTorch has no log-cosh loss: Keras' value, and the derivative tanh(error) / count.
    error = (prediction - target).detach().numpy()
    result["cases"].append({
        "name": "logCosh",
        "value": float(keras.losses.LogCosh()(target.numpy(), prediction.detach().numpy())),
        "gradient": floats(np.tanh(error) / error.size),
    })
    weights = np.array([1, 0, 2, 0.5, 3], dtype=np.float32)
    result["weights"] = floats(weights)
    result["weightedMSE"] = float(np.average((error**2).mean(axis=1), weights=weights))
    quantiles = torch.randn(B, P, len(LEVELS))
    result["levels"] = LEVELS
    result["quantiles"] = floats(quantiles)
    result["pinball"] = float(np.mean([
        mean_pinball_loss(target.numpy(), quantiles[:, :, i].numpy(), alpha=level)
        for i, level in enumerate(LEVELS)
    ]))
    return result


def gradients(step):
    """Fixed gradients of two parameters, the same for every optimizer."""
    random = np.random.default_rng(SEED + step)
    return [random.standard_normal((3, 2)).astype(np.float32), random.standard_normal(5).astype(np.float32) * 0.01]


def start():
    random = np.random.default_rng(SEED)
    return [random.standard_normal((3, 2)).astype(np.float32), random.standard_normal(5).astype(np.float32)]


def torch_optimizer(name, make):
    parameters = [torch.nn.Parameter(torch.tensor(v)) for v in start()]
    optimizer = make(parameters)
    for step in range(10):
        for parameter, gradient in zip(parameters, gradients(step)):
            parameter.grad = torch.tensor(gradient)
        optimizer.step()
    return {"name": name, "after": [floats(p.detach()) for p in parameters]}


def keras_optimizer(name, optimizer):
    variables = [keras.Variable(v) for v in start()]
    for step in range(10):
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients(step)], variables)
    return {"name": name, "after": [floats(v.numpy()) for v in variables]}


def optimizers():
    return {
        "start": [floats(v) for v in start()],
        "gradients": [[floats(g) for g in gradients(step)] for step in range(10)],
        "cases": [
            torch_optimizer("sgd", lambda p: torch.optim.SGD(p, lr=0.05)),
            torch_optimizer("sgd momentum", lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8)),
            torch_optimizer("sgd nesterov", lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
            torch_optimizer("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.85, eps=1e-3, momentum=0.6)),
            torch_optimizer("rmsprop plain", lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.85, eps=1e-3)),
            torch_optimizer("adam", lambda p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.95), eps=1e-3)),
            torch_optimizer("adamw", lambda p: torch.optim.AdamW(p, lr=0.03, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.2)),
            keras_optimizer("nadam", keras.optimizers.Nadam(0.03, beta_1=0.8, beta_2=0.95, epsilon=1e-3)),
        ],
    }


def rates(make, steps, losses=None):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    schedule = make(optimizer)
    result = []
    for step in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([losses[step]] if losses else []))
    return result


def schedules():
    s = torch.optim.lr_scheduler
    plateau = [5, 4, 4.1, 4.2, 4.3, 4.4, 3, 3.5, 3.5, 3.5, 3.5, 3.5, 3.5, 3.5, 3.5, 3.5, 2.99, 3.5, 3.5, 3.5]
    return {
        "base": 0.1,
        "step": rates(lambda o: s.StepLR(o, 4, 0.5), 20),
        "exponential": rates(lambda o: s.ExponentialLR(o, 0.9), 20),
        "cosine": rates(lambda o: s.CosineAnnealingLR(o, 20, eta_min=0.01), 20),
        "cosineRestarts": rates(lambda o: s.CosineAnnealingWarmRestarts(o, 3, 2, eta_min=0.01), 20),
        "warmUp": rates(lambda o: s.LinearLR(o, 1 / 8, 1, 7), 20),
        "warmUpCosine": rates(lambda o: s.SequentialLR(o, [
            s.LinearLR(o, 1 / 8, 1, 7), s.CosineAnnealingLR(o, 12, eta_min=0.01)], [8]), 20),
        "oneCycle": rates(lambda o: s.OneCycleLR(o, 0.1, total_steps=20), 20),
        "plateauLosses": plateau,
        "plateau": rates(lambda o: s.ReduceLROnPlateau(o, factor=0.3, patience=2, min_lr=0.002), 20, plateau),
    }


fixture = {
    "versions": {"torch": torch.__version__, "keras": keras.__version__, "sklearn": sklearn.__version__},
    "seed": SEED, "losses": losses(), "optimizers": optimizers(), "schedules": schedules(),
}
with open("Tests/SluiceNNTests/Fixtures/training.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
