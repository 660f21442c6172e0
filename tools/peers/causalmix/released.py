"""The released CausalMix code on the toy: one fit, CPU seconds, and as many rows with both potential outcomes as asked.

Usage: released.py FOLDER TOY.csv OUT.csv TRUTH.csv ROWS SEED KAPPA EPOCHS
FOLDER is a checkout of zhangqiecho/causalmix at 45d40b9 (not part of this project; nothing of it is copied here). KAPPA is
constant or opposite. EPOCHS bounds each module's training (1000 is theirs). The package does not import as released: its
package file pulls in plotting and evaluation, two names are not imported, and PyTorch Lightning need not be here. So its
modules are loaded one by one, the two names are put in, and Lightning's loop is played by the few lines below (early
stopping on the validation loss, patience 5, last weights kept: what its settings amount to). Lightning's own overhead is
therefore not in the times, which makes them a lower bound. TensorBoard logs and checkpoints are left out for the same reason.
"""
import importlib
import sys
import time
import types

import numpy as np
import pandas as pd
import torch


class Module(torch.nn.Module):
    def save_hyperparameters(self, *args, **kwargs):
        pass

    def log(self, name, value, **kwargs):
        self._logged = getattr(self, "_logged", {})
        self._logged.setdefault(name, []).append(float(value))

    def log_dict(self, values, **kwargs):
        for name, value in values.items():
            self.log(name, value)

    @property
    def device(self):
        return torch.device("cpu")


class Trainer:
    """Lightning's loop for one optimiser, a validation loss and patience 5."""

    def __init__(self, max_epochs=1000, **kwargs):
        self.max_epochs, self.epochs, self.callback_metrics = max_epochs, 0, {}

    def fit(self, model, training, validation):
        optimizer = model.configure_optimizers()
        best, waited = float("inf"), 0
        for _ in range(self.max_epochs):
            self.epochs += 1
            model.train()
            for k, batch in enumerate(training):
                optimizer.zero_grad()
                model.training_step(batch, k).backward()
                optimizer.step()
            model._logged = {}
            model.eval()
            with torch.no_grad():
                for k, batch in enumerate(validation):
                    model.validation_step(batch, k)
            loss = float(np.mean(model._logged["val_loss"]))
            if loss < best:
                best, waited = loss, 0
            else:
                waited += 1
            if waited >= 5:
                break


def fake(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


def anything(*args, **kwargs):
    return None


def load(folder):
    fake("pytorch_lightning", LightningModule=Module, Trainer=Trainer)
    fake("pytorch_lightning.callbacks", EarlyStopping=anything, ModelCheckpoint=anything)
    fake("pytorch_lightning.callbacks.progress", RichProgressBar=anything)
    fake("pytorch_lightning.loggers", TensorBoardLogger=anything)
    for name in ("tqdm",):
        try:
            importlib.import_module(name)
        except ImportError:
            fake(name)
    for name in ("causalmix", "causalmix.models", "causalmix.data", "causalmix.core", "causalmix.eval"):
        fake(name).__path__ = [f"{folder}/src/{name.replace('.', '/')}"]
    fake("causalmix.eval.causal_eval", CausalEval=None)
    fake("causalmix.eval.synth_eval", SynthEval=None)
    prepare = importlib.import_module("causalmix.data.preprocess")
    prepare.torch = torch
    for name in ("causalmix.models.convae", "causalmix.core.causalmix"):
        module = importlib.import_module(name)
        module.VarIndex, module.np = prepare.VarIndex, np
    return importlib.import_module("causalmix.core.causalmix").CausalMix


def main():
    folder, toy, out, truth, rows, seed, kappa, epochs = sys.argv[1:9]
    rows, seed, epochs = int(rows), int(seed), int(epochs)
    torch.manual_seed(seed)
    np.random.seed(seed)
    torch.set_num_threads(1)
    CausalMix = load(folder)
    data = pd.read_csv(toy)

    def effect(x, index):
        return 0.1 + 0.05 * torch.tanh(index.slice(x, "X_uniform"))

    def bias(x, t, index):
        # Theirs takes the observed arm and is about the other potential outcome: g(x, 1) is kappa0, g(x, 0) is kappa1.
        return 0.08 if kappa == "constant" else 0.08 * (2 * t - 1) * torch.tanh(index.slice(x, "X_uniform"))

    start = time.process_time()
    model = CausalMix(
        data=data, post_treatment_var=["Y"], treatment_var=["T"], binary_var=["X_bin", "T", "Y"], categorical_var=["X_cat"],
        numerical_var=["X_exp", "X_uniform", "X_beta"], integer_var=[], categorical_dims={"X_cat": 3}, var_bounds={})
    model.fit(
        treatment_effect_fn=effect, selection_bias_fn=bias, overlap_target=lambda x, index: 1.0 * index.slice(x, "X_bin"),
        effect_rigidity=1e3, effect_mse_weight=0.2, effect_var_weight=0.2, bias_rigidity=1e3, bias_mse_weight=0.2,
        bias_var_weight=0.02, overlap_weight=1e1, max_epochs=epochs)
    fitted = time.process_time()
    table, outcomes, _, _, _ = model.sample_bgmm(n_samples=rows, overlap=False)
    drawn = time.process_time()
    print(f"released seed {seed} fit_cpu_seconds {fitted - start:.2f} draw_cpu_seconds {drawn - fitted:.2f} "
          f"epochs {model.m_pre.trainer.epochs} {model.m_post.trainer.epochs}", flush=True)
    table[["X_bin", "X_cat", "X_exp", "X_uniform", "X_beta", "T", "Y"]].to_csv(out, index=False)
    outcomes.rename(columns={"Y0": "y0", "Y1": "y1"})[["y0", "y1"]].to_csv(truth, index=False)


if __name__ == "__main__":
    main()
