"""Ten steps of training a small stack of LSTM layers with Adam, by PyTorch.

Writes Tests/SluiceNNTests/Fixtures/learning.json. Run from the root of the repository:

    python scripts/reference/learning.py

The fixture in the repository was made with torch 2.13.0+cpu, seed 7.
"""

import json

import torch

SEED, B, T = 7, 13, 11


def flat(tensor):
    return {"shape": list(tensor.shape), "values": [float(v) for v in tensor.detach().flatten()]}


torch.manual_seed(SEED)
first = torch.nn.LSTM(2, 5, batch_first=True)
second = torch.nn.LSTM(5, 3, batch_first=True)
head = torch.nn.Linear(3, 1)
for layer in (first, second):
    # One bias is enough: the other stays zero and is not trained.
    torch.nn.init.zeros_(layer.bias_hh_l0)
    layer.bias_hh_l0.requires_grad_(False)


def weights():
    result = {}
    for index, layer in ((0, first), (1, second)):
        result[f"{index}.weightIH"] = flat(layer.weight_ih_l0)
        result[f"{index}.weightHH"] = flat(layer.weight_hh_l0)
        result[f"{index}.bias"] = flat(layer.bias_ih_l0)
    return result | {"2.weight": flat(head.weight), "2.bias": flat(head.bias)}


x, y = torch.randn(B, T, 2), torch.randn(B, 1)
fixture = {"versions": {"torch": torch.__version__}, "seed": SEED, "input": flat(x), "target": flat(y), "before": weights()}
trained = [p for layer in (first, second, head) for p in layer.parameters() if p.requires_grad]
optimizer = torch.optim.Adam(trained, lr=0.05)
losses = []
for _ in range(10):
    optimizer.zero_grad()
    sequence, _ = second(first(x)[0])
    loss = torch.nn.functional.mse_loss(head(sequence[:, -1]), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
fixture |= {"losses": losses, "after": weights()}
with open("Tests/SluiceNNTests/Fixtures/learning.json", "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
