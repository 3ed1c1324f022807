#!/usr/bin/env bash
# Training step (batch into the engine, forward, cross entropy, backward, SGD) of VGG root (3x32x32) and of
# mobilenet root (1x28x28): ours against Debian's PyTorch, on as many threads, each with every instruction that the CPU
# has and with AVX2 only, which is our default.
#
#   apt-get install python3-torch
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/training-step.sh [ROUNDS] [STEPS] [BATCH] [THREADS]
#
# NETWORKS=vgg leaves the other network out. Prints images per second of each run, then medians, ratios of medians and peak memory. Runs are alternated, so
# that what else the machine does hits all alike.
set -euo pipefail
. "$(dirname "$0")/fork.sh"

rounds=${1:-7} steps=${2:-20} batch=${3:-128} threads=${4:-2}
python=${PYTHON:-/usr/bin/python3} networks=${NETWORKS:-vgg mobilenet}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

mapfile -t allocator < <(print_environment variables "$threads" $runtime/target/engine-cache portable | grep '^MALLOC_')
avx2=(ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2)

pytorch() { # variables, network, ...
  env "${@:1:$#-4}" PYTHONDONTWRITEBYTECODE=1 "$python" $runtime/src/test/python/training_step.py "${@: -4}"
}
ours() { # instructions, network, ...
  instructions=$1 as_fork "$threads" $benchmark.TrainingStepBenchmark "${@:2}" "$1"
}
measure() { # network, name of the variant, command...
  echo "$1 $2 $("${@:3}" "$1" "$batch" "$steps" "$threads")" | tee -a "$results"
}

echo "network variant images/s peak-MB"
for ((round = 0; round < rounds; round++)); do
  for network in $networks; do
    measure $network pytorch pytorch
    measure $network pytorch+malloc pytorch "${allocator[@]}"
    measure $network ours ours portable
    measure $network pytorch+malloc+avx2 pytorch "${allocator[@]}" "${avx2[@]}"
    measure $network ours+native ours native
  done
done

median() { # network, variant, column
  awk -v n="$1" -v v="$2" -v c="$3" '$1 == n && $2 == v { print $c }' "$results" | sort -n |
    awk '{ x[NR] = $1 } END { print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}
echo
echo "network variant median-images/s median-peak-MB images/s-by-pytorch+malloc's"
for network in $networks; do
  for variant in pytorch pytorch+malloc pytorch+malloc+avx2 ours ours+native; do
    echo "$network $variant $(median $network $variant 3) $(median $network $variant 4)" \
      "$(awk "BEGIN { printf \"%.2f\", $(median $network $variant 3) / $(median $network pytorch+malloc 3) }")"
  done
done
