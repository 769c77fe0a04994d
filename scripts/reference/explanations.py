"""Gradient explanations of a two-layer LSTM, by Captum and SHAP.

Writes Tests/SluiceExplainTests/Fixtures/explanations.json. Run from the root of the repository:

    python scripts/reference/explanations.py

The fixture in the repository was made with torch 2.15.0+cu132, captum 0.9.0, shap 0.51.0, seed 7. The network
computes in float64 with weights that are float32 numbers, laid out as this project does: the two biases of an
LSTM added up. Captum's GradientShap draws with numpy; what it drew is stored beside what it gave.
"""

import json

import captum
import numpy as np
import shap
import torch
from captum.attr import GradientShap, InputXGradient, IntegratedGradients, Saliency

SEED, N, T, F, H1, H2, ANSWERS, BACKGROUND, DRAWS = 7, 3, 5, 3, 7, 4, 2, 6, 5


def flat(array):
    array = np.asarray(array, dtype=np.float64)
    return {"shape": list(array.shape), "values": [float(np.float32(v)) for v in array.flatten()]}


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.LSTM(F, H1, batch_first=True)
        self.second = torch.nn.LSTM(H1, H2, batch_first=True)
        self.dense = torch.nn.Linear(H2, ANSWERS)

    def forward(self, x):
        return self.dense(self.second(self.first(x)[0])[0][:, -1])


def parameters(model):
    result = {"2.weight": flat(model.dense.weight.detach()), "2.bias": flat(model.dense.bias.detach())}
    for place, layer in enumerate([model.first, model.second]):
        # One of the two biases is zero, so that their sum is a float32 number too.
        result[f"{place}.weightIH"] = flat(layer.weight_ih_l0.detach())
        result[f"{place}.weightHH"] = flat(layer.weight_hh_l0.detach())
        result[f"{place}.bias"] = flat(layer.bias_ih_l0.detach())
    return result


def gradient_shap(model, windows, background, answer):
    drawn = {"windows": [], "coefficients": []}
    choice, uniform = np.random.choice, np.random.uniform

    def recorded_choice(*arguments, **named):
        result = choice(*arguments, **named)
        drawn["windows"] = [int(v) for v in result]
        return result

    def recorded_uniform(*arguments, **named):
        # A float32 number, so that both sides go the same way.
        result = uniform(*arguments, **named).astype(np.float32).astype(np.float64)
        drawn["coefficients"] = [float(v) for v in result]
        return result

    np.random.seed(SEED)
    np.random.choice, np.random.uniform = recorded_choice, recorded_uniform
    try:
        shares = GradientShap(model).attribute(
            windows, baselines=background, n_samples=DRAWS, stdevs=0.0, target=answer)
    finally:
        np.random.choice, np.random.uniform = choice, uniform
    assert len(drawn["windows"]) == N * DRAWS == len(drawn["coefficients"])
    return {**drawn, "shares": flat(shares.detach())}


def main():
    torch.manual_seed(SEED)
    model = Model()
    with torch.no_grad():
        for layer in [model.first, model.second]:
            for parameter in layer.parameters():
                parameter *= 2
            layer.bias_hh_l0.zero_()
    windows = (2 * torch.randn(N, T, F)).double()
    background = torch.randn(BACKGROUND, T, F).double()
    baseline = torch.randn(T, F).double()
    model = model.double()
    integrated = IntegratedGradients(model)
    cases = []
    for answer in range(ANSWERS):
        cases.append({
            "answer": answer,
            "answers": flat(model(windows)[:, answer].detach()),
            "saliency": flat(Saliency(model).attribute(windows, target=answer)),
            "inputTimesGradient": flat(InputXGradient(model).attribute(windows, target=answer).detach()),
            "integratedFromZeros": flat(integrated.attribute(
                windows, target=answer, n_steps=64, method="gausslegendre").detach()),
            "integratedFromBaseline": flat(integrated.attribute(
                windows, baselines=baseline[None], target=answer, n_steps=64,
                method="gausslegendre").detach()),
            "integratedByRiemann": flat(integrated.attribute(
                windows, baselines=baseline[None], target=answer, n_steps=50,
                method="riemann_middle").detach()),
            "gradientShap": gradient_shap(model, windows, background, answer),
        })
    # SHAP draws for itself: only the mean over many draws can be compared.
    torch.set_default_dtype(torch.float64)
    explainer = shap.GradientExplainer(model, background)
    expected = explainer.shap_values(windows, nsamples=20000, rseed=SEED)
    for answer, case in enumerate(cases):
        case["expectedGradients"] = flat(np.asarray(expected)[..., answer])
    content = {
        "script": "scripts/reference/explanations.py",
        "versions": {"torch": torch.__version__, "captum": captum.__version__, "shap": shap.__version__},
        "seed": SEED, "parameters": parameters(model), "windows": flat(windows),
        "background": flat(background), "baseline": flat(baseline), "cases": cases,
    }
    with open("Tests/SluiceExplainTests/Fixtures/explanations.json", "w") as file:
        json.dump(content, file, indent=1)
        file.write("\n")


main()
