#!/usr/bin/env bash
# Whole trainings of trees of EMNIST Balanced.
#
#   apt-get install python3-torch
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/tree.sh authors FOLDER [RUNS] [vgg|mobilenet] [IMAGES_A_CLASS] [EPOCHS]
#   docs/benchmarks/tree.sh curves FOLDER [RUNS]
#   docs/benchmarks/tree.sh resume FOLDER [RUNS]
#
# authors: ours, the authors' method on our networks, and the authors' method in PyTorch, in seconds.
# curves: what more data, more classes and more depth cost. resume: what an interruption costs.
set -euo pipefail
. "$(dirname "$0")/fork.sh"

mode=$1 folder=$2 runs=${3:-3} networks=${4:-vgg} images=${5:-100} epochs=${6:-2}
as_fork 2 io.github.trunkrepro.runtime.training.TreeBenchmark "$mode" "$folder" "$runs" "$networks" "$images" "$epochs"
if [ "$mode" = authors ]; then
  for ((run = 0; run < runs; run++)); do
    echo "the authors' method in PyTorch, seconds: $(PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-/usr/bin/python3}" \
      $runtime/src/test/python/authors_method.py "$folder" "$networks" "$images" "$epochs" 2)"
  done
fi
