#!/usr/bin/env bash
# Training step (batch into the engine, forward, cross entropy, backward, SGD) of VGG root (3x32x32) and of
# mobilenet root (1x28x28): ours at its defaults against Debian's PyTorch, on as many threads.
#
#   apt-get install python3-torch
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/training-step.sh [PAIRS] [STEPS] [BATCH] [THREADS]
#
# Prints images per second of each run, then medians, ratios of medians and peak memory. Runs are alternated, so
# that what else the machine does hits all alike.
set -euo pipefail
. "$(dirname "$0")/fork.sh"

pairs=${1:-7} steps=${2:-20} batch=${3:-128} threads=${4:-2}
python=${PYTHON:-/usr/bin/python3}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

mapfile -t allocator < <(print_environment variables "$threads" $runtime/target/engine-cache | grep '^MALLOC_')

pytorch() { PYTHONDONTWRITEBYTECODE=1 "$python" $runtime/src/test/python/training_step.py "$@"; }
ours() { as_fork "$threads" $benchmark.TrainingStepBenchmark "$@"; }
measure() { # name of the variant, network, command...
  local variant=$1 network=$2
  shift 2
  echo "$network $variant $("$@" "$network" "$batch" "$steps" "$threads")" | tee -a "$results"
}
allocated() { env "${allocator[@]}" PYTHONDONTWRITEBYTECODE=1 "$python" $runtime/src/test/python/training_step.py "$@"; }

echo "network variant images/s peak-MB"
for network in vgg mobilenet; do
  for ((pair = 0; pair < pairs; pair++)); do
    measure pytorch "$network" pytorch
    measure ours "$network" ours
    measure pytorch+malloc "$network" allocated
  done
done

echo
for network in vgg mobilenet; do
  for column in 3 4; do
    for variant in pytorch pytorch+malloc ours; do
      awk -v n="$network" -v v="$variant" -v c=$column '$1 == n && $2 == v { print $c }' "$results" | sort -n |
        awk '{ x[NR] = $1 } END { print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
    done
  done | paste -sd ' ' | awk -v n="$network" '{
    printf "%s: images/s %.0f PyTorch, %.0f PyTorch with our allocator settings, %.0f ours: %.2fx and %.2fx; ", n, $1, $2, $3, $3 / $1, $3 / $2
    printf "peak MB %.0f, %.0f, %.0f\n", $4, $5, $6 }'
done
