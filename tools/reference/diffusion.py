"""Writes fixtures for the diffusion generator: cosine schedule, Gaussian posteriors, multinomial posteriors and their KL.

Independent of the library: multinomial posteriors come from products of transition matrices and Bayes' rule (not from the
closed form), Gaussian ones from Ho, Jain and Abbeel (NeurIPS 2020), eq. 7, step by step composed; derivatives of the KL from
torch. Run from the repository's root with Debian's numpy and torch:

    /usr/bin/python3 tools/reference/diffusion.py
"""
import json

import numpy as np
import torch


def cosine(steps):
    f = lambda t: np.cos((t / steps + 0.008) / 1.008 * np.pi / 2) ** 2
    beta = np.array([min(0.999, 1 - f(t) / f(t - 1)) for t in range(1, steps + 1)])
    return np.concatenate([[0.0], beta])


def gaussian(beta, s, t, x0, xt):
    """Mean and variance of x_s | x_t, x_0 by conditioning the joint normal of (x_s, x_t) given x_0."""
    mean_s, var_s = x0, 0.0
    for k in range(1, s + 1):
        mean_s, var_s = np.sqrt(1 - beta[k]) * mean_s, (1 - beta[k]) * var_s + beta[k]
    scale, noise = 1.0, 0.0
    for k in range(s + 1, t + 1):
        scale, noise = np.sqrt(1 - beta[k]) * scale, (1 - beta[k]) * noise + beta[k]
    cov, var_t, mean_t = scale * var_s, scale**2 * var_s + noise, scale * mean_s
    return mean_s + cov / var_t * (xt - mean_t), var_s - cov**2 / var_t


def transition(beta, s, t, levels):
    q = np.eye(levels)
    for k in range(s + 1, t + 1):
        q = q @ ((1 - beta[k]) * np.eye(levels) + beta[k] / levels * np.ones((levels, levels)))
    return q


def main():
    rng = np.random.default_rng(7)
    schedules = {str(n): np.cumprod(1 - cosine(n)).tolist() for n in (10, 50, 1000)}
    beta = cosine(50)
    kept = np.cumprod(1 - beta)
    gaussians, levels_cases, kls = [], [], []
    for s, t in [(0, 1), (4, 5), (9, 20), (0, 20), (30, 50), (48, 49)]:
        x0, xt = rng.normal(), rng.normal()
        mean, variance = gaussian(beta, s, t, x0, xt)
        gaussians.append(dict(s=s, t=t, clean=x0, noised=xt, mean=mean, variance=variance))
        for k in (2, 3, 7):
            a, b = int(rng.integers(k)), int(rng.integers(k))
            before, between = transition(beta, 0, s, k), transition(beta, s, t, k)
            pi = rng.dirichlet(np.ones(k))
            joint = before[a] * between[:, b]
            model = (pi @ before) * between[:, b]
            levels_cases.append(dict(s=s, t=t, clean=a, noised=b, pi=pi.tolist(), forward=transition(beta, 0, t, k)[a].tolist(),
                                     posterior=(joint / joint.sum()).tolist(), model=(model / model.sum()).tolist()))
            logits = torch.tensor(rng.normal(size=k) * 2, requires_grad=True)
            q = torch.tensor(joint / joint.sum())
            p = (torch.softmax(logits, 0) @ torch.tensor(before)) * torch.tensor(between[:, b])
            p = p / p.sum()
            kl = torch.where(q > 0, q * (torch.log(q.clamp(min=1e-300)) - torch.log(p.clamp(min=1e-300))), torch.zeros(k, dtype=q.dtype)).sum()
            kl.backward()
            kls.append(dict(kept_before=kept[s], step_kept=kept[t] / kept[s], clean=a, noised=b, logits=logits.tolist(), kl=kl.item(), gradient=logits.grad.tolist()))
    # The fact that a sampler with strides stands on: the mixture of q(x_s | x_t, x_0) over a law of x_0 is the closed form with
    # pi proportional to that law over q(x_t | x_0).
    mixtures = []
    for s, t in [(4, 5), (9, 20), (10, 45)]:
        k, b = 5, 3
        law = rng.dirichlet(np.ones(k))
        before, between, whole = transition(beta, 0, s, k), transition(beta, s, t, k), transition(beta, 0, t, k)
        posteriors = before * between[:, b][None, :] / whole[:, b][:, None]
        mixtures.append(dict(s=s, t=t, noised=b, law=law.tolist(), mixture=(law @ posteriors).tolist()))
    with open("tests/CausalLoom.Tests/Fixtures/diffusion.json", "w") as file:
        json.dump(dict(schedules=schedules, steps=50, gaussians=gaussians, levels=levels_cases, mixtures=mixtures), file)
    with open("tests/CausalLoom.Numerics.Tests/Fixtures/multinomial_kl.json", "w") as file:
        json.dump(kls, file)


if __name__ == "__main__":
    main()
