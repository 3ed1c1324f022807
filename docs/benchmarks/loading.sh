#!/usr/bin/env bash
# Training steps with loading, transforms and dropout masks ahead of them, against the same batches made beforehand.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/loading.sh [PAIRS] [IMAGES]
set -euo pipefail
. "$(dirname "$0")/fork.sh"

as_fork 2 io.github.trunkrepro.runtime.training.LoadingBenchmark "${1:-7}" "${2:-3200}"
