#!/usr/bin/env bash
# Images per second and core of each transform (with ToTensor, 3x32x32), ours against Debian's torchvision, and of the
# authors' RandAugment, ToTensor, Normalize, CutOut ("whole"). Runs are alternated; medians, and ratio of medians.
#
#   apt-get install python3-torchvision python3-pil
#   mvn -q -pl trunk-runtime test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
#   docs/benchmarks/transforms.sh [PAIRS] [SECONDS]
set -euo pipefail
. "$(dirname "$0")/fork.sh"

pairs=${1:-5} seconds=${2:-0.5}
python=${PYTHON:-/usr/bin/python3}
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for ((pair = 0; pair < pairs; pair++)); do
  PYTHONDONTWRITEBYTECODE=1 "$python" $runtime/src/test/python/transform_speed.py "$seconds" | sed 's/^/torchvision /' >>"$results"
  as_fork 1 $benchmark.TransformBenchmark "$seconds" | sed 's/^/ours /' >>"$results"
done

median() { # variant, transform
  awk -v v="$1" -v t="$2" '$1 == v && $2 == t { print $3 }' "$results" | sort -n |
    awk '{ x[NR] = $1 } END { print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}
echo "transform torchvision ours ratio"
for transform in $(awk '$1 == "ours" && !seen[$2]++ { print $2 }' "$results"); do
  echo "$transform $(median torchvision "$transform") $(median ours "$transform")"
done | awk '{ printf "%s %d %d %.1f\n", $1, $2, $3, $3 / $2 }'
