"""Writes tests/CausalLoom.Tests/Fixtures/one_class_embedding.json: the one-class embedding (docs/methods/covariate-metrics.md) in torch, from
given starting weights, after a few steps. Run from the repository root."""
import json
import torch

torch.manual_seed(3)
torch.set_num_threads(1)
d, n = 4, 50
x = torch.randn(n, d) * torch.tensor([1.0, 2.0, 0.5, 1.0]) + torch.tensor([0.0, 3.0, 0.0, -1.0])
x[:, 3] = (x[:, 3] > -1).float()
sizes = [d, 32, 32, 32, 32, d]
layers = [torch.nn.Linear(a, b, bias=False) for a, b in zip(sizes, sizes[1:])]
net = torch.nn.Sequential(*[m for layer in layers for m in (layer, torch.nn.ReLU())][:-1])
start = [w for layer in layers for w in layer.weight.detach().T.reshape(-1).tolist()]  # stored inputs x outputs
optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=2e-3)
centre = torch.full((d,), 10.0)
losses = []
steps = 60
for _ in range(steps):
    optimiser.zero_grad()
    loss = ((net(x) - centre) ** 2).sum(1).mean() / 0.01
    loss.backward()
    optimiser.step()
    losses.append(loss.item())
json.dump(dict(rows=n, columns=d, steps=steps, x=x.reshape(-1).tolist(), start=start, embedded=net(x).detach().reshape(-1).tolist()),
          open("tests/CausalLoom.Tests/Fixtures/one_class_embedding.json", "w"))
print(losses[0], losses[-1])
