#!/usr/bin/env bash
# Times the GPT training step of docs/performance.md here and in PyTorch, in turn, on one thread, by CPU time; prints the
# ratio of steps per second and how far the loss curves part. Usage: tools/peers/gpt_step/compare.sh [ROUNDS]
# PYTHON names a Python that has torch. OpenBLAS 0.3.21 does not know every processor: it runs once as it detects itself and
# once with its AVX-512 kernels forced, and the faster of the two is the baseline.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=${PYTHON:-/usr/bin/python3}
rounds=${1:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
dotnet build benchmarks/CausalLoom.Benchmarks -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
bench=benchmarks/CausalLoom.Benchmarks/bin/Release/net10.0/CausalLoom.Benchmarks
for round in $(seq "$rounds"); do
  "$bench" gpt --losses "$work/ours" | tee -a "$work/ours.log"
  "$python" tools/peers/gpt_step/gpt_step.py "$work/torch" 40 | sed 's/^/as detected: /' | tee -a "$work/torch.log"
  if grep -q avx512f /proc/cpuinfo; then
    OPENBLAS_CORETYPE=SkylakeX "$python" tools/peers/gpt_step/gpt_step.py "$work/torch" 40 | sed 's/^/AVX-512 forced: /' | tee -a "$work/torch.log"
  fi
done

best() { grep -oE 'us_per_step p10 [0-9.]+' "$1" | awk '{ if (min == "" || $3 < min) min = $3 } END { print min }'; }
ours=$(best "$work/ours.log") torch=$(best "$work/torch.log")
awk -v a="$ours" -v b="$torch" 'BEGIN { printf "best p10: CausalLoom %.1f ms, torch %.1f ms: %.2f times as many steps a second\n", a / 1000, b / 1000, b / a }'
paste "$work/ours" "$work/torch" | awk '
  { d = $1 - $2; if (d < 0) d = -d; r = d / $2; if (r > all) all = r; last = $1 " against " $2 }
  END { printf "loss curves: largest relative difference %.1e over %d steps; last %s\n", all, NR, last }'
