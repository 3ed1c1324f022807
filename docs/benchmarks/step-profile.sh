#!/usr/bin/env bash
# How much of a training step is convolution, by oneDNN's own account of its primitives.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/step-profile.sh [vgg|mobilenet] [STEPS]
#
# The first steps, which compile the primitives, are left out of the primitives' times; the step's own time is that of
# TrainingStepBenchmark in the same process.
set -euo pipefail
network=${1:-vgg} steps=${2:-10}
. "$(dirname "$0")/fork.sh"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
extra=(ONEDNN_VERBOSE=1)
as_fork 2 $benchmark.TrainingStepBenchmark "$network" 128 "$steps" 2 portable >"$log"
rate=$(tail -1 "$log" | cut -d' ' -f1)
grep ',exec,' "$log" | awk -F, -v steps="$steps" -v warm=3 -v rate="$rate" '
  { kind[NR] = $6 == "convolution" ? $6 " " $8 : $6; time[NR] = $NF }
  END {
    for (i = int(NR * warm / (steps + warm)) + 1; i <= NR; i++) { sum[kind[i]] += time[i] / steps; all += time[i] / steps }
    step = 128 / rate * 1000
    printf "%.0f ms a step of 128 images\n", step
    for (k in sum) printf "%6.1f ms %4.1f %%  %s\n", sum[k], 100 * sum[k] / step, k
    printf "%6.1f ms %4.1f %%  everything else\n", step - all, 100 * (step - all) / step
  }'
