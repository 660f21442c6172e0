#!/usr/bin/env bash
# CTGAN and TVAE beside sdv-dev's: the same table, the same settings (300 epochs, batches of 500, the original networks), one
# thread each, in turn; medians of CPU and wall seconds and of peak resident memory, and quality by our evaluator with
# shared embeddings. Usage: tools/peers/ctgan_tvae/compare.sh TABLE.csv [ROUNDS] [FOLDER ...]
# TABLE.csv has columns treatment and outcome (tools/datasets/analysis_files.py writes such tables); FOLDERs are checkouts
# of sdv-dev/CTGAN and sdv-dev/RDT, needed unless the packages are installed. PYTHON names a Python that has torch.
# OpenBLAS 0.3.21 does not know every processor: where AVX-512 is there its kernels are forced unless OPENBLAS_CORETYPE is set.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
table=$1 rounds=${2:-3}
shift; shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
if grep -q avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}; fi
dotnet build tools/peers/ctgan_tvae -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
ours=tools/peers/ctgan_tvae/bin/Release/net10.0/CtganTvae
for name in ctgan tvae; do
  for round in $(seq "$rounds"); do
    "$python" tools/peers/ctgan_tvae/sdv.py "$name" "$table" "$work/sdv_${name}_$round.csv" "$round" "$@" 2>"$work/errors" | tee -a "$work/sdv_$name" || { cat "$work/errors"; exit 1; }
    "$ours" fit "$name" original "$table" "$work/ours_${name}_$round.csv" "$round" | tee -a "$work/ours_$name"
    "$ours" fit "$name" default "$table" "$work/default_${name}_$round.csv" "$round" | tee -a "$work/default_$name"
  done
done
"$ours" score "$table" "$work"/*_*_*.csv | tee "$work/scores"

median() { grep -oE "$2 [0-9.]+" "$1" | sort -k2 -n | awk '{ v[NR] = $2 } END { print v[int((NR + 1) / 2)] }'; }
for name in ctgan tvae; do
  for kind in ours default; do
    awk -v n="$name $kind" -v a="$(median "$work/sdv_$name" cpu_seconds)" -v b="$(median "$work/${kind}_$name" cpu_seconds)" -v aw="$(median "$work/sdv_$name" wall_seconds)" \
      -v bw="$(median "$work/${kind}_$name" wall_seconds)" -v am="$(median "$work/sdv_$name" peak_mib)" -v bm="$(median "$work/${kind}_$name" peak_mib)" \
      'BEGIN { printf "%s: medians: CPU s %.2f against sdv %.2f (%.1f times as fast); wall s %.2f against %.2f; peak MiB %d against %d (1/%.1f)\n", n, b, a, a / b, bw, aw, bm, am, am / bm }'
  done
  for kind in sdv ours default; do
    grep "^${kind}_${name}_" "$work/scores" | awk -v n="$name $kind" '
      { for (i = 3; i <= 7; i += 2) { s[i] += $i; q[i] += $i * $i } }
      END { printf "%s: mean (SE over seeds)", n; for (i = 3; i <= 7; i += 2) { m = s[i] / NR; v = NR > 1 ? (q[i] / NR - m * m) / (NR - 1) : 0; printf "  %s %.3f (%.3f)", $(i - 1), m, sqrt(v > 0 ? v : 0) } print "" }'
  done
done
