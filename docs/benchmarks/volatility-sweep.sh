#!/usr/bin/env bash
# What trunk:sensitivity saves, on the strokes of volatility-sweep.yaml, two cores.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/volatility-sweep.sh sweep [START] [END] [STEP]
#   docs/benchmarks/volatility-sweep.sh arrangements [ROUNDS]
#
# sweep: a grid of grouping volatility (0.60 to 1.20 by 0.03) as whole trainings, each with a cache of its own, and as
# one study; trees, accuracies and weights must be equal at every point of the grid. arrangements: the same four seeds
# in one process and in several, alternated.
set -euo pipefail
. "$(dirname "$0")/fork.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mode=$1
shift
[ $# -gt 0 ] || { [ "$mode" = sweep ] && set -- 0.60 1.20 0.03 || set -- 5; }
as_fork 2 io.github.trunkrepro.runtime.fork.StudyBenchmark "$mode" "$PWD/docs/benchmarks" volatility-sweep.yaml "$work" "$@"
