#!/usr/bin/env bash
# What trunk:sensitivity saves, on the strokes of volatility-sweep.yaml, two cores.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/volatility-sweep.sh sweep [START] [END] [STEP]
#   docs/benchmarks/volatility-sweep.sh arrangements [ROUNDS]
#
# sweep: a grid of grouping volatility (0.60 to 1.20 by 0.03) as whole trainings, each with a cache of its own, and as
# one study; trees, accuracies and weights must be equal at every point of the grid. arrangements: the same four seeds
# as nodes side by side in one process, as two processes, and one node at a time with two threads; alternated, seconds.
set -euo pipefail
. "$(dirname "$0")/fork.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
study() { # threads of the process, arguments...
  as_fork "$1" io.github.trunkrepro.runtime.fork.StudyBenchmark "$2" "$PWD/docs/benchmarks" volatility-sweep.yaml \
    "$work" "${@:3}"
}

if [ "$1" = sweep ]; then
  study 2 sweep "${2:-0.60}" "${3:-1.20}" "${4:-0.03}"
  exit
fi
rounds=${2:-5}
# Name; then threads of a node, nodes side by side, processes.
arrangements=("side-by-side 1 2 0" "two-processes 1 1 2" "two-threads 2 1 0")
for ((round = 0; round < rounds; round++)); do
  for arrangement in "${arrangements[@]}"; do
    read -r name threads nodes processes <<<"$arrangement"
    echo "$name $(study "$threads" seeds "$threads" "$nodes" "$processes")" | tee -a "$work/results"
  done
done
echo
for arrangement in "${arrangements[@]}"; do
  name=${arrangement%% *}
  echo "$name: median $(awk -v n="$name" '$1 == n { print $2 }' "$work/results" | sort -n | sed -n "$((rounds / 2 + 1))p") s"
done
