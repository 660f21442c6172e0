"""Writes tests/CausalLoom.Tests/Fixtures/basic_net.json: the loss curve and the evaluation-mode predictions of
Linear-BatchNorm-ELU-Linear-BatchNorm-ELU-Linear in PyTorch, float64, trained with Adam (coupled L2) and a clipped gradient
norm on fixed batches from fixed weights. Data and weights follow formulas that the test repeats, so only results are stored.
The linear layers here have biases although the library's have none before a batch normalisation: the test shows that they
do not matter.

Run from the repository root: python3 tools/reference/basic_net.py   (PyTorch 1.13)
"""
import json
import math

import torch

torch.set_default_dtype(torch.float64)
N, D, H, BATCH, STEPS = 48, 5, 16, 12, 60


def wave(count, frequency, scale):
    return torch.tensor([scale * math.sin(frequency * (i + 1)) for i in range(count)])


def linear(inputs, outputs, frequency, bias):
    layer = torch.nn.Linear(inputs, outputs)
    with torch.no_grad():
        layer.weight.copy_(wave(inputs * outputs, frequency, 1 / math.sqrt(inputs)).reshape(inputs, outputs).T)
        layer.bias.fill_(bias)
    return layer


def train(task):
    outputs = 2 if task == "softmax" else 1
    net = torch.nn.Sequential(
        linear(D, H, 0.7, 0.0), torch.nn.BatchNorm1d(H), torch.nn.ELU(),
        linear(H, H, 1.3, 0.0), torch.nn.BatchNorm1d(H), torch.nn.ELU(),
        linear(H, outputs, 2.1, 0.25))
    x = wave(N * D, 0.37, 1.5).reshape(N, D)
    signal = x[:, 0] - 2 * x[:, 1] * x[:, 2]
    y = 3 * signal + 1 if task == "regression" else (signal > 0).to(torch.get_default_dtype())
    optimiser = torch.optim.Adam(net.parameters(), lr=0.003, weight_decay=1e-2)
    losses = []
    for step in range(STEPS):
        rows = [(step * BATCH + i) % N for i in range(BATCH)]
        optimiser.zero_grad()
        out = net(x[rows])
        if task == "regression":
            loss = torch.nn.functional.mse_loss(out.squeeze(1), y[rows])
        elif task == "probability":
            loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(out.squeeze(1)), y[rows])
        else:
            loss = torch.nn.functional.nll_loss(torch.log(torch.softmax(out, 1)), y[rows].long())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
    net.eval()
    at = x[:6].clone().requires_grad_(True)
    out = net(at)
    score = out[:, 1] - out[:, 0] if task == "softmax" else out[:, 0]
    predicted = score if task == "regression" else torch.sigmoid(score)
    gradient = torch.autograd.grad(predicted.sum(), at)[0]
    return {"losses": losses, "predictions": predicted.tolist(), "gradient": gradient.reshape(-1).tolist()}


if __name__ == "__main__":
    with open("tests/CausalLoom.Tests/Fixtures/basic_net.json", "w", encoding="utf-8") as file:
        json.dump({task: train(task) for task in ("regression", "probability", "softmax")}, file, indent=1)
        file.write("\n")
