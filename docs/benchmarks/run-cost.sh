#!/usr/bin/env bash
# What a training with nothing to train costs, step by step: each run is a process of its own.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/run-cost.sh PROJECT RECIPE [RUNS]
#
# PROJECT is a folder, RECIPE a file below it. The first run trains; it is not counted.
set -euo pipefail
project=$(realpath "$1") recipe=$2 runs=${3:-7}
. "$(dirname "$0")/fork.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cost() {
  as_fork 2 io.github.trunkrepro.runtime.fork.RunCostBenchmark "$project" "$recipe" "$work/output" "$work/cache"
}

cost >"$work/first"
for ((run = 0; run < runs; run++)); do
  cost >>"$work/results"
done
echo "milliseconds (median of $runs)"
while IFS=$'\t' read -r step first; do
  median=$(awk -F '\t' -v s="$step" '$1 == s { print $2 }' "$work/results" | sort -n | sed -n "$((runs / 2 + 1))p")
  printf '%8d  %s (first run: %d)\n' "$median" "$step" "$first"
done <"$work/first"
