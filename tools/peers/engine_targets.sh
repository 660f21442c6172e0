#!/usr/bin/env bash
# Every target of the numerical core in one run: products against the peak and OpenBLAS, the MLP step against PyTorch and its
# losses, two replicas, allocation, cold start. Usage: tools/peers/engine_targets.sh [ROUNDS]; about four minutes a round on a
# quiet machine. Ratios of wall time (replicas, cold start) mean something on a quiet machine only: the load is printed.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-3}
load() { [ ! -r /proc/loadavg ] || echo "load average $(cut -d' ' -f1-3 /proc/loadavg)"; }
load
tools/peers/cold_start.sh 21
bench=benchmarks/CausalLoom.Benchmarks/bin/Release/net10.0/CausalLoom.Benchmarks
"$bench" replicas
"$bench" allocation
tools/peers/compare_mlp.sh "$rounds"
tools/peers/compare_gemm.sh "$rounds"
load
