#!/usr/bin/env bash
# Images per second routed down the published trees: ours (as trained, and with batch norm folded) against Debian's PyTorch
# with the same weights and images; batched, one by one, and the authors' way (one by one, the weights of each node
# read from their file again). Runs are alternated, ours first in even pairs and last in odd ones.
#
#   apt-get install python3-torch
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/inference.sh SHARED [PAIRS] [BATCH] [THREADS] [TREES]
#
# SHARED holds reference/ (the published weights) and data/; TREES are "emnist", "cifar10" or both, in one argument.
set -euo pipefail
shared=$(realpath "$1")
. "$(dirname "$0")/fork.sh"

pairs=${2:-7} batch=${3:-256} threads=${4:-2} trees=${5:-emnist cifar10}
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t allocator < <(print_environment variables "$threads" $runtime/target/engine-cache portable | grep '^MALLOC_')

pytorch() { # tree, name of the variant, images, batch or "authors", variables...
  echo "$1 $2 $(env "${@:5}" PYTHONDONTWRITEBYTECODE=1 "$python" $runtime/src/test/python/inference_speed.py \
    "$1" "$shared" "$3" "$4" "$threads")" | tee -a "$work/results"
}
ours() { # tree, name of the variant, images, batch
  local plain folded
  read -r plain folded < <(as_fork "$threads" $benchmark.InferenceBenchmark "$1" "$shared" "$work/$1" "$3" "$4" "$threads")
  printf '%s %s %s\n' "$1" "ours-$2" "$plain" "$1" "ours-folded-$2" "$folded" | tee -a "$work/results"
}

echo "tree variant images/s"
for tree in $trees; do
  for ((pair = 0; pair < pairs; pair++)); do
    [ $tree = emnist ] && images=$((2 * batch)) || images=$((8 * batch))
    ((pair % 2)) || { ours $tree batched "$images" "$batch" && ours $tree single 64 1; }
    pytorch $tree pytorch-batched "$images" "$batch"
    pytorch $tree pytorch+malloc-batched "$images" "$batch" "${allocator[@]}"
    pytorch $tree pytorch+malloc-single 64 1 "${allocator[@]}"
    pytorch $tree authors 32 authors
    ((pair % 2 == 0)) || { ours $tree batched "$images" "$batch" && ours $tree single 64 1; }
  done
done

median() { # tree, variant
  awk -v t="$1" -v v="$2" '$1 == t && $2 == v { print $3 }' "$work/results" | sort -n |
    awk '{ x[NR] = $1 } END { print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}
echo
echo "tree variant median-images/s by-pytorch+malloc's"
for tree in $trees; do
  for variant in $(awk '{ print $2 }' "$work/results" | sort -u); do
    echo "$tree $variant $(median $tree "$variant")" \
      "$(awk "BEGIN { printf \"%.2f\", $(median $tree "$variant") / $(median $tree pytorch+malloc-batched) }")"
  done
done
