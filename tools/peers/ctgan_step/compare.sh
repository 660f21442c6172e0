#!/usr/bin/env bash
# Times the CTGAN step and the conditional VAE step of docs/performance.md here and in PyTorch, in turn, on one thread, by
# CPU time, and prints the ratios of steps per second. Usage: tools/peers/ctgan_step/compare.sh [ROUNDS]
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
torch() { # NAME SCRIPT ARGUMENTS…
  local name=$1; shift
  "$python" "$@" | sed "s/^/as detected: /" | tee -a "$work/$name"
  if grep -q avx512f /proc/cpuinfo; then OPENBLAS_CORETYPE=SkylakeX "$python" "$@" | sed "s/^/AVX-512 forced: /" | tee -a "$work/$name"; fi
}
for round in $(seq "$rounds"); do
  "$bench" ctgan | tee -a "$work/ctgan"
  torch usual tools/peers/ctgan_step/ctgan_step.py usual 100
  torch detached tools/peers/ctgan_step/ctgan_step.py detached 100
  "$bench" vae | tee -a "$work/vae"
  torch torch_vae tools/peers/vae_step/vae_step.py 300
done

best() { grep -oE 'us_per_step p10 [0-9.]+' "$1" | awk '{ if (min == "" || $3 < min) min = $3 } END { print min }'; }
for pair in "ctgan usual" "ctgan detached" "vae torch_vae"; do
  set -- $pair
  awk -v n="$pair" -v a="$(best "$work/$1")" -v b="$(best "$work/$2")" 'BEGIN { printf "%s: best p10 %.2f ms against %.2f ms: %.2f times as many steps a second\n", n, a / 1000, b / 1000, b / a }'
done
