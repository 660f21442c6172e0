#!/usr/bin/env bash
# Times matrix products here and in numpy on OpenBLAS, in turn, on one thread, by CPU time; prints the ratio per product and
# its geometric mean over the 29 standard sizes times three kinds. Usage: tools/peers/compare_gemm.sh [ROUNDS]
# PYTHON names a Python that has numpy and threadpoolctl. OpenBLAS 0.3.21 does not know every AVX-512 processor: it runs with
# each of its AVX-512 kernel sets forced, and the faster one of each product and round counts.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-/usr/bin/python3}
rounds=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
dotnet build benchmarks/CausalLoom.Benchmarks -c Release -v q --nologo >"$work/build" || { cat "$work/build"; exit 1; }
bench=benchmarks/CausalLoom.Benchmarks/bin/Release/net10.0/CausalLoom.Benchmarks
cores=("")
grep -q avx512f /proc/cpuinfo && cores=(SkylakeX)
grep -q avx512_bf16 /proc/cpuinfo && cores+=(Cooperlake)
for round in $(seq "$rounds"); do
  "$bench" gemm --rates "$work/ours.$round" | grep -E "^(peak|group|geometric)"
  for core in "${cores[@]}"; do
    if [ -n "$core" ]; then export OPENBLAS_CORETYPE=$core; fi
    "$python" tools/peers/gemm_openblas.py "$work/ours.$round" "$work/theirs.$round.$core"
  done
  cat "$work/theirs.$round".* | awk -F, -v OFS=, '{ key = $1 OFS $2 OFS $3 OFS $4; if ($5 > best[key]) best[key] = $5 } END { for (k in best) print k, best[k] }' >"$work/best.$round"
  awk -F, -v round="$round" 'NR == FNR { theirs[$1 FS $2 FS $3 FS $4] = $5; next }
    FNR <= 87 { sum += log($5 / theirs[$1 FS $2 FS $3 FS $4]); count++ }
    END { printf "round %d: CausalLoom at %.3f times the speed of OpenBLAS (geometric mean of %d products)\n", round, exp(sum / count), count }' "$work/best.$round" "$work/ours.$round"
done

# The median of the rounds for each product.
median() { cat "$@" | sort -t, -k1,4 -k5,5g | awk -F, -v OFS=, '{ key = $1 OFS $2 OFS $3 OFS $4; if (key != last && last != "") { print last, v[int((n + 1) / 2)]; n = 0 } last = key; v[++n] = $5 } END { print last, v[int((n + 1) / 2)] }'; }
median "$work"/ours.[0-9]* >"$work/ours"
median "$work"/best.[0-9]* >"$work/best"
awk -F, 'FILENAME == ARGV[1] { theirs[$1 FS $2 FS $3 FS $4] = $5; next } FILENAME == ARGV[2] { ours[$1 FS $2 FS $3 FS $4] = $5; next }
  { key = $1 FS $2 FS $3 FS $4; ratio = ours[key] / theirs[key]; cell[$1 FS $2 FS $3] = cell[$1 FS $2 FS $3] sprintf("  %s %6.1f /%6.1f = %.2f", $4, ours[key], theirs[key], ratio)
    if ($4 == "NT") print $1 FS $2 FS $3 "\t" cell[$1 FS $2 FS $3]
    if (FNR <= 87) { sum += log(ratio); count++; if (worst == "" || ratio < worst) { worst = ratio; where = key } } }
  END { printf "geometric mean of the ratio of medians over %d products: %.3f; lowest %.2f (%s)\n", count, exp(sum / count), worst, where }' "$work/best" "$work/ours" "$work/ours.1"
