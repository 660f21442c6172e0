#!/usr/bin/env bash
# Random forests of 100 trees here, in scikit-learn and in R's ranger: the same files, one thread, medians of CPU time, test
# errors. Usage: tools/peers/forest/compare.sh DATA_DIR [ROUNDS] [SETTING ...]
# DATA_DIR holds what tools/datasets/analysis_files.py wrote. Settings: sklearn (its defaults for regression: all features at
# each node, trees grown out), ranger (its defaults: sqrt(p) features, nodes of more than 5 rows), classes (probabilities).
# PYTHON names a Python with scikit-learn; without Rscript or its package ranger that side is left out.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
data=$1 rounds=${2:-3}
shift; shift || true
settings=("$@"); [ ${#settings[@]} -gt 0 ] || settings=(sklearn ranger classes)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
dotnet build benchmarks/CausalLoom.Benchmarks -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
ours=benchmarks/CausalLoom.Benchmarks/bin/Release/net10.0/CausalLoom.Benchmarks
"$python" tools/peers/forest/problems.py "$data" "$work"
ranger=no
if command -v Rscript >/dev/null && Rscript -e 'library(ranger)' >/dev/null 2>&1; then ranger=yes; else echo "R's ranger is not here: left out"; fi
for setting in "${settings[@]}"; do
  for problem in ihdp_1 actg175_steam sim20k; do
    stem=$work/$problem.$setting file=$work/$problem.csv
    n=$rounds; [ "$problem" = sim20k ] && n=1
    "$ours" forest "$file" "$setting" "$rounds" "$stem.causalloom.p" >"$stem.causalloom.log"
    "$python" tools/peers/forest/sklearn_forest.py "$file" "$setting" "$n" "$stem.sklearn.p" >"$stem.sklearn.log"
    [ $ranger = no ] || Rscript tools/peers/forest/ranger_forest.R "$file" "$setting" "$n" "$stem.ranger.p" >"$stem.ranger.log"
    "$python" tools/peers/forest/summarise.py "$work" "$setting" "$problem"
  done
done
