#!/usr/bin/env bash
# Milliseconds that the end of an epoch takes: the weights' copy and digest, and the checkpoint; and the share of whole
# trainings that the digests are.
#
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/epoch-end.sh
set -euo pipefail
. "$(dirname "$0")/fork.sh"

as_fork 2 io.github.trunkrepro.runtime.training.EpochEndBenchmark
