#!/usr/bin/env bash
# The four estimators of average effects here and with scikit-learn's forests: the same replicates of the hybrid papers' process (a trial,
# 6 covariates, n = 1,000), one thread, medians of CPU time and biases. Usage: tools/peers/average_effects/compare.sh [REPLICATES]
# scikit-learn's side is the papers' estimators: forests fitted and evaluated on the same rows. Ours: paper (the same), forest (cross-fitted
# on 5 folds), linear (cross-fitted regressions). Each estimator is timed alone and fits the nuisances that it needs; for ours that is both
# where outcome regression comes with its standard error. "crossed": scikit-learn's AIPW with the forests of our setting forest, on 5 folds
# (the first 6 replicates: it takes seconds each).
# PYTHON names a Python with scikit-learn.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
replicates=${1:-30}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
dotnet build benchmarks/CausalLoom.AverageEffects -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
ours=benchmarks/CausalLoom.AverageEffects/bin/Release/net10.0/CausalLoom.AverageEffects
mkdir "$work/data"
"$ours" draw "$work/data" "$replicates"
"$python" tools/peers/average_effects/sklearn_effects.py "$work/data" >"$work/sklearn.log"
"$python" tools/peers/average_effects/sklearn_effects.py "$work/data" 6 cross-fit >"$work/crossed.log"
logs=()
for setting in paper forest linear; do
  "$ours" estimate "$work/data" "$setting" >"$work/$setting.log"
  logs+=("$setting=$work/$setting.log")
done
"$python" tools/peers/average_effects/summarise.py 0.41847 "$work/sklearn.log" "$work/crossed.log" "${logs[@]}"
