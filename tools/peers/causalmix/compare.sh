#!/usr/bin/env bash
# The CausalMix sandbox beside the paper's released code, on the toy of its repository: the same table, the same request (tau = .1 +
# .05 tanh of the standardised X_uniform, kappa constant or opposite, log alpha = X_bin), one thread each, in turn; CPU seconds of the
# fits, and what a million drawn rows of each deliver, scored by one Python program that knows nothing of the models (score.py).
# Usage: tools/peers/causalmix/compare.sh FOLDER [SEEDS] [EPOCHS]; FOLDER is a checkout of zhangqiecho/causalmix at 45d40b9; EPOCHS
# bounds the released code's training (default 1000, as it has). PYTHON names a Python that has torch, scikit-learn and pandas.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
folder=$1 seeds=${2:-3} epochs=${3:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
if grep -q avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}; fi
for project in src/CausalLoom.Cli benchmarks/CausalLoom.Sandbox; do
  dotnet build $project -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
done
ours=benchmarks/CausalLoom.Sandbox/bin/Release/net10.0/CausalLoom.Sandbox
rows=1000000
for kappa in constant opposite; do
  for seed in $(seq "$seeds"); do
    dotnet src/CausalLoom.Cli/bin/Release/net10.0/causalloom.dll simulate toy --rows 1000 --seed "$seed" -o "$work/toy.csv" --quiet
    for way in released exact penalty preset; do
      echo "kappa $kappa"
      if [ "$way" = released ]; then
        "$python" tools/peers/causalmix/released.py "$folder" "$work/toy.csv" "$work/rows.csv" "$work/truth.csv" "$rows" "$seed" "$kappa" "$epochs"
      else
        "$ours" peer "$way" "$work/toy.csv" "$work/rows.csv" "$work/truth.csv" "$rows" "$seed" "$kappa"
      fi
      "$python" tools/peers/causalmix/score.py "$way" "$work/toy.csv" "$work/rows.csv" "$work/truth.csv" "$kappa"
    done
  done
done | tee "$work/all"
echo "median fit CPU seconds:" $(for way in released exact penalty preset; do
  echo "$way $(awk -v w="$way" '$1 == w && $4 == "fit_cpu_seconds" { print $5 }' "$work/all" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')"
done)
