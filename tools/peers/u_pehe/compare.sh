#!/usr/bin/env bash
# Times U_PEHE of one pair of tables (30 networks) here and in PyTorch, in turn, each on one thread, by CPU time, and prints
# the ratio. Usage: tools/peers/u_pehe/compare.sh DATA_DIR [ROUNDS] [TABLE ...]
# DATA_DIR holds what tools/datasets/analysis_files.py wrote; tables are ihdp_1 and actg175_steam unless named.
# PYTHON names a Python that has torch, and CATENets where that is to be timed.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
data=$1 rounds=${2:-1}
shift; shift || true
tables=("$@"); [ ${#tables[@]} -gt 0 ] || tables=(ihdp_1 actg175_steam)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
dotnet build benchmarks/CausalLoom.UPehe -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
ours=benchmarks/CausalLoom.UPehe/bin/Release/net10.0/CausalLoom.UPehe
for table in "${tables[@]}"; do
  "$python" tools/peers/u_pehe/u_pehe.py --bootstrap "$data/$table.csv" "$work/$table.csv"
  for round in $(seq "$rounds"); do
    for preset in steam-paper default; do
      "$ours" "$data/$table.csv" "$work/$table.csv" --preset "$preset" --seed "$round" | sed "s/^/$table: /" | tee -a "$work/$table.$preset"
    done
    "$python" tools/peers/u_pehe/u_pehe.py "$data/$table.csv" "$work/$table.csv" --seed "$round" | sed "s/^/$table: /" | tee -a "$work/$table.torch"
  done
  median() { grep -oE 'cpu_seconds [0-9.]+' "$1" | sort -k2 -n | awk '{ v[NR] = $2 } END { print v[int((NR + 1) / 2)] }'; }
  awk -v t="$table" -v p="$(median "$work/$table.steam-paper")" -v d="$(median "$work/$table.default")" -v r="$(median "$work/$table.torch")" \
    'BEGIN { printf "%s: medians: peer %.1f s; same networks and schedule %.2f s, 1/%.1f of it; default schedule %.2f s, 1/%.1f of it\n", t, r, p, r / p, d, r / d }'
done
