#!/usr/bin/env bash
# From starting the built program to the end of its tenth MLP training step (and of the process): wall and CPU milliseconds,
# least and median of N starts. Usage: tools/peers/cold_start.sh [N]. Wall time means something on a quiet machine only.
set -euo pipefail
cd "$(dirname "$0")/../.."
starts=${1:-21}
dotnet build benchmarks/CausalLoom.Benchmarks -c Release -v q --nologo >/dev/null
bench=benchmarks/CausalLoom.Benchmarks/bin/Release/net10.0/CausalLoom.Benchmarks
"$bench" cold >/dev/null
TIMEFORMAT='%R %U %S'
for _ in $(seq "$starts"); do
  { time "$bench" cold >/dev/null; } 2>&1
done | awk '{ wall[NR] = 1000 * $1; cpu[NR] = 1000 * ($2 + $3) }
  function sorted(v, n,  i, j, t) { for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t } }
  END { sorted(wall, NR); sorted(cpu, NR); m = int((NR + 1) / 2)
    printf "cold start to the tenth step, %d starts: wall least %.0f median %.0f ms (must 300, stretch 150); CPU least %.0f median %.0f ms\n", NR, wall[1], wall[m], cpu[1], cpu[m] }'
